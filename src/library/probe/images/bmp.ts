import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';

/** Sizes of the header that follows the file's own 14 bytes: OS/2 1 and 2, Windows 3 (with masks), 4 and 5. */
const headerSizes: ReadonlySet<number> = new Set([12, 40, 56, 64, 108, 124]);
const plain = 0;
const bitfields = 3;
/** Plain, run lengths of 8 and of 4 bits, and channels by masks: what FFmpeg reads. */
const compressions: ReadonlySet<number> = new Set([plain, 1, 2, bitfields]);
/** FFmpeg gives up on more pixels than that. */
const maxPixels = 2 ** 28;

interface Bitmap {
  /** Where in the file the pixels are. */
  readonly pixelsAt: number;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
}

export function readBmp(source: ByteSource): MediaFacts | null {
  const bitmap = bitmapOf(source.head);
  if (!bitmap) return null;
  const { pixelsAt, width, height } = bitmap;
  let { pixelFormat } = bitmap;
  if (pixelFormat === 'bgra') {
    const isTransparent = isAlphaUsed(source, pixelsAt, width * height);
    if (isTransparent === null) return null;
    if (!isTransparent) pixelFormat = 'bgr0';
  }
  const { bitDepth, hasAlpha } = describePixelFormat(pixelFormat);
  return pictureFacts('bmp', {
    containerFormat: 'bmp_pipe',
    codec: 'bmp',
    width,
    height,
    pixelFormat,
    bitDepth,
    hasAlpha: hasAlpha && pixelFormat !== 'pal8',
  });
}

function bitmapOf(head: Buffer): Bitmap | null {
  const pixelsAt = head.readUInt32LE(10);
  const headerBytes = head.readUInt32LE(14);
  const fileBytes = head.readUInt32LE(2);
  if (!headerSizes.has(headerBytes) || headerBytes + 14 > pixelsAt) return null;
  // Some writers put down the size of the headers there, which nobody minds.
  if (fileBytes <= pixelsAt && fileBytes !== 14 && fileBytes !== headerBytes + 14) return null;
  const isOld = headerBytes === 12;
  const width = isOld ? head.readUInt16LE(18) : head.readInt32LE(18);
  const height = Math.abs(isOld ? head.readUInt16LE(20) : head.readInt32LE(22));
  const planesAt = isOld ? 22 : 26;
  const bits = head.readUInt16LE(planesAt + 2);
  const compression = isOld ? plain : head.readUInt32LE(30);
  if (head.readUInt16LE(planesAt) !== 1 || !compressions.has(compression)) return null;
  if (width <= 0 || height === 0 || width * height > maxPixels) return null;
  const hasPalette = pixelsAt > headerBytes + 14;
  const pixelFormat = pixelFormatOf(head, bits, compression, hasPalette);
  return pixelFormat === null ? null : { pixelsAt, width, height, pixelFormat };
}

function pixelFormatOf(head: Buffer, bits: number, compression: number, hasPalette: boolean): string | null {
  const isMasked = compression === bitfields;
  switch (bits) {
    case 32:
      return isMasked ? maskedFormat(head) : 'bgra';
    case 24:
      return 'bgr24';
    case 16:
      if (isMasked) return shortFormats[masks(head).join()] ?? null;
      return compression === plain ? 'rgb555le' : null;
    case 8:
      return hasPalette ? 'pal8' : 'gray';
    case 4:
    case 1:
      return hasPalette ? 'pal8' : null;
    default:
      return null;
  }
}

function masks(head: Buffer): readonly number[] {
  return [head.readUInt32LE(54), head.readUInt32LE(58), head.readUInt32LE(62)];
}

/** By the masks of red, green and blue. */
const shortFormats: Readonly<Partial<Record<string, string>>> = {
  [[0xf800, 0x07e0, 0x001f].join()]: 'rgb565le',
  [[0x7c00, 0x03e0, 0x001f].join()]: 'rgb555le',
  [[0x0f00, 0x00f0, 0x000f].join()]: 'rgb444le',
};
/** The same, with alpha and without. */
const longFormats: Readonly<Partial<Record<string, readonly [string, string]>>> = {
  [[0xff000000, 0x00ff0000, 0x0000ff00].join()]: ['abgr', '0bgr'],
  [[0x00ff0000, 0x0000ff00, 0x000000ff].join()]: ['bgra', 'bgr0'],
  [[0x0000ff00, 0x00ff0000, 0xff000000].join()]: ['argb', '0rgb'],
  [[0x000000ff, 0x0000ff00, 0x00ff0000].join()]: ['rgba', 'rgb0'],
};

function maskedFormat(head: Buffer): string | null {
  const hasAlphaMask = head.readUInt32LE(14) > 40 && head.readUInt32LE(66) !== 0;
  return longFormats[masks(head).join()]?.[hasAlphaMask ? 0 : 1] ?? null;
}

const searchedBytes = 16 * 1024 * 1024;
const partBytes = 1024 * 1024;

/**
 * Whether any of the pixels, of four bytes each, has an alpha: most writers leave the fourth byte empty, and then it means
 * nothing. Null when there are not as many pixels, or too many to look at.
 */
export function isAlphaUsed(source: ByteSource, pixelsAt: number, pixels: number): boolean | null {
  if (pixelsAt + 4 * pixels > source.sizeBytes) return null;
  const end = 4 * pixels;
  for (let at = 0; at < end; at += partBytes) {
    if (at >= searchedBytes) return null;
    const part = source.read(pixelsAt + at, Math.min(partBytes, end - at));
    for (let alpha = 3; alpha < part.length; alpha += 4) if (part[alpha] !== 0) return true;
  }
  return false;
}
