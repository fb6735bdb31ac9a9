import type { OggPacket } from './oggPacket';

/** How a packet's first byte tells how long it plays: by a mode, which has long or short blocks. */
interface Modes {
  readonly isLong: readonly boolean[];
  readonly shortBlock: number;
  readonly longBlock: number;
}

/** A mode (41 bits) and what stands before the modes in any setup that there can be. */
const bitsBefore = 97;
/** As many as the last bytes of a setup can hold. */
const setupTailBytes = 512;

/** In samples; null where a packet is not one of sound, or the setup is not understood. */
export function vorbisPacketLengths(
  headers: readonly OggPacket[],
  packets: readonly OggPacket[],
): readonly number[] | null {
  const [identification, , setup] = headers;
  const blocks = identification?.read(28, 1)[0];
  if (blocks === undefined || !setup) return null;
  const isLong = modesOf(setup);
  if (!isLong) return null;
  const modes = { isLong, shortBlock: 2 ** (blocks & 15), longBlock: 2 ** (blocks >>> 4) };
  return lengthsOf(modes, packets);
}

/** A packet's blocks overlap by half with those of the one before. */
function lengthsOf({ isLong, shortBlock, longBlock }: Modes, packets: readonly OggPacket[]): number[] | null {
  const codeBits = isLong.length === 1 ? 0 : 32 - Math.clz32(isLong.length - 1);
  let previous = shortBlock;
  const lengths: number[] = [];
  for (const packet of packets) {
    if (packet.length === 0) {
      lengths.push(0);
      continue;
    }
    const first = packet.read(0, 1).readUInt8(0);
    const long = isLong[(first >>> 1) & (2 ** codeBits - 1)];
    if ((first & 1) === 1 || long === undefined) return null;
    if (long) previous = ((first >>> (1 + Math.max(1, codeBits))) & 1) === 1 ? longBlock : shortBlock;
    const current = long ? longBlock : shortBlock;
    lengths.push((previous + current) >> 2);
    previous = current;
  }
  return lengths;
}

/**
 * The modes are the last of the setup, before one bit that ends it, and their number stands before them. Read from the
 * end, for what comes before has no length: the largest number that agrees is theirs.
 */
function modesOf(setup: OggPacket): readonly boolean[] | null {
  const skipped = Math.max(0, setup.length - setupTailBytes);
  const tail = new BackwardBits(setup.read(skipped, setupTailBytes));
  let isEnded = false;
  while (!isEnded && tail.bitsLeft > bitsBefore) isEnded = tail.bits(1) === 1;
  if (!isEnded) return null;
  const found: boolean[] = [];
  let agreed = 0;
  while (tail.bitsLeft >= bitsBefore && found.length <= 64) {
    const mapping = tail.bits(8);
    if (mapping > 63 || tail.bits(16) !== 0 || tail.bits(16) !== 0) break;
    found.push(tail.bits(1) === 1);
    if (tail.peek(6) + 1 === found.length) agreed = found.length;
  }
  return agreed === 0 || agreed > 63 ? null : found.slice(0, agreed).reverse();
}

/** Vorbis fills bytes from their lowest bit: from the end, the highest bit is the last that was written. */
class BackwardBits {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  get bitsLeft(): number {
    return this.bytes.length * 8 - this.#at;
  }

  bits(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) {
      const byte = this.bytes[this.bytes.length - 1 - (this.#at >>> 3)] ?? 0;
      value = value * 2 + ((byte >>> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }

  peek(count: number): number {
    const at = this.#at;
    const value = this.bits(count);
    this.#at = at;
    return value;
  }
}
