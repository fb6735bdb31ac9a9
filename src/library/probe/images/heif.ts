import type { HdrFormat, MediaFacts } from '../../model';
import { withinBounds, type ByteSource } from '../byteSource';
import { matrixName, rgbMatrix, transferName } from '../codecs/colors';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { capturedAtMsIn } from './heifExif';
import { boxesIn, primaryItem, type Box, type PrimaryItem } from './heifItems';

const maxBoxes = 4096;

/** HEIC and AVIF stills: the properties of the primary item (ISO/IEC 23008-12). FFmpeg reads HEIC since version 7 only. */
export function readHeif(source: ByteSource, { format }: { readonly format: string }): MediaFacts | null {
  const meta = metaBox(source);
  const boxes = meta && boxesIn(meta.subarray(4));
  const item = boxes && primaryItem(boxes);
  const facts = item && factsOf(format, item);
  if (!facts) return null;
  // What is damaged in what belongs to a picture is not worth the picture's own facts.
  const takenAt = withinBounds(() => capturedAtMsIn(boxes, (offset, length) => source.read(offset, length)));
  return { ...facts, capturedAtMs: takenAt };
}

function factsOf(format: string, { own, tile, all }: PrimaryItem): MediaFacts | null {
  const display = displayOf(own);
  if (!display) return null;
  // A picture put together from tiles has its size and rotation, but its tiles have the codec.
  const configuration = [...own, ...tile, ...all].find(({ type }) => type === 'hvcC' || type === 'av1C');
  const colors = codedColors([...own, ...tile]);
  const pixelFormat = configuration ? pixelFormatOf(configuration, colors?.matrix === rgbMatrix) : null;
  return pictureFacts(format, {
    containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2',
    codec: configuration ? (configuration.type === 'av1C' ? 'av1' : 'hevc') : null,
    ...display,
    pixelFormat,
    bitDepth: pixelFormat === null ? null : describePixelFormat(pixelFormat).bitDepth,
    hasAlpha: all.some(isAlpha),
    ...colorFacts(colors),
  });
}

function isAlpha({ type, content }: Box): boolean {
  return type === 'auxC' && /alpha|auxid:1\b/.test(content.toString('latin1', 4));
}

/** Size and turn after all that is to be done to the picture for display, in order. */
function displayOf(own: readonly Box[]): { width: number; height: number; rotationDegrees: number } | null {
  const size = own.find(({ type }) => type === 'ispe')?.content;
  if (!size) return null;
  let width = size.readUInt32BE(4);
  let height = size.readUInt32BE(8);
  if (width === 0 || height === 0) return null;
  let turn = 0;
  let isMirrored = false;
  for (const { type, content } of own) {
    if (type === 'clap') {
      width = Math.min(width, clean(content, 0));
      height = Math.min(height, clean(content, 8));
    } else if (type === 'irot') {
      const quarterTurns = 4 - (content.readUInt8(0) & 3);
      turn += isMirrored ? -quarterTurns : quarterTurns;
      if (quarterTurns % 2 === 1) [width, height] = [height, width];
    } else if (type === 'imir') {
      isMirrored = !isMirrored;
      // Upside down (0) is half a turn and then mirrored as in a mirror (1).
      if ((content.readUInt8(0) & 1) === 0) turn += 2;
    }
  }
  return { width, height, rotationDegrees: (((turn % 4) + 4) % 4) * 90 };
}

/** A side of the clean aperture, a fraction. */
function clean(content: Buffer, at: number): number {
  return Math.max(1, Math.round(content.readUInt32BE(at) / Math.max(1, content.readUInt32BE(at + 4))));
}

/** From the decoder's configuration: chroma subsampling and bit depth. Lossless pictures may hold red, green and blue. */
function pixelFormatOf({ type, content }: Box, isRgb: boolean): string {
  const whole = isRgb ? 'gbrp' : 'yuv444p';
  if (type === 'hvcC') {
    const chroma = ['gray', 'yuv420p', 'yuv422p', whole][content.readUInt8(16) & 3] ?? whole;
    return deep(chroma, (content.readUInt8(17) & 7) + 8);
  }
  const flags = content.readUInt8(2);
  const depth = flags & 0x40 ? (flags & 0x20 ? 12 : 10) : 8;
  if (flags & 0x10) return deep('gray', depth);
  const isHalfWide = (flags & 0x08) !== 0;
  const isHalfHigh = (flags & 0x04) !== 0;
  return deep(isHalfHigh ? 'yuv420p' : isHalfWide ? 'yuv422p' : whole, depth);
}

function deep(name: string, depth: number): string {
  return depth === 8 ? name : `${name}${depth}le`;
}

interface CodedColors {
  readonly transfer: number;
  readonly matrix: number;
}

/** There may be a colour profile besides, which says nothing of these. */
function codedColors(properties: readonly Box[]): CodedColors | null {
  const colr = properties.find(
    ({ type, content }) => type === 'colr' && content.toString('latin1', 0, 4) === 'nclx',
  );
  return colr ? { transfer: colr.content.readUInt16BE(6), matrix: colr.content.readUInt16BE(8) } : null;
}

function colorFacts(colors: CodedColors | null): { colorSpace: string | null; hdrFormat: HdrFormat | null } {
  if (!colors) return { colorSpace: null, hdrFormat: null };
  const transfer = transferName(colors.transfer);
  return {
    colorSpace: matrixName(colors.matrix),
    hdrFormat: transfer === 'smpte2084' ? 'hdr10' : transfer === 'arib-std-b67' ? 'hlg' : null,
  };
}

/** The content of the file's `meta` box. */
function metaBox(source: ByteSource): Buffer | null {
  let at = 0;
  for (let box = 0; box < maxBoxes && at + 8 <= source.sizeBytes; box++) {
    const header = source.read(at, 16);
    const written = header.readUInt32BE(0);
    const isLong = written === 1;
    const size = isLong ? Number(header.readBigUInt64BE(8)) : written;
    const headerBytes = isLong ? 16 : 8;
    if (size < headerBytes) return null;
    if (header.toString('latin1', 4, 8) === 'meta') return source.read(at + headerBytes, size - headerBytes);
    at += size;
  }
  return null;
}
