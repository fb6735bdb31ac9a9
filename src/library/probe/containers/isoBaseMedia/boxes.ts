import { BudgetError, type ByteSource } from '../../byteSource';

/**
 * Boxes (ISO/IEC 14496-12, 4.2): a size, a type of four characters, content; content may be boxes again. Here as a place
 * in a file, so that what is not needed is never read.
 */
export interface Box {
  readonly type: string;
  readonly contentAt: number;
  /** Behind its last byte, as its size says: the file may end before. */
  readonly endAt: number;
}

/** A box in memory. */
export interface MemoryBox {
  readonly type: string;
  readonly content: Buffer;
}

/** Of one list: a film in fragments has two for each of them. */
const maxBoxes = 20_000;

/** From the first byte of a file to the last, as far as sizes make sense. Reads on only when asked for the next. */
export function* topLevelBoxes(source: ByteSource): Generator<Box> {
  let at = 0;
  for (let count = 0; at + 8 <= source.sizeBytes; count++) {
    if (count === maxBoxes) throw new BudgetError();
    const box = boxAt(source, at, source.sizeBytes);
    if (!box) return;
    yield box;
    at = box.endAt;
  }
}

/** The boxes between two places of a file; what would be longer than their parent ends with it. */
export function boxesBetween(source: ByteSource, startAt: number, endAt: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = startAt; at + 8 <= endAt;) {
    const box = boxAt(source, at, endAt);
    if (!box) break;
    if (boxes.length === maxBoxes) throw new BudgetError();
    boxes.push(box.endAt > endAt ? { ...box, endAt } : box);
    at = box.endAt;
  }
  return boxes;
}

export function boxesIn(source: ByteSource, { contentAt, endAt }: Box): readonly Box[] {
  return boxesBetween(source, contentAt, endAt);
}

/** A size of 1 stands for 64 bits behind the type, 0 for all that its parent has left. */
function boxAt(source: ByteSource, at: number, parentEndAt: number): Box | null {
  const header = source.read(at, 16);
  if (header.length < 8) return null;
  const type = header.toString('latin1', 4, 8);
  const size = header.readUInt32BE(0);
  if (size === 0) return { type, contentAt: at + 8, endAt: parentEndAt };
  if (size > 1) return size < 8 ? null : { type, contentAt: at + 8, endAt: at + size };
  if (header.length < 16) return { type, contentAt: at + 16, endAt: at + 16 };
  const bytes = Number(header.readBigUInt64BE(8));
  return bytes < 16 ? null : { type, contentAt: at + 16, endAt: at + bytes };
}

/** The content of a box from `skippedBytes` on. Longer than `maxBytes` is a RangeError: no header is. */
export function contentOf(source: ByteSource, { contentAt, endAt }: Box, maxBytes: number): Buffer {
  const length = endAt - contentAt;
  if (length > maxBytes) throw new RangeError(`box of ${length} bytes`);
  return source.read(contentAt, length);
}

/** Boxes in memory, such as those behind a sample entry's own fields. */
export function boxesInMemory(bytes: Buffer): readonly MemoryBox[] {
  const boxes: MemoryBox[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 && size !== 0) break;
    const endAt = size === 0 ? bytes.length : at + size;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, endAt) });
    at = endAt;
  }
  return boxes;
}

/** The first box of a type. */
export function boxOf<B extends { readonly type: string }>(boxes: readonly B[], type: string): B | undefined {
  return boxes.find((box) => box.type === type);
}

/** @throws RangeError for more than a number can say exactly */
export function readUInt64(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64BE(at));
  if (!Number.isSafeInteger(value)) throw new RangeError('beyond 53 bits');
  return value;
}

/** @throws RangeError for more than a number can say exactly */
export function readInt64(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigInt64BE(at));
  if (!Number.isSafeInteger(value)) throw new RangeError('beyond 53 bits');
  return value;
}
