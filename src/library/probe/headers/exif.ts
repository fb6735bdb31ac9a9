/** The directories of TIFF, which are those of EXIF too. Reading beyond the end throws RangeError. */

const typeBytes: Readonly<Partial<Record<number, number>>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1 };
const maxEntries = 512;

export interface Directory {
  numbers(tag: number): readonly number[];
  text(tag: number): string | null;
}

/** How a TIFF's own offsets become bytes: from a buffer that holds all of it, or part after part from a file. */
export type TiffBytes = (offset: number, length: number) => Buffer | Promise<Buffer>;

export interface Tiff {
  readonly isLittleEndian: boolean;
  readonly main: Directory;
  readonly photo: Directory | null;
}

const exifPointerTag = 0x8769;

export async function readTiffDirectories(read: TiffBytes): Promise<Tiff> {
  const header = await read(0, 8);
  const isLittleEndian = header.readUInt16BE(0) === 0x4949;
  const long = (bytes: Buffer, at: number) =>
    isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const main = await readDirectory(read, isLittleEndian, long(header, 4));
  const [pointer] = main.numbers(exifPointerTag);
  const photo = pointer === undefined ? null : await readDirectory(read, isLittleEndian, pointer);
  return { isLittleEndian, main, photo };
}

async function readDirectory(read: TiffBytes, isLittleEndian: boolean, offset: number): Promise<Directory> {
  const short = (bytes: Buffer, at: number) =>
    isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const long = (bytes: Buffer, at: number) =>
    isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const count = Math.min(short(await read(offset, 2), 0), maxEntries);
  const table = await read(offset + 2, count * 12);
  const values = new Map<number, { readonly type: number; readonly bytes: Buffer }>();
  for (let at = 0; at + 12 <= table.length; at += 12) {
    const type = short(table, at + 2);
    const length = long(table, at + 4) * (typeBytes[type] ?? 0);
    if (length === 0 || length > 4096) continue;
    const bytes =
      length <= 4 ? table.subarray(at + 8, at + 8 + length) : await read(long(table, at + 8), length);
    values.set(short(table, at), { type, bytes });
  }
  return {
    numbers: (tag) => {
      const { type, bytes } = values.get(tag) ?? { type: 0, bytes: Buffer.alloc(0) };
      const size = typeBytes[type] ?? 1;
      const one = type === 3 ? short : type === 4 ? long : (all: Buffer, at: number) => all.readUInt8(at);
      return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => one(bytes, i * size));
    },
    text: (tag) =>
      values
        .get(tag)
        ?.bytes.toString('utf8')
        .replace(/\0[^]*$/, '')
        .trim() ?? null,
  };
}

/** Clockwise degrees for orientations 1 to 8; mirroring is not told. */
const degreesOfOrientation = [0, 0, 0, 180, 180, 90, 90, 270, 270];

export interface ExifFacts {
  readonly rotationDegrees: number;
  readonly capturedAtMs: number | null;
}

export function exifFacts({ main, photo }: Tiff): ExifFacts {
  const [orientation = 1] = main.numbers(0x0112);
  const taken = photo?.text(0x9003) ?? photo?.text(0x9004) ?? null;
  return {
    rotationDegrees: degreesOfOrientation[orientation] ?? 0,
    capturedAtMs: taken === null ? null : exifTime(taken, photo?.text(0x9011) ?? null),
  };
}

/** `2019:08:17 16:05:09`. Cameras that give no zone mean their owner's, for which ours is the best guess. */
function exifTime(taken: string, zone: string | null): number | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(taken);
  if (!match) return null;
  const suffix = zone !== null && /^[+-]\d\d:\d\d$/.test(zone) ? zone : '';
  const time = Date.parse(`${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}T${match[4] ?? ''}${suffix}`);
  return Number.isNaN(time) ? null : time;
}

/** Of an EXIF block that lies in memory, without its `Exif\0\0`. What is damaged in it is not worth a picture's facts. */
export async function exifFactsOf(block: Buffer): Promise<ExifFacts | null> {
  try {
    return exifFacts(await readTiffDirectories((offset, length) => block.subarray(offset, offset + length)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Width and height as displayed. */
export function turnedSize(width: number, height: number, rotationDegrees: number) {
  return rotationDegrees % 180 === 90 ? { width: height, height: width } : { width, height };
}
