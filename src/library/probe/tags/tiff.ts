/** The directories of TIFF, which are those of EXIF too. What lies beyond the end, or is damaged, is not there. */

/** Types of values that are not single bytes: whole numbers, and places of directories. */
const type = { short: 3, long: 4, rational: 5, directory: 13, long8: 16, directory8: 18 } as const;
/** Bytes of one value by its type: byte, ASCII, short, long, rational (as two longs), undefined, and those of BigTIFF. */
const typeBytes: Readonly<Partial<Record<number, number>>> = {
  1: 1,
  2: 1,
  [type.short]: 2,
  [type.long]: 4,
  [type.rational]: 8,
  7: 1,
  [type.directory]: 4,
  [type.long8]: 8,
  [type.directory8]: 8,
};
const maxEntries = 512;
const maxValueBytes = 4096;

/** How a TIFF's own offsets become bytes, as many as there are: from a buffer or part after part from a file. */
export type TiffBytes = (offset: number, length: number) => Buffer;

/** How numbers are written. In BigTIFF, places and counts have eight bytes instead of four. */
interface Notation {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
}

/** One directory: a table of tags with their values, which are read when they are asked for. */
export class Directory {
  readonly #table: Buffer;
  readonly #placeBytes: number;
  readonly #entryBytes: number;

  constructor(
    private readonly read: TiffBytes,
    private readonly notation: Notation,
    offset: number,
  ) {
    this.#placeBytes = notation.isBig ? 8 : 4;
    this.#entryBytes = 4 + 2 * this.#placeBytes;
    const countBytes = notation.isBig ? 8 : 2;
    const start = read(offset, countBytes);
    const count =
      start.length < countBytes ? 0 : notation.isBig ? this.#long8(start, 0) : this.#short(start, 0);
    this.#table = read(offset + countBytes, Math.min(count, maxEntries) * this.#entryBytes);
  }

  has(tag: number): boolean {
    return this.#entryAt(tag) !== -1;
  }

  /** The first value of a tag. */
  number(tag: number): number | null {
    return this.numbers(tag)[0] ?? null;
  }

  /** The values of a tag of whole numbers; a rational counts as its two. */
  numbers(tag: number): readonly number[] {
    const entry = this.#entryOf(tag);
    if (!entry) return [];
    const { bytes } = entry;
    switch (entry.type) {
      case type.short:
        return numbersIn(bytes, 2, (at) => this.#short(bytes, at));
      case type.long:
      case type.rational:
      case type.directory:
        return numbersIn(bytes, 4, (at) => this.#long(bytes, at));
      case type.long8:
      case type.directory8:
        return numbersIn(bytes, 8, (at) => this.#long8(bytes, at));
      default:
        return [...bytes];
    }
  }

  text(tag: number): string | null {
    const bytes = this.#entryOf(tag)?.bytes;
    if (!bytes) return null;
    const end = bytes.indexOf(0);
    return bytes.toString('utf8', 0, end === -1 ? bytes.length : end).trim();
  }

  #entryOf(tag: number): { readonly type: number; readonly bytes: Buffer } | null {
    const at = this.#entryAt(tag);
    if (at === -1) return null;
    const table = this.#table;
    const valueType = this.#short(table, at + 2);
    const length = this.#place(table, at + 4) * (typeBytes[valueType] ?? 0);
    if (length === 0 || length > maxValueBytes) return null;
    const valueAt = at + 4 + this.#placeBytes;
    const isInside = length <= this.#placeBytes;
    const bytes = isInside
      ? table.subarray(valueAt, valueAt + length)
      : this.read(this.#place(table, valueAt), length);
    return bytes.length === length ? { type: valueType, bytes } : null;
  }

  /** Where in the table; -1 when the tag is not there. */
  #entryAt(tag: number): number {
    for (let at = 0; at + this.#entryBytes <= this.#table.length; at += this.#entryBytes) {
      if (this.#short(this.#table, at) === tag) return at;
    }
    return -1;
  }

  #place(bytes: Buffer, at: number): number {
    return this.notation.isBig ? this.#long8(bytes, at) : this.#long(bytes, at);
  }

  #short(bytes: Buffer, at: number): number {
    return this.notation.isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }

  #long(bytes: Buffer, at: number): number {
    return this.notation.isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  #long8(bytes: Buffer, at: number): number {
    return Number(this.notation.isLittleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  }
}

function numbersIn(bytes: Buffer, valueBytes: number, valueAt: (at: number) => number): readonly number[] {
  return Array.from({ length: Math.floor(bytes.length / valueBytes) }, (_, i) => valueAt(i * valueBytes));
}

export interface Tiff extends Notation {
  readonly main: Directory;
  readonly photo: Directory | null;
}

const exifPointerTag = 0x8769;
const marks: ReadonlyMap<number, Notation> = new Map([
  [0x49492a00, { isLittleEndian: true, isBig: false }],
  [0x4d4d002a, { isLittleEndian: false, isBig: false }],
  [0x49492b00, { isLittleEndian: true, isBig: true }],
  [0x4d4d002b, { isLittleEndian: false, isBig: true }],
]);

/** Null for what does not begin as a TIFF does. */
export function readTiff(read: TiffBytes): Tiff | null {
  const header = read(0, 16);
  const notation = header.length < 8 ? undefined : marks.get(header.readUInt32BE(0));
  if (!notation) return null;
  const main = new Directory(read, notation, mainAt(header, notation));
  const pointer = main.number(exifPointerTag);
  return { ...notation, main, photo: pointer === null ? null : new Directory(read, notation, pointer) };
}

/** BigTIFF first says how long places are: always eight bytes. */
function mainAt(header: Buffer, { isLittleEndian, isBig }: Notation): number {
  if (isBig) return Number(isLittleEndian ? header.readBigUInt64LE(8) : header.readBigUInt64BE(8));
  return isLittleEndian ? header.readUInt32LE(4) : header.readUInt32BE(4);
}
