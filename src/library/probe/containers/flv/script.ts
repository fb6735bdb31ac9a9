/** Script data of Flash Video: AMF 0 (Adobe's specification, annex E.4.4). */

/** What `onMetaData` says on its first level, where it is text or a number. */
export interface Metadata {
  readonly texts: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
}

const types = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  mixedArray: 8,
  objectEnd: 9,
  array: 10,
  date: 11,
  unsupported: 13,
} as const;

const maxDepth = 16;
const maxValues = 200_000;
/** FFmpeg gives up at longer ones. */
const maxTextBytes = 1000;

/** Null for what is no `onMetaData`, or not read to its end. */
export function metadataOf(tag: Buffer): Metadata | null {
  const reader = new ScriptReader(tag);
  if (tag.readUInt8(0) !== types.string || reader.skip(1).text() !== 'onMetaData') return null;
  return reader.metadata();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

class ScriptReader {
  #at = 0;
  #values = 0;

  constructor(private readonly bytes: Buffer) {}

  skip(length: number): this {
    this.#at += length;
    if (this.#at > this.bytes.length) throw new RangeError('script data that ends early');
    return this;
  }

  text(): string {
    const length = this.bytes.readUInt16BE(this.#at);
    if (length > maxTextBytes) throw new RangeError('a long text');
    const start = this.#at + 2;
    this.skip(2 + length);
    try {
      return utf8.decode(this.bytes.subarray(start, this.#at));
    } catch {
      throw new RangeError('text that is not UTF-8');
    }
  }

  metadata(): Metadata | null {
    const texts = new Map<string, string>();
    const numbers = new Map<string, number>();
    if (this.#type() !== types.mixedArray) return null;
    this.skip(4);
    for (let name = this.text(); name !== ''; name = this.text()) {
      const type = this.#type();
      if (texts.has(name) || numbers.has(name)) return null;
      if (type === types.number) numbers.set(name, this.#number());
      else if (type === types.string) texts.set(name, this.text());
      else this.#skipValue(type, 0);
    }
    return this.#type() === types.objectEnd ? { texts, numbers } : null;
  }

  #type(): number {
    if (++this.#values > maxValues) throw new RangeError('too many values');
    const type = this.bytes.readUInt8(this.#at);
    this.skip(1);
    return type;
  }

  #number(): number {
    const value = this.bytes.readDoubleBE(this.#at);
    this.skip(8);
    return value;
  }

  #skipValue(type: number, depth: number): void {
    if (depth > maxDepth) throw new RangeError('values in too many values');
    switch (type) {
      case types.number:
        this.skip(8);
        return;
      case types.boolean:
        this.skip(1);
        return;
      case types.string:
        this.text();
        return;
      case types.date:
        this.skip(10);
        return;
      case types.null:
      case types.undefined:
      case types.unsupported:
        return;
      case types.mixedArray:
        this.skip(4);
        this.#skipMembers(depth);
        return;
      case types.object:
        this.#skipMembers(depth);
        return;
      case types.array: {
        const count = this.bytes.readUInt32BE(this.#at);
        this.skip(4);
        for (let i = 0; i < count; i++) this.#skipValue(this.#type(), depth + 1);
        return;
      }
      default:
        throw new RangeError('a value of another type');
    }
  }

  #skipMembers(depth: number): void {
    while (this.text() !== '') this.#skipValue(this.#type(), depth + 1);
    if (this.#type() !== types.objectEnd) throw new RangeError('an object without end');
  }
}
