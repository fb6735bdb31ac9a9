import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { exifFactsOf, turnedSize, type ExifFacts } from './exif';

const maxSegments = 1000;

/** Frame headers, SOF0 to SOF15 without the three markers between them that mean something else. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** What stands before the picture and tells how to see it. */
interface Preface {
  exif: ExifFacts | null;
  /** Adobe's word on how colours are stored: 0 for as they are, 1 and 2 for luma and chroma. */
  adobeTransform: number | null;
}

/** JPEG with 8 bits per sample; the others (12 bits, lossless) are FFmpeg's to tell. */
export async function readJpeg(
  source: ByteSource,
  { filePath }: { readonly filePath: string },
): Promise<MediaFacts | null> {
  const preface: Preface = { exif: null, adobeTransform: null };
  let at = 2;
  for (let segment = 0; segment < maxSegments; segment++) {
    const start = await source.read(at, 20);
    if (start.readUInt8(0) !== 0xff) return null;
    const marker = start.readUInt8(1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = start.readUInt16BE(2);
    if (isFrameHeader(marker)) {
      const containerFormat = containerFormatOf(filePath, source.head.subarray(at, firstLookBytes));
      return frameFacts(await source.read(at, 2 + length), { ...preface, containerFormat });
    }
    if (marker === 0xe1 && start.toString('latin1', 4, 10) === 'Exif\0\0') {
      preface.exif ??= await exifFactsOf(await source.read(at + 10, length - 8));
    }
    if (marker === 0xee && start.toString('latin1', 4, 9) === 'Adobe') {
      preface.adobeTransform = start.readUInt8(15);
    }
    at += 2 + length;
  }
  return null;
}

const firstLookBytes = 2048;
const endMarker = '\xff\xd9';

/**
 * ffprobe's two words for a JPEG. It decides by its first look: at a picture that ends within it by the content, at a
 * larger one by the name, if that is one of a picture. Signs of a pattern in the path win over both.
 */
function containerFormatOf(filePath: string, firstLook: Buffer): 'image2' | 'jpeg_pipe' {
  const isNamedPicture = /\.(?:jpe?g|png|webp|jxl|bmp|tiff?|svg)$/i.test(filePath);
  const isWhole = firstLook.includes(endMarker, 0, 'latin1') && !/[*?{]/.test(filePath);
  return isNamedPicture && !isWhole ? 'image2' : 'jpeg_pipe';
}

/** By how often the first component is sampled, across and down, for each sample of the others. */
const pixelFormats: Readonly<Partial<Record<string, string>>> = {
  '1x1': 'yuvj444p',
  '2x1': 'yuvj422p',
  '2x2': 'yuvj420p',
  '1x2': 'yuvj440p',
  '4x1': 'yuvj411p',
};

function frameFacts(
  frame: Buffer,
  { exif, adobeTransform, containerFormat }: Preface & Pick<MediaFacts, 'containerFormat'>,
): MediaFacts | null {
  const pixelFormat = pixelFormatOf(frame, adobeTransform);
  const isCommon = frame.readUInt8(4) === 8 && [0xc0, 0xc1, 0xc2].includes(frame.readUInt8(1));
  if (pixelFormat === undefined || !isCommon) return null;
  const rotationDegrees = exif?.rotationDegrees ?? 0;
  return pictureFacts('jpg', {
    containerFormat,
    codec: 'mjpeg',
    ...turnedSize(frame.readUInt16BE(7), frame.readUInt16BE(5), rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth: 8,
    hasAlpha: false,
    colorSpace: 'bt470bg',
    capturedAtMs: exif?.capturedAtMs ?? null,
  });
}

/** FFmpeg has the fourth ink of CMYK for alpha, which no JPEG has. */
function pixelFormatOf(frame: Buffer, adobeTransform: number | null): string | undefined {
  switch (frame.readUInt8(9)) {
    case 1:
      return 'gray';
    case 3:
      return adobeTransform === 0 ? undefined : subsampling(frame);
    case 4:
      return adobeTransform === 2 ? 'yuva444p' : 'gbrap';
    default:
      return undefined;
  }
}

/** Undefined for what is not Y, Cb and Cr with both colours sampled alike. */
function subsampling(frame: Buffer): string | undefined {
  const [first, second, third] = [11, 14, 17].map((at) => frame.readUInt8(at));
  const isNamedRgb = frame.readUInt8(10) === 0x52 && frame.readUInt8(13) === 0x47;
  if (first === undefined || second === undefined || second !== third || isNamedRgb) return undefined;
  return pixelFormats[`${(first >> 4) / (second >> 4)}x${(first & 15) / (second & 15)}`];
}
