import type { HdrFormat, MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { turnedSize } from './exif';

const maxBoxes = 4096;

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** HEIC and AVIF stills: the properties of the primary item (ISO/IEC 23008-12). FFmpeg reads HEIC since version 7 only. */
export async function readHeif(
  source: ByteSource,
  { format }: { readonly format: string },
): Promise<MediaFacts | null> {
  const meta = await metaBox(source);
  if (!meta) return null;
  const boxes = boxesIn(meta.subarray(4));
  const primary = boxes.find(({ type }) => type === 'pitm')?.content;
  const properties = boxesIn(boxes.find(({ type }) => type === 'iprp')?.content ?? Buffer.alloc(0));
  const all = boxesIn(properties.find(({ type }) => type === 'ipco')?.content ?? Buffer.alloc(0));
  const links = properties.find(({ type }) => type === 'ipma')?.content;
  if (!primary || !links) return null;
  const primaryId = primary.readUInt8(0) === 0 ? primary.readUInt16BE(4) : primary.readUInt32BE(4);
  const own = propertiesOf(links, primaryId).flatMap((index) => all[index - 1] ?? []);
  return primaryFacts(format, own, all);
}

function primaryFacts(format: string, own: readonly Box[], all: readonly Box[]): MediaFacts | null {
  const find = (type: string) => own.find((property) => property.type === type)?.content;
  const size = find('ispe');
  if (!size) return null;
  // A picture put together from tiles has its size and rotation, but its tiles have the codec.
  const configuration = [...own, ...all].find(({ type }) => type === 'hvcC' || type === 'av1C');
  const quarterTurns = (find('irot')?.readUInt8(0) ?? 0) & 3;
  const rotationDegrees = ((4 - quarterTurns) % 4) * 90;
  const pixelFormat = configuration ? pixelFormatOf(configuration) : null;
  const isAlpha = ({ type, content }: Box) =>
    type === 'auxC' && /alpha|auxid:1\b/.test(content.toString('latin1'));
  return pictureFacts(format, {
    containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2',
    codec: configuration ? (configuration.type === 'av1C' ? 'av1' : 'hevc') : null,
    ...turnedSize(size.readUInt32BE(4), size.readUInt32BE(8), rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth: pixelFormat === null ? null : describePixelFormat(pixelFormat).bitDepth,
    hasAlpha: all.some(isAlpha),
    ...colorFacts(find('colr')),
  });
}

/** From the decoder's configuration: chroma subsampling and bit depth. */
function pixelFormatOf({ type, content }: Box): string {
  if (type === 'hvcC') {
    const chroma = ['gray', 'yuv420p', 'yuv422p', 'yuv444p'][content.readUInt8(16) & 3] ?? 'yuv420p';
    return deep(chroma, (content.readUInt8(17) & 7) + 8);
  }
  const flags = content.readUInt8(2);
  const depth = flags & 0x40 ? (flags & 0x20 ? 12 : 10) : 8;
  if (flags & 0x10) return deep('gray', depth);
  const isHalfWide = (flags & 0x08) !== 0;
  const isHalfHigh = (flags & 0x04) !== 0;
  return deep(isHalfHigh ? 'yuv420p' : isHalfWide ? 'yuv422p' : 'yuv444p', depth);
}

function deep(name: string, depth: number): string {
  return depth === 8 ? name : `${name}${depth}le`;
}

const matrixNames: Readonly<Partial<Record<number, string>>> = {
  0: 'gbr',
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  9: 'bt2020nc',
};

function colorFacts(colr: Buffer | undefined): { colorSpace: string | null; hdrFormat: HdrFormat | null } {
  if (colr?.toString('latin1', 0, 4) !== 'nclx') return { colorSpace: null, hdrFormat: null };
  const transfer = colr.readUInt16BE(6);
  return {
    colorSpace: matrixNames[colr.readUInt16BE(8)] ?? null,
    hdrFormat: transfer === 16 ? 'hdr10' : transfer === 18 ? 'hlg' : null,
  };
}

/** Indices, from 1, of the properties that belong to an item. */
function propertiesOf(links: Buffer, itemId: number): readonly number[] {
  const hasLongIds = links.readUInt8(0) > 0;
  const isWide = (links.readUInt8(3) & 1) !== 0;
  let at = 8;
  for (let item = 0; item < links.readUInt32BE(4); item++) {
    const id = hasLongIds ? links.readUInt32BE(at) : links.readUInt16BE(at);
    at += hasLongIds ? 4 : 2;
    const count = links.readUInt8(at++);
    const start = at;
    at += count * (isWide ? 2 : 1);
    if (id !== itemId) continue;
    const indexAt = (i: number) =>
      isWide ? links.readUInt16BE(start + 2 * i) & 0x7fff : links.readUInt8(start + i) & 0x7f;
    return Array.from({ length: count }, (_, i) => indexAt(i));
  }
  return [];
}

/** The content of the file's `meta` box. */
async function metaBox(source: ByteSource): Promise<Buffer | null> {
  let at = 0;
  for (let box = 0; box < maxBoxes && at + 8 <= source.sizeBytes; box++) {
    const header = await source.read(at, 8);
    const size = header.readUInt32BE(0);
    if (header.toString('latin1', 4, 8) === 'meta') return await source.read(at + 8, size - 8);
    if (size < 8) return null;
    at += size;
  }
  return null;
}

function boxesIn(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && boxes.length < maxBoxes) {
    const size = bytes.readUInt32BE(at);
    if (size < 8) break;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + 8, at + size),
    });
    at += size;
  }
  return boxes;
}
