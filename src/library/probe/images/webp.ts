import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';
import { rational } from '../reading';
import { exifFactsOf, turnedSize, type ExifFacts } from '../tags/exif';

const maxChunks = 20_000;
const maxExifBytes = 1024 * 1024;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Picture extends Size {
  readonly isLossless: boolean;
  /** Only lossless pictures have their alpha in themselves. */
  readonly hasAlpha: boolean;
}

interface Chunks {
  canvas: (Size & { readonly hasAlpha: boolean }) | null;
  picture: Picture | null;
  /** Of a lossy picture. */
  hasAlphaLayer: boolean;
  frameCount: number;
  milliseconds: number;
  exif: ExifFacts | null;
}

/** Still and animated WebP. The latter FFmpeg cannot read before version 8. */
export function readWebp(source: ByteSource): MediaFacts | null {
  const { canvas, picture, hasAlphaLayer, frameCount, milliseconds, exif } = readChunks(source);
  if (!picture || picture.width === 0 || picture.height === 0) return null;
  const isAnimated = frameCount > 0 && canvas !== null;
  const hasAlpha = isAnimated ? canvas.hasAlpha : picture.hasAlpha || hasAlphaLayer;
  const rotationDegrees = exif?.rotationDegrees ?? 0;
  // Where a still picture and its canvas differ, the picture wins.
  const { width, height } = isAnimated ? canvas : picture;
  return pictureFacts('webp', {
    containerFormat: 'webp_pipe',
    codec: 'webp',
    ...turnedSize(width, height, rotationDegrees),
    rotationDegrees,
    pixelFormat: picture.isLossless ? 'argb' : hasAlpha ? 'yuva420p' : 'yuv420p',
    bitDepth: 8,
    hasAlpha,
    colorSpace: picture.isLossless ? null : 'bt470bg',
    capturedAtMs: exif?.capturedAtMs ?? null,
    ...animationFacts(frameCount, rational(milliseconds, 1000), source.sizeBytes),
  });
}

/** The names of chunks, as numbers in the file's byte order. */
const VP8 = 0x20385056;
const VP8L = 0x4c385056;
const VP8X = 0x58385056;
const ALPH = 0x48504c41;
const ANMF = 0x464d4e41;
const EXIF = 0x46495845;

function readChunks(source: ByteSource): Chunks {
  const seen: Chunks = {
    canvas: null,
    picture: null,
    hasAlphaLayer: false,
    frameCount: 0,
    milliseconds: 0,
    exif: null,
  };
  let at = 12;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const start = source.read(at, 40);
    if (start.length < 8) break;
    const type = start.readUInt32LE(0);
    const length = start.readUInt32LE(4);
    switch (type) {
      case VP8X:
        seen.canvas ??= canvasOf(start);
        break;
      case EXIF:
        seen.exif ??= exifFactsOf(exifBlock(source, at + 8, length));
        break;
      case ANMF:
        seen.frameCount++;
        seen.milliseconds += start.readUIntLE(8 + 12, 3);
        seen.picture ??= framePicture(source, at + 24);
        break;
      case ALPH:
        if (!seen.picture) seen.hasAlphaLayer = true;
        break;
      default:
        seen.picture ??= pictureOf(start);
        // Without a canvas before it there is but the picture.
        if (seen.picture && !seen.canvas) return seen;
    }
    at += 8 + length + (length % 2);
  }
  return seen;
}

function canvasOf(start: Buffer): Chunks['canvas'] {
  return {
    hasAlpha: (start.readUInt8(8) & 0x10) !== 0,
    width: start.readUIntLE(12, 3) + 1,
    height: start.readUIntLE(15, 3) + 1,
  };
}

/** A frame may keep its alpha in a chunk before the picture. */
function framePicture(source: ByteSource, frameAt: number): Picture | null {
  const first = source.read(frameAt, 40);
  if (first.readUInt32LE(0) !== ALPH) return pictureOf(first);
  const length = first.readUInt32LE(4);
  return pictureOf(source.read(frameAt + 8 + length + (length % 2), 40));
}

/** From the beginning of a VP8 key frame (RFC 6386, 9.1) or of a lossless picture; null for another chunk. */
function pictureOf(start: Buffer): Picture | null {
  const type = start.readUInt32LE(0);
  if (type === VP8 && start.readUIntBE(11, 3) === 0x9d012a) {
    const width = start.readUInt16LE(14) & 0x3fff;
    return { width, height: start.readUInt16LE(16) & 0x3fff, isLossless: false, hasAlpha: false };
  }
  if (type !== VP8L || start.readUInt8(8) !== 0x2f) return null;
  const bits = start.readUInt32LE(9);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    isLossless: true,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}

/** Some writers leave JPEG's prefix in place. */
function exifBlock(source: ByteSource, at: number, length: number): Buffer {
  const block = source.read(at, Math.min(length, maxExifBytes));
  return block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
}
