import { hash } from 'node:crypto';
import type { ByteSource } from './byteSource';

const sampleBytes = 4 * 1024;
const sizeField = 8;
/** One file is read at a time, so that all can share this. */
const hashed = Buffer.alloc(sizeField + 3 * sampleBytes);

/**
 * Tells one content from another, wherever it lies: a hash over the size and three samples, at the beginning, in the middle
 * and at the end, of 4 KiB each. Up to 12 KiB that is the whole content. It cannot tell apart larger files of the same size
 * that differ elsewhere only, as two versions of one uncompressed picture or sound may; compressed media differ from the
 * first changed pixel on. Whoever merges two files because of it asks for more than that.
 *
 * 128 bits of SHA-256, hexadecimal.
 */
export function fingerprintOf(source: ByteSource): string {
  const size = source.sizeBytes;
  hashed.writeDoubleLE(size, 0);
  let end = sizeField;
  if (size <= 3 * sampleBytes) {
    end += source.read(0, size).copy(hashed, end);
  } else {
    end += source.read(0, sampleBytes).copy(hashed, end);
    end += source.read(Math.floor((size - sampleBytes) / 2), sampleBytes).copy(hashed, end);
    end += source.read(size - sampleBytes, sampleBytes).copy(hashed, end);
  }
  return hash('sha256', hashed.subarray(0, end), 'hex').slice(0, 32);
}
