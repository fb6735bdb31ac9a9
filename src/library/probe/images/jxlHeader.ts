/** The part of a JPEG XL codestream's header (ISO/IEC 18181-1, annexes A and E) that tells how it decodes. */
export interface JxlHeader {
  /** As displayed. */
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly isFloat: boolean;
  readonly isGray: boolean;
  readonly hasAlpha: boolean;
  /** Of light to numbers, as ITU-T H.273 numbers them; null for a gamma, a colour profile, or as usual. */
  readonly transfer: number | null;
}

/** Null for colours that we are not sure of. Throws RangeError when the header is longer than the bytes. */
export function readJxlHeader(codestream: Buffer): JxlHeader | null {
  const bits = new Bits(codestream, 16);
  const stored = readSize(bits);
  if (bits.flag()) return { ...stored, ...usualSamples, hasAlpha: false, isGray: false, transfer: null };
  const orientation = bits.flag() ? readExtraFields(bits) : 1;
  const samples = readSampleFormat(bits);
  bits.read(1); // Whether 16 bits are enough for a decoder's buffers.
  const extraChannels = readExtraChannels(bits);
  bits.read(1); // Whether colours are stored as the eye sees them.
  const color = readColors(bits);
  if (!extraChannels || !color) return null;
  const size = orientation > 4 ? { width: stored.height, height: stored.width } : stored;
  return { ...size, ...samples, ...extraChannels, ...color };
}

const usualSamples = { bits: 8, isFloat: false };

/** One of four ways to write a number, by two bits: a constant and how many bits to add to it. */
type Coding = readonly (readonly [constant: number, bits: number])[];

// prettier-ignore
const codings = {
  side: [[1, 9], [1, 13], [1, 18], [1, 30]],
  previewEighths: [[16, 0], [32, 0], [1, 5], [33, 9]],
  previewSide: [[1, 6], [65, 8], [321, 10], [1345, 12]],
  ticks: [[100, 0], [1000, 0], [1, 10], [1, 30]],
  tickFraction: [[1, 0], [1001, 0], [1, 8], [1, 10]],
  loops: [[0, 0], [0, 3], [0, 16], [0, 32]],
  integerBits: [[8, 0], [10, 0], [12, 0], [1, 6]],
  floatBits: [[32, 0], [16, 0], [24, 0], [1, 6]],
  channels: [[0, 0], [1, 0], [2, 4], [1, 12]],
  shrinking: [[0, 0], [3, 0], [4, 0], [1, 3]],
  nameBytes: [[0, 0], [0, 4], [16, 5], [48, 10]],
  filter: [[1, 0], [0, 2], [3, 4], [19, 8]],
  name: [[0, 0], [1, 0], [2, 4], [18, 6]],
  coordinate: [[0, 19], [524_288, 19], [1_048_576, 20], [2_097_152, 21]],
} as const satisfies Readonly<Record<string, Coding>>;

/** Least significant bit first. */
class Bits {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.at++) {
      value += ((this.bytes.readUInt8(this.at >> 3) >> (this.at & 7)) & 1) * 2 ** bit;
    }
    return value;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  skip(count: number): void {
    this.at += count;
  }

  coded(coding: Coding): number {
    const [constant = 0, bits = 0] = coding[this.read(2)] ?? [];
    return constant + this.read(bits);
  }
}

/** Width for a height of one, by three bits; 0 says that the width is written itself. */
const ratios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2] as const;

function readSize(bits: Bits): { width: number; height: number } {
  const isInEighths = bits.flag();
  const side = () => (isInEighths ? (bits.read(5) + 1) * 8 : bits.coded(codings.side));
  const height = side();
  const ratio = ratios[bits.read(3)] ?? 0;
  return { height, width: ratio === 0 ? side() : widthOf(height, ratio) };
}

/** Whole numbers times a small fraction: the quotient of two whole numbers, cut. */
function widthOf(height: number, ratio: number): number {
  return Math.floor((height * Math.round(ratio * 180)) / 180);
}

/** Answers the orientation, as EXIF numbers them. */
function readExtraFields(bits: Bits): number {
  const orientation = bits.read(3) + 1;
  if (bits.flag()) readSize(bits); // The size it is meant to be shown at.
  if (bits.flag()) skipPreview(bits);
  if (bits.flag()) {
    bits.coded(codings.ticks);
    bits.coded(codings.tickFraction);
    bits.coded(codings.loops);
    bits.skip(1);
  }
  return orientation;
}

function skipPreview(bits: Bits): void {
  const coding = bits.flag() ? codings.previewEighths : codings.previewSide;
  bits.coded(coding);
  if (bits.read(3) === 0) bits.coded(coding);
}

function readSampleFormat(bits: Bits): { bits: number; isFloat: boolean } {
  const isFloat = bits.flag();
  const depth = bits.coded(isFloat ? codings.floatBits : codings.integerBits);
  if (isFloat) bits.skip(4);
  return { bits: depth, isFloat };
}

const channelType = { alpha: 0, spotColor: 2, black: 4, filter: 5 } as const;

function readExtraChannels(bits: Bits): { hasAlpha: boolean } | null {
  let hasAlpha = false;
  for (let left = bits.coded(codings.channels); left > 0; left--) {
    const type = readExtraChannel(bits);
    if (type === channelType.black) return null;
    if (type === channelType.alpha) hasAlpha = true;
  }
  return { hasAlpha };
}

function readExtraChannel(bits: Bits): number {
  if (bits.flag()) return channelType.alpha;
  const type = bits.coded(codings.name);
  readSampleFormat(bits);
  bits.coded(codings.shrinking);
  bits.skip(8 * bits.coded(codings.nameBytes));
  if (type === channelType.alpha) bits.skip(1);
  if (type === channelType.spotColor) bits.skip(4 * 16);
  if (type === channelType.filter) bits.coded(codings.filter);
  return type;
}

const colorSpace = { rgb: 0, gray: 1 } as const;
const custom = 2;

function readColors(bits: Bits): { isGray: boolean; transfer: number | null } | null {
  if (bits.flag()) return { isGray: false, transfer: null };
  const hasProfile = bits.flag();
  const space = bits.coded(codings.name);
  if (space !== colorSpace.rgb && space !== colorSpace.gray) return null;
  const isGray = space === colorSpace.gray;
  if (hasProfile) return { isGray, transfer: null };
  if (bits.coded(codings.name) === custom) skipCoordinates(bits, 1);
  if (!isGray && bits.coded(codings.name) === custom) skipCoordinates(bits, 3);
  const isGamma = bits.flag();
  return { isGray, transfer: isGamma ? null : bits.coded(codings.name) };
}

function skipCoordinates(bits: Bits, points: number): void {
  for (let i = 0; i < 2 * points; i++) bits.coded(codings.coordinate);
}
