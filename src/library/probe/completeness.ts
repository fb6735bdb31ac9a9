import { BudgetError, type ByteSource } from './byteSource';
import { topLevelBoxes } from './containers/isoBaseMedia/boxes';
import { formats, type FormatName } from './formats';

/**
 * Whether the end of a file is missing, as its own headers tell; many formats do not say. False as well where it would
 * cost more than a file may cost to find out.
 */
export function isCutShort(source: ByteSource, format: FormatName): boolean {
  try {
    return endsEarly(source, format);
  } catch (error) {
    if (error instanceof BudgetError) return false;
    throw error;
  }
}

function endsEarly(source: ByteSource, format: FormatName): boolean {
  switch (formats[format].demuxer) {
    case 'mov':
      return boxesEndBeyond(source);
    case 'webp_pipe':
    case 'avi':
    case 'wav':
      return riffEndsBeyond(source);
    case 'png_pipe':
    case 'apng':
      return !tailOf(source, 64).includes(pngEnd) && !hasPngEnd(source);
    case 'jpeg_pipe':
      return !hasJpegEnd(source);
    case 'gif':
      return tailOf(source, 64).findLast((byte) => byte !== 0) !== gifTrailer;
    default:
      return false;
  }
}

const gifTrailer = 0x3b;
const pngEnd = Buffer.from('IEND');
const jpegEnd = Buffer.from([0xff, 0xd9]);
/** Sizes from here on are what a writer puts down that does not know yet, and could not come back later. */
const unknownRiffBytes = 0x7fff_0000;
const riff = 0x52494646;
const maxParts = 10_000;

function tailOf(source: ByteSource, length: number): Buffer {
  return source.read(Math.max(0, source.sizeBytes - length), length);
}

/** One byte too few is the padding to an even size. */
function riffEndsBeyond({ head, sizeBytes }: ByteSource): boolean {
  if (head.length < 8 || head.readUInt32BE(0) !== riff) return false;
  const declared = head.readUInt32LE(4);
  return declared < unknownRiffBytes && declared + 8 > sizeBytes + 1;
}

/** Boxes follow one another from the first byte to the last. */
function boxesEndBeyond(source: ByteSource): boolean {
  let endAt = 0;
  for (const box of topLevelBoxes(source)) endAt = box.endAt;
  return endAt > source.sizeBytes;
}

const searchedBytes = 32 * 1024 * 1024;
const partBytes = 1024 * 1024;

/** Telephones append whole films to their photos: from the end backwards, part after part, overlapping by a byte. */
function hasJpegEnd(source: ByteSource): boolean {
  const stopAt = Math.max(0, source.sizeBytes - searchedBytes);
  for (let end = source.sizeBytes, length = 4096; end > stopAt; length = partBytes) {
    const start = Math.max(0, end - length);
    if (source.read(start, end - start + 1).includes(jpegEnd)) return true;
    end = start;
  }
  return false;
}

/** Something may have been appended: then the chunks themselves lead to their end. */
function hasPngEnd(source: ByteSource): boolean {
  let at = 8;
  for (let chunk = 0; chunk < maxParts && at + 8 <= source.sizeBytes; chunk++) {
    const header = source.read(at, 8);
    if (header.length < 8) return false;
    if (header.subarray(4).equals(pngEnd)) return true;
    at += 12 + header.readUInt32BE(0);
  }
  return false;
}
