/** Headers of JPEG XL codestreams, of which encoders write only few kinds. What follows is no picture. */
export interface JxlTraits {
  readonly width: number;
  readonly height: number;
  /** 1 to 8, as in EXIF. */
  readonly orientation: number;
  readonly bits: 8 | 10 | 12 | 16 | 32;
  readonly isFloat: boolean;
  readonly isGray: boolean;
  /** Extra channels: alpha as usual, alpha with 16 bits and a name, depth. */
  readonly channels: readonly ('alpha' | 'named alpha' | 'depth')[];
  readonly isForTheEye: boolean;
  readonly isAnimated: boolean;
  /** As ITU-T H.273 numbers it. */
  readonly transfer: 1 | 8 | 13 | 16 | 18;
}

/** Least significant bit first. */
class BitWriter {
  readonly #bits: number[] = [];

  write(value: number, count: number): void {
    for (let bit = 0; bit < count; bit++) this.#bits.push(Math.floor(value / 2 ** bit) % 2);
  }

  flag(isSet: boolean): void {
    this.write(isSet ? 1 : 0, 1);
  }

  /** The first of four codings `[constant, bits]` that can say it. */
  coded(value: number, codings: readonly (readonly [number, number])[]): void {
    const choice = codings.findIndex(([constant, bits]) => value >= constant && value < constant + 2 ** bits);
    const [constant, bits] = codings[choice] ?? [0, 0];
    this.write(choice, 2);
    this.write(value - constant, bits);
  }

  name(value: number): void {
    this.coded(value, [
      [0, 0],
      [1, 0],
      [2, 4],
      [18, 6],
    ]);
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => (bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7))));
    return bytes;
  }
}

export function jxlBytes(traits: JxlTraits): Buffer {
  const out = new BitWriter();
  out.write(0x0aff, 16);
  out.flag(false);
  const side = (value: number) =>
    out.coded(value, [
      [1, 9],
      [1, 13],
      [1, 18],
      [1, 30],
    ]);
  side(traits.height);
  out.write(0, 3);
  side(traits.width);
  out.flag(false); // Not all as usual.
  out.flag(true);
  out.write(traits.orientation - 1, 3);
  out.flag(false);
  out.flag(false);
  out.flag(traits.isAnimated);
  if (traits.isAnimated) out.write(0b0_00_00_00, 7);
  writeSamples(out, traits.bits, traits.isFloat);
  out.flag(true);
  out.coded(traits.channels.length, [
    [0, 0],
    [1, 0],
    [2, 4],
    [1, 12],
  ]);
  for (const channel of traits.channels) writeChannel(out, channel);
  out.flag(traits.isForTheEye);
  writeColors(out, traits);
  out.flag(true); // Tones as usual.
  out.write(0, 2);
  out.flag(true);
  return Buffer.concat([out.bytes(), Buffer.alloc(400)]);
}

function writeSamples(out: BitWriter, bits: number, isFloat: boolean): void {
  out.flag(isFloat);
  if (!isFloat) {
    out.coded(bits, [
      [8, 0],
      [10, 0],
      [12, 0],
      [1, 6],
    ]);
    return;
  }
  out.coded(bits, [
    [32, 0],
    [16, 0],
    [24, 0],
    [1, 6],
  ]);
  out.write(bits === 32 ? 7 : 4, 4);
}

function writeChannel(out: BitWriter, channel: JxlTraits['channels'][number]): void {
  out.flag(channel === 'alpha');
  if (channel === 'alpha') return;
  out.name(channel === 'depth' ? 1 : 0);
  writeSamples(out, 16, false);
  out.write(0, 2);
  const name = Buffer.from('a name');
  out.coded(name.length, [
    [0, 0],
    [0, 4],
    [16, 5],
    [48, 10],
  ]);
  for (const byte of name) out.write(byte, 8);
  if (channel === 'named alpha') out.flag(false);
}

function writeColors(out: BitWriter, { isGray, transfer }: JxlTraits): void {
  out.flag(false);
  out.flag(false);
  out.name(isGray ? 1 : 0);
  out.name(1);
  if (!isGray) out.name(1);
  out.flag(false);
  out.name(transfer);
  out.name(1);
}
