import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';

const maxChunks = 20_000;

/** By colour type and bits per sample. */
const pixelFormats: Readonly<Partial<Record<string, string>>> = {
  '0/1': 'monob',
  '0/2': 'gray',
  '0/4': 'gray',
  '0/8': 'gray',
  '0/16': 'gray16be',
  '2/8': 'rgb24',
  '2/16': 'rgb48be',
  '3/1': 'pal8',
  '3/2': 'pal8',
  '3/4': 'pal8',
  '3/8': 'pal8',
  '4/8': 'ya8',
  '4/16': 'ya16be',
  '6/8': 'rgba',
  '6/16': 'rgba64be',
};
/** What a colour that counts as transparent (`tRNS`) makes of them. */
const withTransparency: Readonly<Partial<Record<string, string>>> = {
  gray: 'ya8',
  gray16be: 'ya16be',
  rgb24: 'rgba',
  rgb48be: 'rgba64be',
};

/** PNG and, with its frames counted, APNG. */
export async function readPng(source: ByteSource): Promise<MediaFacts | null> {
  const header = source.head;
  const opaque = pixelFormats[`${header.readUInt8(25)}/${header.readUInt8(24)}`];
  if (opaque === undefined || header.toString('latin1', 12, 16) !== 'IHDR') return null;
  const { hasTransparency, frameCount, durationSeconds } = await readChunks(source);
  const pixelFormat = hasTransparency ? (withTransparency[opaque] ?? opaque) : opaque;
  const { bitDepth, hasAlpha } = describePixelFormat(pixelFormat);
  const isAnimated = frameCount > 0;
  return pictureFacts(isAnimated ? 'apng' : 'png', {
    containerFormat: isAnimated ? 'apng' : 'png_pipe',
    codec: isAnimated ? 'apng' : 'png',
    width: header.readUInt32BE(16),
    height: header.readUInt32BE(20),
    pixelFormat,
    bitDepth,
    hasAlpha: pixelFormat === 'pal8' ? hasTransparency : hasAlpha,
    ...animationFacts(frameCount, durationSeconds, source.sizeBytes),
  });
}

interface Chunks {
  hasTransparency: boolean;
  /** 0 for what does not move. */
  frameCount: number;
  durationSeconds: number;
}

/** Up to the picture, and on to the end only when it moves. */
async function readChunks(source: ByteSource): Promise<Chunks> {
  const seen: Chunks = { hasTransparency: false, frameCount: 0, durationSeconds: 0 };
  let at = 33;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const start = await source.read(at, 34);
    if (start.length < 12) break;
    const type = start.toString('latin1', 4, 8);
    if (type === 'IEND' || (type === 'IDAT' && seen.frameCount === 0)) break;
    if (type === 'tRNS') seen.hasTransparency = true;
    if (type === 'acTL') seen.frameCount = start.readUInt32BE(8);
    if (type === 'fcTL') {
      // A denominator of 0 stands for hundredths.
      seen.durationSeconds += start.readUInt16BE(28) / (start.readUInt16BE(30) || 100);
    }
    at += 12 + start.readUInt32BE(0);
  }
  return seen;
}
