import { exifFactsOf } from '../tags/exif';
import { boxesIn, type Box } from './heifItems';

const maxExifBytes = 1024 * 1024;
/** Items are named in the order in which they were put in; nobody has that many. */
const maxItems = 65_536;

/** When the picture was taken, by the file's EXIF item; how it is turned its properties say. */
export function capturedAtMsIn(
  boxes: readonly Box[],
  read: (offset: number, length: number) => Buffer,
): number | null {
  const itemId = exifItemId(boxes);
  const place = itemId === null ? null : placeOf(boxes, itemId);
  if (!place) return null;
  const block = read(place.offset, Math.min(place.length, maxExifBytes));
  if (block.length < 4) return null;
  // Four bytes before the block itself say how far behind them it begins.
  return exifFactsOf(block.subarray(4 + block.readUInt32BE(0)))?.capturedAtMs ?? null;
}

function exifItemId(boxes: readonly Box[]): number | null {
  const content = boxes.find(({ type }) => type === 'iinf')?.content;
  if (!content) return null;
  for (const entry of boxesIn(content.subarray(content.readUInt8(0) === 0 ? 6 : 8))) {
    const version = entry.content.readUInt8(0);
    // Older entries have no type.
    if (entry.type !== 'infe' || version < 2) continue;
    const typeAt = version === 2 ? 8 : 10;
    if (entry.content.toString('latin1', typeAt, typeAt + 4) !== 'Exif') continue;
    return version === 2 ? entry.content.readUInt16BE(4) : entry.content.readUInt32BE(4);
  }
  return null;
}

/** Of an item that lies in the file in one piece; null for others. */
function placeOf(boxes: readonly Box[], itemId: number): { offset: number; length: number } | null {
  const content = boxes.find(({ type }) => type === 'iloc')?.content;
  if (!content) return null;
  const version = content.readUInt8(0);
  const fields = new Fields(content, 4);
  const [offsetBytes, lengthBytes] = fields.halves();
  const [baseBytes, indexBytes] = fields.halves();
  // Without lengths there is nothing to find, and nothing that ends the search.
  if (lengthBytes === 0) return null;
  const items = Math.min(fields.number(version < 2 ? 2 : 4), maxItems);
  for (let item = 0; item < items; item++) {
    const id = fields.number(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : fields.number(2) & 15;
    fields.number(2);
    const base = fields.number(baseBytes);
    const extents = fields.number(2);
    const isPlain = id === itemId && method === 0 && extents === 1;
    for (let extent = 0; extent < extents; extent++) {
      if (version > 0) fields.number(indexBytes);
      const offset = base + fields.number(offsetBytes);
      const length = fields.number(lengthBytes);
      if (isPlain) return { offset, length };
    }
    if (id === itemId) return null;
  }
  return null;
}

/** Numbers one after the other, of 0 to 8 bytes each. Beyond the end: RangeError. */
class Fields {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  /** The two halves of a byte. */
  halves(): readonly [number, number] {
    const byte = this.number(1);
    return [byte >> 4, byte & 15];
  }

  number(size: number): number {
    if (size === 0) return 0;
    const high = size > 4 ? this.bytes.readUIntBE(this.at, size - 4) : 0;
    const low = this.bytes.readUIntBE(this.at + Math.max(0, size - 4), Math.min(size, 4));
    this.at += size;
    return high * 2 ** 32 + low;
  }
}
