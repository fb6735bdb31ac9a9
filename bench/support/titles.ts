import { crc32 } from 'node:zlib';

/*
 * Every file of a corpus is to be another content, as in life, or a library would take them for copies of each other; and
 * encoding each would take hours. So each is a copy of a seed in which one title was replaced by another of its length.
 */

export const placeholderTitle = 'untitled 000000000000000';

/** A title of the placeholder's length. */
export function titleOf(subject: string, index: number): string {
  return `${subject} ${String(index).padStart(placeholderTitle.length - subject.length - 1, '0')}`;
}

/** The same file under another title, with its checksums in order. */
export function retitled(seed: Buffer, title: string): Buffer {
  const file = Buffer.from(seed);
  let at = file.indexOf(placeholderTitle, 0, 'latin1');
  if (at < 0) throw new Error('A seed bears no title.');
  for (; at >= 0; at = file.indexOf(placeholderTitle, at, 'latin1')) {
    file.write(title, at, 'latin1');
    if (file.subarray(0, 4).toString('latin1') === 'OggS') sealOggPage(file, at);
    if (file.subarray(1, 4).toString('latin1') === 'PNG') sealPngChunk(file, at);
  }
  return file;
}

const gifTrailer = 0x3b;

/** No encoder at hand writes the comment of a GIF. Anything else is left as it is. */
export function withGifTitle(file: Buffer): Buffer {
  if (file.subarray(0, 3).toString('latin1') !== 'GIF') return file;
  const comment = Buffer.from([
    0x21,
    0xfe,
    placeholderTitle.length,
    ...Buffer.from(placeholderTitle),
    0,
    gifTrailer,
  ]);
  return Buffer.concat([file.subarray(0, -1), comment]);
}

function sealPngChunk(file: Buffer, within: number): void {
  let at = 8;
  while (at + 12 + file.readUInt32BE(at) <= within) at += 12 + file.readUInt32BE(at);
  const end = at + 8 + file.readUInt32BE(at);
  file.writeUInt32BE(crc32(file.subarray(at + 4, end)), end);
}

function sealOggPage(file: Buffer, within: number): void {
  const at = file.lastIndexOf('OggS', within, 'latin1');
  const segments = file[at + 26] ?? 0;
  const laces = file.subarray(at + 27, at + 27 + segments);
  const page = file.subarray(at, at + 27 + segments + laces.reduce((sum, lace) => sum + lace, 0));
  page.writeUInt32LE(0, 22);
  page.writeUInt32LE(oggCrc(page), 22);
}

/** CRC-32 with the same polynomial as zlib's, but neither reflected nor inverted. */
function oggCrc(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
