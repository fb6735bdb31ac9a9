import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { rational, type Rational } from '../reading';
import { exifFactsOf, turnedSize, type ExifFacts } from '../tags/exif';

const maxChunks = 20_000;

/** By colour type (hundreds) and bits per sample. */
const pixelFormats: Readonly<Partial<Record<number, string>>> = {
  1: 'monob',
  2: 'gray',
  4: 'gray',
  8: 'gray',
  16: 'gray16be',
  208: 'rgb24',
  216: 'rgb48be',
  301: 'pal8',
  302: 'pal8',
  304: 'pal8',
  308: 'pal8',
  408: 'ya8',
  416: 'ya16be',
  608: 'rgba',
  616: 'rgba64be',
};
/** What a colour that counts as transparent (`tRNS`) makes of them. */
const withTransparency: Readonly<Partial<Record<string, string>>> = {
  gray: 'ya8',
  gray16be: 'ya16be',
  rgb24: 'rgba',
  rgb48be: 'rgba64be',
};

/** PNG and, with its frames counted, APNG. Null for what FFmpeg has no pixel format for. */
export function readPng(source: ByteSource): MediaFacts | null {
  const header = source.head;
  if (header.readUInt32BE(12) !== IHDR) return null;
  const stored = pixelFormats[header.readUInt8(25) * 100 + header.readUInt8(24)];
  const width = header.readUInt32BE(16);
  const height = header.readUInt32BE(20);
  if (stored === undefined || width === 0 || height === 0) return null;
  const { hasTransparency, announcedFrames, frameCount, seconds, exif } = readChunks(source);
  const isAnimated = announcedFrames > 0;
  const pixelFormat = pixelFormatOf(stored, hasTransparency, isAnimated);
  if (pixelFormat === null) return null;
  const { bitDepth, hasAlpha } = describePixelFormat(pixelFormat);
  const rotationDegrees = exif?.rotationDegrees ?? 0;
  return pictureFacts(isAnimated ? 'apng' : 'png', {
    containerFormat: isAnimated ? 'apng' : 'png_pipe',
    codec: isAnimated ? 'apng' : 'png',
    ...turnedSize(width, height, rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth,
    // Palettes count as transparent only where they say which of their colours are.
    hasAlpha: stored === 'pal8' ? hasTransparency : hasAlpha,
    capturedAtMs: exif?.capturedAtMs ?? null,
    ...animationFacts(frameCount, seconds, source.sizeBytes),
  });
}

/** FFmpeg draws the frames of an animation onto a canvas, which no palette can be. */
function pixelFormatOf(stored: string, hasTransparency: boolean, isAnimated: boolean): string | null {
  if (stored === 'pal8') return isAnimated ? 'rgba' : stored;
  if (stored === 'monob' && (isAnimated || hasTransparency)) return null;
  return hasTransparency ? (withTransparency[stored] ?? null) : stored;
}

interface Chunks {
  hasTransparency: boolean;
  /** 0 for what does not move. */
  announcedFrames: number;
  frameCount: number;
  /** Null for none. */
  seconds: Rational | null;
  exif: ExifFacts | null;
}

const IHDR = 0x49484452;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const tRNS = 0x74524e53;
const acTL = 0x6163544c;
const fcTL = 0x6663544c;
const eXIf = 0x65584966;

/** Up to the picture, and on to the end only when it moves. */
function readChunks(source: ByteSource): Chunks {
  const seen: Chunks = {
    hasTransparency: false,
    announcedFrames: 0,
    frameCount: 0,
    seconds: null,
    exif: null,
  };
  let isBeforePicture = true;
  let at = 33;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const start = source.read(at, 34);
    if (start.length < 12) break;
    const type = start.readUInt32BE(4);
    const length = start.readUInt32BE(0);
    if (type === IEND || (type === IDAT && seen.announcedFrames === 0)) break;
    if (type === IDAT) isBeforePicture = false;
    else if (type === tRNS) seen.hasTransparency = true;
    else if (type === acTL) seen.announcedFrames = start.readUInt32BE(8);
    // Browsers turn a picture by what they know when it begins; ffprobe does not turn it.
    else if (type === eXIf && isBeforePicture) seen.exif ??= exifFactsOf(source.read(at + 8, length));
    else if (type === fcTL) {
      seen.frameCount++;
      seen.seconds = plus(seen.seconds, delayOf(start));
    }
    at += 12 + length;
  }
  return seen;
}

/** A denominator of 0 stands for hundredths; no delay is FFmpeg's usual fifteenth of a second. */
function delayOf(frameControl: Buffer): Rational | null {
  const numerator = frameControl.readUInt16BE(28);
  return numerator === 0 ? usualDelay : rational(numerator, frameControl.readUInt16BE(30) || 100);
}
const usualDelay = rational(1, 15);

/** Exact as long as the numbers are; then to the microsecond. */
function plus(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return a ?? b;
  const exact = rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
  const inexact = a.numerator / a.denominator + b.numerator / b.denominator;
  return exact ?? rational(Math.round(inexact * 1e6), 1e6);
}
