import type { ByteSource } from '../../byteSource';

/** Of a frame, as much as its headers may take. */
const frameBytes = 4096;
const maxChunks = 500;

/** The beginning of the first frame of each stream; null when some stream has none among the first chunks. */
export function firstFrames(
  source: ByteSource,
  listAt: number,
  streamCount: number,
): readonly Buffer[] | null {
  const frames = new Map<number, Buffer>();
  let at = listAt + 4;
  for (let count = 0; count < maxChunks && frames.size < streamCount; count++) {
    const header = source.read(at, 8);
    if (header.length < 8) return null;
    const id = header.toString('latin1', 0, 4);
    if (id === 'LIST') {
      at += 12;
      continue;
    }
    const length = header.readUInt32LE(4);
    const stream = /^\d\d(?:dc|db|wb)$/.test(id) ? Number(id.slice(0, 2)) : null;
    if (stream === null && id !== 'JUNK' && !/^ix\d\d$/.test(id)) return null;
    if (stream !== null && stream >= streamCount) return null;
    if (stream !== null && length > 0 && !frames.has(stream)) {
      frames.set(stream, Buffer.from(source.read(at + 8, Math.min(length, frameBytes))));
    }
    at += 8 + length + (length & 1);
  }
  return frames.size < streamCount
    ? null
    : Array.from({ length: streamCount }, (_, i) => frames.get(i) ?? noFrame);
}

const noFrame = Buffer.alloc(0);
