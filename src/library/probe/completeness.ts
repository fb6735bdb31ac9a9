import type { ByteSource } from './byteSource';
import { formats, type FormatName } from './formats';

/** Whether the end of a file is missing, as its own headers tell; many formats do not say. */
export async function isCutShort(source: ByteSource, format: FormatName): Promise<boolean> {
  switch (formats[format].demuxer) {
    case 'mov':
      return await boxesEndBeyond(source);
    case 'webp_pipe':
    case 'avi':
    case 'wav':
      return riffEndsBeyond(source);
    case 'png_pipe':
    case 'apng':
      return !(await tailOf(source, 64)).includes('IEND', 0, 'latin1') && !(await hasPngEnd(source));
    case 'jpeg_pipe':
      return !(await hasJpegEnd(source));
    case 'gif':
      return (await tailOf(source, 64)).findLast((byte) => byte !== 0) !== gifTrailer;
    default:
      return false;
  }
}

const gifTrailer = 0x3b;
/** Sizes from here on are what a writer puts down that does not know yet, and could not come back later. */
const unknownRiffBytes = 0x7fff_0000;
const maxParts = 10_000;

function tailOf(source: ByteSource, length: number): Promise<Buffer> {
  return source.read(Math.max(0, source.sizeBytes - length), length);
}

/** One byte too few is the padding to an even size. */
function riffEndsBeyond({ head, sizeBytes }: ByteSource): boolean {
  if (head.length < 8 || head.toString('latin1', 0, 4) !== 'RIFF') return false;
  const declared = head.readUInt32LE(4);
  return declared < unknownRiffBytes && declared + 8 > sizeBytes + 1;
}

/** Boxes follow one another from the first byte to the last. A size of 0 means: to the end of the file. */
async function boxesEndBeyond(source: ByteSource): Promise<boolean> {
  let at = 0;
  for (let box = 0; box < maxParts && at + 8 <= source.sizeBytes; box++) {
    const header = await source.read(at, 16);
    if (header.length < 8) return true;
    const size = header.readUInt32BE(0);
    if (size === 0) return false;
    if (size === 1 && header.length < 16) return true;
    const bytes = size === 1 ? Number(header.readBigUInt64BE(8)) : size;
    if (bytes < 8) return false;
    at += bytes;
  }
  return at > source.sizeBytes;
}

const searchedBytes = 32 * 1024 * 1024;
const partBytes = 1024 * 1024;

/** Telephones append whole films to their photos: from the end backwards, part after part, overlapping by a byte. */
async function hasJpegEnd(source: ByteSource): Promise<boolean> {
  const stopAt = Math.max(0, source.sizeBytes - searchedBytes);
  for (let end = source.sizeBytes, length = 4096; end > stopAt; length = partBytes) {
    const start = Math.max(0, end - length);
    if ((await source.read(start, end - start + 1)).includes('\xff\xd9', 0, 'latin1')) return true;
    end = start;
  }
  return false;
}

/** Something may have been appended: then the chunks themselves lead to their end. */
async function hasPngEnd(source: ByteSource): Promise<boolean> {
  let at = 8;
  for (let chunk = 0; chunk < maxParts && at + 8 <= source.sizeBytes; chunk++) {
    const header = await source.read(at, 8);
    if (header.length < 8) return false;
    if (header.toString('latin1', 4, 8) === 'IEND') return true;
    at += 12 + header.readUInt32BE(0);
  }
  return false;
}
