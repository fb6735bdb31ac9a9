import type { HdrFormat, MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { exifFactsOf } from '../tags/exif';
import { readJxlHeader, type JxlHeader } from './jxlHeader';

const headerBytes = 4096;
const maxBoxes = 64;
const maxExifBytes = 64 * 1024;

/** JPEG XL, bare or in boxes (ISO/IEC 18181-2). Its own header says how it is turned, and decoders turn it. */
export function readJxl(source: ByteSource): MediaFacts | null {
  const { codestream, capturedAtMs } = partsOf(source);
  const header = codestream && readJxlHeader(codestream);
  const pixelFormat = header && pixelFormatOf(header);
  if (!header || pixelFormat === null) return null;
  const { bitDepth, hasAlpha } = describePixelFormat(pixelFormat);
  return pictureFacts('jxl', {
    containerFormat: 'jpegxl_pipe',
    codec: 'jpegxl',
    width: header.width,
    height: header.height,
    pixelFormat,
    bitDepth,
    hasAlpha,
    colorSpace: header.isGray ? null : 'gbr',
    hdrFormat: hdrFormats[header.transfer ?? 0] ?? null,
    capturedAtMs,
  });
}

const hdrFormats: Readonly<Partial<Record<number, HdrFormat>>> = { 16: 'hdr10', 18: 'hlg' };

/** What FFmpeg has libjxl decode to, on little-endian machines as all of ours are. */
function pixelFormatOf({ isGray, bits, isFloat, hasAlpha }: JxlHeader): string | null {
  if (isGray) {
    if (bits <= 8) return hasAlpha ? 'ya8' : 'gray';
    if (!isFloat && bits <= 16) return hasAlpha ? 'ya16le' : 'gray16le';
    return hasAlpha ? null : 'grayf32le';
  }
  if (bits <= 8) return hasAlpha ? 'rgba' : 'rgb24';
  return hasAlpha ? 'rgba64le' : 'rgb48le';
}

interface Parts {
  /** Its beginning. */
  codestream: Buffer | null;
  capturedAtMs: number | null;
}

function partsOf(source: ByteSource): Parts {
  if (source.head.readUInt16BE(0) === 0xff0a) {
    return { codestream: source.read(0, headerBytes), capturedAtMs: null };
  }
  const parts: Parts = { codestream: null, capturedAtMs: null };
  let at = 0;
  for (let box = 0; box < maxBoxes && at + 8 <= source.sizeBytes; box++) {
    const { type, contentAt, end } = boxAt(source, at);
    if (end < contentAt) break;
    const read = (from: number, most: number) => source.read(from, Math.min(most, end - from));
    // A codestream in several parts: each begins with its number, and the first has the header.
    if (type === 'jxlc') parts.codestream ??= read(contentAt, headerBytes);
    if (type === 'jxlp') parts.codestream ??= read(contentAt + 4, headerBytes);
    // Four bytes before the block itself say how far behind them it begins.
    if (type === 'Exif') {
      const exif = read(contentAt, maxExifBytes);
      parts.capturedAtMs ??= exifFactsOf(exif.subarray(4 + exif.readUInt32BE(0)))?.capturedAtMs ?? null;
    }
    at = end;
  }
  return parts;
}

/** A size of 0 means: to the end of the file; of 1: it follows in 64 bits. */
function boxAt(source: ByteSource, at: number): { type: string; contentAt: number; end: number } {
  const header = source.read(at, 16);
  const size = header.readUInt32BE(0);
  const type = header.toString('latin1', 4, 8);
  if (size === 0) return { type, contentAt: at + 8, end: source.sizeBytes };
  if (size === 1) return { type, contentAt: at + 16, end: at + Number(header.readBigUInt64BE(8)) };
  return { type, contentAt: at + 8, end: at + size };
}
