import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { exifFactsOf, turnedSize, type ExifFacts } from './exif';

const maxChunks = 20_000;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly isLossless: boolean;
}

interface Chunks {
  canvas: { readonly width: number; readonly height: number } | null;
  picture: Picture | null;
  hasAlpha: boolean;
  frameCount: number;
  milliseconds: number;
  exif: ExifFacts | null;
}

/** Still and animated WebP. The latter FFmpeg cannot read before version 8. */
export async function readWebp(source: ByteSource): Promise<MediaFacts | null> {
  const { canvas, picture, hasAlpha, frameCount, milliseconds, exif } = await readChunks(source);
  if (!picture) return null;
  const pixelFormat = picture.isLossless ? 'argb' : hasAlpha ? 'yuva420p' : 'yuv420p';
  const rotationDegrees = exif?.rotationDegrees ?? 0;
  const { width, height } = canvas ?? picture;
  return pictureFacts('webp', {
    containerFormat: 'webp_pipe',
    codec: 'webp',
    ...turnedSize(width, height, rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth: 8,
    hasAlpha: describePixelFormat(pixelFormat).hasAlpha && hasAlpha,
    colorSpace: picture.isLossless ? null : 'bt470bg',
    capturedAtMs: exif?.capturedAtMs ?? null,
    ...animationFacts(frameCount, milliseconds / 1000, source.sizeBytes),
  });
}

async function readChunks(source: ByteSource): Promise<Chunks> {
  const seen: Chunks = {
    canvas: null,
    picture: null,
    hasAlpha: false,
    frameCount: 0,
    milliseconds: 0,
    exif: null,
  };
  let at = 12;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const start = await source.read(at, 40);
    if (start.length < 8) break;
    const type = start.toString('latin1', 0, 4);
    const length = start.readUInt32LE(4);
    if (type === 'VP8X') readCanvas(start, seen);
    else if (type === 'EXIF') seen.exif ??= await exifFactsOf(await exifBlock(source, at + 8, length));
    else if (type === 'ANMF') {
      seen.frameCount++;
      seen.milliseconds += start.readUIntLE(8 + 12, 3);
      seen.picture ??= await framePicture(source, at + 24, seen);
    } else seen.picture ??= pictureOf(start, seen);
    at += 8 + length + (length % 2);
  }
  return seen;
}

function readCanvas(start: Buffer, seen: Chunks): void {
  seen.hasAlpha = (start.readUInt8(8) & 0x10) !== 0;
  seen.canvas = { width: start.readUIntLE(12, 3) + 1, height: start.readUIntLE(15, 3) + 1 };
}

/** A frame may keep its alpha in a chunk before the picture. */
async function framePicture(source: ByteSource, frameAt: number, seen: Chunks): Promise<Picture | null> {
  const first = await source.read(frameAt, 40);
  if (first.toString('latin1', 0, 4) !== 'ALPH') return pictureOf(first, seen);
  const length = first.readUInt32LE(4);
  return pictureOf(await source.read(frameAt + 8 + length + (length % 2), 40), seen);
}

/** From the beginning of a VP8 key frame (RFC 6386, 9.1) or of a lossless picture. */
function pictureOf(start: Buffer, seen: Chunks): Picture | null {
  const type = start.toString('latin1', 0, 4);
  if (type === 'VP8 ') {
    const size = { width: start.readUInt16LE(14) & 0x3fff, height: start.readUInt16LE(16) & 0x3fff };
    return { ...size, isLossless: false };
  }
  if (type !== 'VP8L') return null;
  const bits = start.readUInt32LE(9);
  if (!seen.canvas && (bits >>> 28) & 1) seen.hasAlpha = true;
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isLossless: true };
}

/** Some writers leave JPEG's prefix in place. */
async function exifBlock(source: ByteSource, at: number, length: number): Promise<Buffer> {
  const block = await source.read(at, length);
  return block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
}
