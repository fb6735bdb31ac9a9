import { crc32 } from 'node:zlib';

/**
 * The checksum of a page of Ogg: the CRC that zlib has, but with the bits of each byte, and of the sum, the other way
 * round and without inversion. To turn the bits and let zlib sum is ten times as fast as to sum here.
 */

const checksumAt = 22;
const maxPageBytes = 65_307;

/** One page is looked at at a time, so that all can share this. */
const turnedWords = new Uint32Array(Math.ceil(maxPageBytes / 4));
const turnedBytes = Buffer.from(turnedWords.buffer);

/** Whether a whole page is as it was written. */
export function isIntact(page: Buffer): boolean {
  const turned = turnedBytes.subarray(0, page.length);
  page.copy(turned);
  // As it was when it was summed up.
  turned.fill(0, checksumAt, checksumAt + 4);
  for (let at = 0; at < Math.ceil(page.length / 4); at++)
    turnedWords[at] = turnedInBytes(turnedWords[at] ?? 0);
  // Zlib inverts before and after.
  const sum = ~crc32(turned, 0xffff_ffff);
  const written = Buffer.alloc(4);
  written.writeInt32BE(turnedInBytes(sum) | 0);
  return written.readUInt32BE(0) === page.readUInt32BE(checksumAt);
}

/** Each byte's bits from the other end. */
function turnedInBytes(word: number): number {
  const pairs = ((word >>> 1) & 0x5555_5555) | ((word & 0x5555_5555) << 1);
  const nibbles = ((pairs >>> 2) & 0x3333_3333) | ((pairs & 0x3333_3333) << 2);
  return ((nibbles >>> 4) & 0x0f0f_0f0f) | ((nibbles & 0x0f0f_0f0f) << 4);
}
