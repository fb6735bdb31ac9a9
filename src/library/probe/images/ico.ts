import type { MediaFacts } from '../../model';
import { partOf, type ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { isAlphaUsed } from './bmp';
import { readPng } from './png';

/** As the directory says of a picture: a hint where that picture is a PNG, which says itself. */
interface Entry {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

const entryBytes = 16;
const pngSignature = 0x89504e47;

/** An icon or a cursor is as large as its largest picture, which is the one that is shown. */
export function readIco(source: ByteSource): MediaFacts | null {
  const entry = largestEntry(source);
  if (!entry) return null;
  const picture = partOf(source, entry.offset, entry.sizeBytes);
  return picture.head.readUInt32BE(0) === pngSignature ? factsOfPng(picture) : factsOfBitmap(picture, entry);
}

function largestEntry(source: ByteSource): Entry | null {
  const isCursor = source.head.readUInt16LE(2) === 2;
  const table = source.read(6, source.head.readUInt16LE(4) * entryBytes);
  let largest: Entry | null = null;
  for (let at = 0; at + entryBytes <= table.length; at += entryBytes) {
    const entry = entryAt(table, at, isCursor);
    if (!largest || isLarger(entry, largest)) largest = entry;
  }
  return largest;
}

function isLarger(a: Entry, b: Entry): boolean {
  return (a.width * a.height - b.width * b.height || a.bits - b.bits || a.sizeBytes - b.sizeBytes) > 0;
}

/** A side of 256 pixels is written as 0. A cursor has its hot spot where an icon has its bits. */
function entryAt(table: Buffer, at: number, isCursor: boolean): Entry {
  return {
    width: table.readUInt8(at) || 256,
    height: table.readUInt8(at + 1) || 256,
    bits: isCursor ? 0 : table.readUInt16LE(at + 6),
    sizeBytes: table.readUInt32LE(at + 8),
    offset: table.readUInt32LE(at + 12),
  };
}

function factsOfPng(picture: ByteSource): MediaFacts | null {
  const facts = readPng(picture);
  if (!facts) return null;
  const { width, height, pixelFormat, bitDepth, hasAlpha } = facts;
  return pictureFacts('ico', {
    containerFormat: 'ico',
    codec: 'png',
    width,
    height,
    pixelFormat,
    bitDepth,
    hasAlpha,
  });
}

const headerBytes = 40;
/** By bits of a pixel. */
const pixelFormats: Readonly<Partial<Record<number, string>>> = {
  1: 'pal8',
  4: 'pal8',
  8: 'pal8',
  16: 'rgb555le',
  24: 'bgr24',
  32: 'bgra',
};

/** A bitmap without its file's header, twice as high as the picture: the mask of what shows through comes after it. */
function factsOfBitmap(picture: ByteSource, entry: Entry): MediaFacts | null {
  const { head } = picture;
  if (head.readUInt32LE(0) !== headerBytes || head.readUInt32LE(16) !== 0) return null;
  const width = head.readInt32LE(4) || entry.width;
  const height = Math.floor(head.readInt32LE(8) / 2) || entry.height;
  if (width <= 0 || height <= 0 || width > 4096 || height > 4096) return null;
  let pixelFormat = pixelFormats[head.readUInt16LE(14)];
  if (pixelFormat === 'bgra' && isAlphaUsed(picture, headerBytes, width * height) === false) {
    pixelFormat = 'bgr0';
  }
  if (pixelFormat === undefined) return null;
  return pictureFacts('ico', {
    containerFormat: 'ico',
    codec: 'bmp',
    width,
    height,
    pixelFormat,
    bitDepth: describePixelFormat(pixelFormat).bitDepth,
    hasAlpha: true,
  });
}
