import type { ByteSource } from '../../byteSource';

/** Chunks of RIFF: four characters, a length, and content, which is padded to an even length. */
export interface Chunk {
  readonly id: string;
  readonly contentAt: number;
  readonly length: number;
}

const headerBytes = 8;

/** The chunks that begin before `end`, to a number of them. */
export function* chunksOf(
  source: ByteSource,
  start: number,
  end: number,
  maxChunks = 1000,
): Generator<Chunk> {
  let at = start;
  for (let count = 0; count < maxChunks && at + headerBytes <= end; count++) {
    const header = source.read(at, headerBytes);
    if (header.length < headerBytes) return;
    const length = header.readUInt32LE(4);
    yield { id: header.toString('latin1', 0, 4), contentAt: at + headerBytes, length };
    at += headerBytes + length + (length & 1);
  }
}
