import { BitReader } from './bits';
import { rgbMatrix, unspecifiedColors } from './colors';

/** The sequence header of AV1 (AV1 bitstream specification, 5.5). */

interface ColorConfiguration {
  readonly bitDepth: number;
  readonly isGray: boolean;
  readonly isRgb: boolean;
  readonly isHalfWide: boolean;
  readonly isHalfHigh: boolean;
  readonly transfer: number;
  readonly matrix: number;
}

export interface Av1Sequence extends ColorConfiguration {
  /** The most that any frame has, and nearly always all of them. */
  readonly width: number;
  readonly height: number;
}

export function sequenceOfAv1(bytes: Buffer): Av1Sequence | null {
  const reader = new BitReader(bytes);
  const profile = reader.bits(3);
  reader.skip(1);
  const isReduced = reader.flag();
  if (profile > 2) return null;
  if (isReduced) reader.skip(5);
  else skipOperatingPoints(reader);
  const widthBits = reader.bits(4) + 1;
  const heightBits = reader.bits(4) + 1;
  const width = reader.bits(widthBits) + 1;
  const height = reader.bits(heightBits) + 1;
  skipTools(reader, isReduced);
  return { width, height, ...colorsOf(reader, profile) };
}

function skipOperatingPoints(reader: BitReader): void {
  let delayBits = 0;
  let hasDecoderModel = false;
  if (reader.flag()) {
    reader.skip(64);
    if (reader.flag()) skipUnsignedVariable(reader);
    hasDecoderModel = reader.flag();
    if (hasDecoderModel) {
      delayBits = reader.bits(5) + 1;
      reader.skip(32 + 5 + 5);
    }
  }
  const hasDisplayDelay = reader.flag();
  const points = reader.bits(5) + 1;
  for (let point = 0; point < points; point++) {
    reader.skip(12);
    if (reader.bits(5) > 7) reader.skip(1);
    if (hasDecoderModel && reader.flag()) reader.skip(2 * delayBits + 1);
    if (hasDisplayDelay && reader.flag()) reader.skip(4);
  }
}

/** `uvlc`. */
function skipUnsignedVariable(reader: BitReader): void {
  let zeros = 0;
  while (!reader.flag()) zeros++;
  if (zeros < 32) reader.skip(zeros);
}

const selectLater = 2;

function skipTools(reader: BitReader, isReduced: boolean): void {
  if (!isReduced && reader.flag()) reader.skip(4 + 3);
  reader.skip(3);
  if (!isReduced) {
    reader.skip(4);
    const hasOrderHint = reader.flag();
    if (hasOrderHint) reader.skip(2);
    const screenContent = reader.flag() ? selectLater : reader.bits(1);
    if (screenContent > 0 && !reader.flag()) reader.skip(1);
    if (hasOrderHint) reader.skip(3);
  }
  reader.skip(3);
}

const srgb = { primaries: 1, transfer: 13, matrix: rgbMatrix } as const;

function colorsOf(reader: BitReader, profile: number): ColorConfiguration {
  const isHigh = reader.flag();
  const bitDepth = isHigh ? (profile === 2 && reader.flag() ? 12 : 10) : 8;
  const isGray = profile !== 1 && reader.flag();
  const hasDescription = reader.flag();
  const primaries = hasDescription ? reader.bits(8) : null;
  const transfer = hasDescription ? reader.bits(8) : unspecifiedColors.transfer;
  const matrix = hasDescription ? reader.bits(8) : unspecifiedColors.matrix;
  const color = { bitDepth, isGray, transfer, matrix, isRgb: false };
  if (isGray) return { ...color, isHalfWide: true, isHalfHigh: true };
  if (primaries === srgb.primaries && transfer === srgb.transfer && matrix === srgb.matrix) {
    return { ...color, isRgb: true, isHalfWide: false, isHalfHigh: false };
  }
  reader.skip(1);
  if (profile === 0) return { ...color, isHalfWide: true, isHalfHigh: true };
  if (profile === 1) return { ...color, isHalfWide: false, isHalfHigh: false };
  const isHalfWide = bitDepth === 12 ? reader.flag() : true;
  const isHalfHigh = bitDepth === 12 && isHalfWide && reader.flag();
  return { ...color, isHalfWide, isHalfHigh };
}
