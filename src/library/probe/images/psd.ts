import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';

const headerBytes = 26;
const large = 2;
/** FFmpeg reads no larger sides without being told to. */
const maxSide: Readonly<Record<number, number>> = { 1: 30_000, [large]: 300_000 };

/** By colour mode, channels and bits of a channel: bitmap 0, grey 1, indexed 2, RGB 3, CMYK 4, duotone 8. */
const pixelFormats: Readonly<Partial<Record<string, string>>> = {
  '0/1/1': 'monow',
  '1/1/8': 'gray',
  '1/1/16': 'gray16be',
  '1/1/32': 'grayf32be',
  '1/2/8': 'ya8',
  '1/2/16': 'ya16be',
  '2/1/8': 'pal8',
  '3/3/8': 'gbrp',
  '3/3/16': 'gbrp16be',
  '3/4/8': 'gbrap',
  '3/4/16': 'gbrap16be',
  '4/4/8': 'gbrp',
  '4/4/16': 'gbrp16be',
  '4/5/8': 'gbrap',
  '4/5/16': 'gbrap16be',
  '8/1/8': 'gray',
  '8/1/16': 'gray16be',
  '8/1/32': 'grayf32be',
  '8/2/8': 'ya8',
  '8/2/16': 'ya16be',
};

/** Photoshop's documents, and their large kind (PSB), which FFmpeg cannot read but which differs in lengths only. */
export function readPsd(source: ByteSource): MediaFacts | null {
  const { head } = source;
  const version = head.readUInt16BE(4);
  const limit = maxSide[version];
  const height = head.readUInt32BE(14);
  const width = head.readUInt32BE(18);
  if (limit === undefined || width === 0 || height === 0 || width > limit || height > limit) return null;
  const mode = head.readUInt16BE(24);
  const pixelFormat = pixelFormats[`${mode}/${head.readUInt16BE(12)}/${head.readUInt16BE(22)}`];
  if (pixelFormat === undefined || !isCommonlyCompressed(source, version)) return null;
  const { bitDepth, hasAlpha } = describePixelFormat(pixelFormat);
  return pictureFacts('psd', {
    containerFormat: 'psd_pipe',
    codec: 'psd',
    width,
    height,
    pixelFormat,
    bitDepth,
    hasAlpha: hasAlpha && pixelFormat !== 'pal8',
  });
}

/** Three sections, of colours, resources and layers, stand before the picture and how it is compressed. */
function isCommonlyCompressed(source: ByteSource, version: number): boolean {
  let at = headerBytes;
  at += lengthAt(source, at);
  at += lengthAt(source, at);
  at += version === large ? 8 + Number(source.read(at, 8).readBigUInt64BE(0)) : lengthAt(source, at);
  return source.read(at, 2).readUInt16BE(0) <= 1;
}

/** Of a section together with its own four bytes of length. */
function lengthAt(source: ByteSource, at: number): number {
  return 4 + source.read(at, 4).readUInt32BE(0);
}
