import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { jpegPixelFormat, noJpegPreface, withJpegSegment, type JpegPreface } from '../codecs/mjpegFrame';
import { pictureFacts } from '../facts';
import { exifFactsOf, turnedSize, type ExifFacts } from '../tags/exif';

const maxSegments = 1000;

/** Of several pictures in one file (MPO) the first counts. 12 bits per sample and lossless are FFmpeg's to tell. */
export function readJpeg(source: ByteSource, { filePath }: { readonly filePath: string }): MediaFacts | null {
  let preface = noJpegPreface;
  let exif: ExifFacts | null = null;
  let at = 2;
  for (let segment = 0; segment < maxSegments; segment++) {
    const start = source.read(at, 20);
    if (start.readUInt8(0) !== 0xff) return null;
    const marker = start.readUInt8(1);
    if (marker === 0xff) {
      at++;
    } else if (isBareMarker(marker)) {
      at += 2;
    } else {
      const length = start.readUInt16BE(2);
      if (isCommonFrame(marker)) {
        const containerFormat = containerFormatOf(filePath, source.head, at);
        return frameFacts(source.read(at, 2 + length), { preface, exif, containerFormat });
      }
      if (length < 2 || isBeyondHeaders(marker)) return null;
      if (marker === 0xe1 && start.toString('latin1', 4, 9) === 'Exif\0') {
        exif ??= exifFactsOf(source.read(at + 10, length - 8));
      }
      preface = withJpegSegment(preface, start);
      at += 2 + length;
    }
  }
  return null;
}

/** Markers without content: a restart, the beginning of a picture, and one that means nothing. */
function isBareMarker(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
}

/** Baseline, extended and progressive, all with Huffman codes. */
function isCommonFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xc2;
}

/** Rarer kinds of frames, the end, the picture itself, and what only JPEG-LS has. */
function isBeyondHeaders(marker: number): boolean {
  const isRareFrame = marker > 0xc2 && marker <= 0xcf && marker !== 0xc4;
  return isRareFrame || marker === 0xd9 || marker === 0xda || (marker >= 0xf7 && marker <= 0xf8);
}

const firstLookBytes = 2048;
const endMarker = Buffer.from([0xff, 0xd9]);

/**
 * ffprobe's two words for a JPEG. It decides by its first look: at a picture that ends within it by the content, at a
 * larger one by the name, if that is one of a picture. Signs of a pattern in the path win over both.
 */
function containerFormatOf(filePath: string, head: Buffer, frameAt: number): 'image2' | 'jpeg_pipe' {
  if (!/\.(?:jpe?g|jps|mpo|png|webp|jxl|bmp|tiff?|svgz?|tga|dng)$/i.test(filePath)) return 'jpeg_pipe';
  const isWhole = frameAt < firstLookBytes && head.subarray(frameAt, firstLookBytes).includes(endMarker);
  return isWhole && !/[*?{]|%\d*d/.test(filePath) ? 'jpeg_pipe' : 'image2';
}

interface Context extends Pick<MediaFacts, 'containerFormat'> {
  readonly preface: JpegPreface;
  readonly exif: ExifFacts | null;
}

function frameFacts(frame: Buffer, { preface, exif, containerFormat }: Context): MediaFacts | null {
  const height = frame.readUInt16BE(5);
  const width = frame.readUInt16BE(7);
  if (width === 0 || height === 0) return null;
  const pixelFormat = jpegPixelFormat(frame, preface);
  if (pixelFormat === null) return null;
  const rotationDegrees = exif?.rotationDegrees ?? 0;
  return pictureFacts('jpg', {
    containerFormat,
    codec: 'mjpeg',
    ...turnedSize(width, height, rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth: 8,
    // FFmpeg has the fourth ink of CMYK for alpha, which no JPEG has.
    hasAlpha: false,
    colorSpace: 'bt470bg',
    capturedAtMs: exif?.capturedAtMs ?? null,
  });
}
