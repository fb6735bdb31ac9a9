/** Damage to real files, the same again from the same seed. */

/** A small generator of numbers that look random (mulberry32). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }
}

/** A file to be damaged. */
export interface Victim {
  readonly name: string;
  readonly bytes: Buffer;
  /** Where four letters stand, as names of boxes and chunks do: their lengths are before or behind them. */
  readonly namesAt: readonly number[];
}

export function victimOf(name: string, bytes: Buffer): Victim {
  const isLetter = (byte: number | undefined) => byte !== undefined && byte >= 0x20 && byte < 0x7f;
  const namesAt: number[] = [];
  for (let at = 0; at + 4 <= bytes.length && namesAt.length < 400; at++) {
    if ([0, 1, 2, 3].every((i) => isLetter(bytes[at + i]))) namesAt.push(at);
  }
  return { name, bytes, namesAt };
}

/** Where the mutated files are built, one after the other: an answer is good until the next. */
export class Mutator {
  readonly #scratch: Buffer;
  constructor(private readonly victims: readonly Victim[]) {
    const largest = Math.max(...victims.map(({ bytes }) => bytes.length));
    this.#scratch = Buffer.alloc(2 * largest + 1024);
  }

  mutate(random: Random, victim: Victim): Buffer {
    let size = victim.bytes.copy(this.#scratch);
    for (let left = 1 + random.below(4); left > 0; left--) size = this.#damage(random, victim, size);
    return this.#scratch.subarray(0, size);
  }

  /** Does one thing to the first `size` bytes; answers how many there are then. */
  #damage(random: Random, victim: Victim, size: number): number {
    const bytes = this.#scratch;
    const place = placeIn(random, victim, size);
    switch (random.below(10)) {
      case 0:
      case 1:
      case 2:
        bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
        return size;
      case 3:
        bytes[place] = random.one([0, 1, 0x20, 0x7f, 0x80, 0xfe, 0xff, random.below(256)]);
        return size;
      case 4:
      case 5:
        writeLength(random, bytes.subarray(0, size), place);
        return size;
      case 6:
        return random.below(4) === 0 ? random.below(size + 1) : Math.max(0, size - random.below(200));
      case 7:
        return this.#insert(random, place, size);
      case 8: {
        const count = Math.min(1 + random.below(64), size - place);
        bytes.copyWithin(place, place + count, size);
        return Math.max(0, size - count);
      }
      default:
        return this.#splice(random, place);
    }
  }

  /** Some bytes again, or chance. */
  #insert(random: Random, place: number, size: number): number {
    const bytes = this.#scratch;
    const count = Math.min(1 + random.below(64), bytes.length - size);
    bytes.copyWithin(place + count, place, size);
    if (random.below(2) === 0) for (let i = 0; i < count; i++) bytes[place + i] = random.below(256);
    return size + count;
  }

  /** The beginning of this file with the end of another. */
  #splice(random: Random, place: number): number {
    const other = random.one(this.victims).bytes;
    const from = random.below(2) === 0 ? place : random.below(other.length + 1);
    return (
      place +
      other.copy(this.#scratch, place, Math.min(from, other.length), this.#scratch.length - place + from)
    );
  }
}

/** Mostly in the first or last thousand bytes, or beside a name. */
function placeIn(random: Random, { namesAt }: Victim, size: number): number {
  const edge = Math.min(size, 1024);
  switch (random.below(8)) {
    case 0:
    case 1:
      return Math.min(size, random.below(64));
    case 2:
    case 3:
      return random.below(edge + 1);
    case 4:
      return size - random.below(edge + 1);
    case 5:
      return random.below(size + 1);
    default: {
      const named = namesAt[random.below(namesAt.length)] ?? 0;
      return Math.max(0, Math.min(size, named - 8 + random.below(20)));
    }
  }
}

/** A number where a length may stand: at the limits of its width, or about as long as the file. */
function writeLength(random: Random, bytes: Buffer, place: number): void {
  const width = random.one([1, 2, 3, 4, 4, 4, 6]);
  if (place + width > bytes.length) return;
  const most = 2 ** (8 * width) - 1;
  const half = 2 ** (8 * width - 1);
  const sizes = [bytes.length, bytes.length - place, place].map((size) => size + random.below(17) - 8);
  const value = random.one([0, 1, 7, 8, 15, 16, half - 1, half, most - 8, most - 1, most, ...sizes]);
  const written = Math.max(0, Math.min(most, value));
  if (random.below(2) === 0) bytes.writeUIntBE(written, place, width);
  else bytes.writeUIntLE(written, place, width);
}
