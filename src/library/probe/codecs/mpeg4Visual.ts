import { noPicture, type PictureCoding } from '../reading';
import { BitReader } from './bits';
import { listedShape, pixelShape } from './pixelShape';

/** MPEG-4 part 2 (ISO/IEC 14496-2, 6.2.3): the header of a video object layer, among other headers. */

const startCode = Buffer.from([0, 0, 1]);
const firstLayer = 0x20;
const lastLayer = 0x2f;
const extendedAspect = 15;
const rectangular = 0;

interface VideoObjectLayer {
  readonly width: number;
  readonly height: number;
  readonly aspect: readonly [number, number];
}

export function pictureOfMpeg4Vol(bytes: Buffer): PictureCoding | null {
  const layer = layerIn(bytes);
  if (!layer || layer.width === 0 || layer.height === 0) return null;
  const { width, height, aspect } = layer;
  return {
    ...noPicture,
    codec: 'mpeg4',
    width,
    height,
    pixelFormat: 'yuv420p',
    pixelAspectRatio: pixelShape(width, height, aspect),
  };
}

function layerIn(bytes: Buffer): VideoObjectLayer | null {
  for (let at = bytes.indexOf(startCode); at !== -1; at = bytes.indexOf(startCode, at + 3)) {
    const code = bytes[at + 3];
    if (code !== undefined && code >= firstLayer && code <= lastLayer) {
      return layerOf(new BitReader(bytes.subarray(at + 4)));
    }
  }
  return null;
}

function layerOf(reader: BitReader): VideoObjectLayer | null {
  reader.skip(9);
  if (reader.flag()) reader.skip(7);
  const aspectCode = reader.bits(4);
  const aspect =
    aspectCode === extendedAspect
      ? ([reader.bits(8), reader.bits(8)] as const)
      : (listedShape(aspectCode) ?? ([0, 1] as const));
  if (reader.flag()) skipControl(reader);
  if (reader.bits(2) !== rectangular) return null;
  reader.skip(1);
  const ticksPerSecond = reader.bits(16);
  reader.skip(1);
  const hasFixedRate = reader.flag();
  if (hasFixedRate) reader.skip(bitsFor(ticksPerSecond));
  reader.skip(1);
  const width = reader.bits(13);
  reader.skip(1);
  const height = reader.bits(13);
  return { width, height, aspect };
}

/** As many bits as the largest tick within a second needs. */
function bitsFor(ticksPerSecond: number): number {
  return Math.max(1, 32 - Math.clz32(ticksPerSecond - 1));
}

function skipControl(reader: BitReader): void {
  reader.skip(3);
  if (reader.flag()) reader.skip(79);
}
