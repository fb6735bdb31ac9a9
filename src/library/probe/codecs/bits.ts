/** Reads numbers of any width, most significant bit first. Running past the end throws RangeError. */
export class BitReader {
  #at = 0;
  readonly #end: number;

  constructor(private readonly bytes: Buffer) {
    this.#end = bytes.length * 8;
  }

  get bitsLeft(): number {
    return this.#end - this.#at;
  }

  /** Bits from the beginning. */
  get position(): number {
    return this.#at;
  }

  flag(): boolean {
    if (this.#at >= this.#end) throw new RangeError('no bits left');
    const byte = this.bytes[this.#at >>> 3] ?? 0;
    return ((byte >>> (7 - (this.#at++ & 7))) & 1) === 1;
  }

  /** Up to 32 bits, unsigned. */
  bits(count: number): number {
    if (count > this.bitsLeft) throw new RangeError('no bits left');
    let value = 0;
    let wanted = count;
    while (wanted > 0) {
      const byte = this.bytes[this.#at >>> 3] ?? 0;
      const leftInByte = 8 - (this.#at & 7);
      const taken = Math.min(leftInByte, wanted);
      // Multiplied, not shifted: 32 bits must stay positive.
      value = value * 2 ** taken + ((byte >>> (leftInByte - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      wanted -= taken;
    }
    return value;
  }

  /** What {@link bits} would answer, without moving on. */
  peek(count: number): number {
    const start = this.#at;
    const value = this.bits(count);
    this.#at = start;
    return value;
  }

  skip(count: number): void {
    if (count > this.bitsLeft) throw new RangeError('no bits left');
    this.#at += count;
  }

  /** `ue(v)` of ISO/IEC 14496-10, 9.1: at most 32 bits. */
  unsignedGolomb(): number {
    let zeros = 0;
    while (!this.flag()) if (++zeros > 32) throw new RangeError('not an exponential Golomb code');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** `se(v)` of ISO/IEC 14496-10, 9.1.1. */
  signedGolomb(): number {
    const code = this.unsignedGolomb();
    return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2;
  }
}

/**
 * The payload of a NAL unit: the 3 of every 0 0 3, which keeps start codes from appearing, is taken out. Parameter sets
 * are short: what lies beyond `maxBytes` is left away.
 */
export function withoutEmulationPrevention(nal: Buffer, maxBytes = 4096): Buffer {
  const source = nal.subarray(0, maxBytes);
  if (!source.includes(emulationPrevention)) return source;
  const payload = Buffer.alloc(source.length);
  let length = 0;
  let zeros = 0;
  for (const byte of source) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    payload[length++] = byte;
  }
  return payload.subarray(0, length);
}

const emulationPrevention = Buffer.from([0, 0, 3]);
