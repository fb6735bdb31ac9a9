import { noPicture, rational, type PictureCoding, type Rational } from '../reading';
import { BitReader } from './bits';
import { matrixName, transferName, unspecifiedColors, type ColorDescription } from './colors';
import { pixelShape } from './pixelShape';

/** MPEG-1 and MPEG-2 video: sequence header and what extends it (ISO/IEC 13818-2, 6.2.2). */

const startCode = Buffer.from([0, 0, 1]);
const sequenceCode = 0xb3;
const extensionCode = 0xb5;
const userDataCode = 0xb2;
const extensionTypes = { sequence: 1, display: 2 } as const;

const frameRates: readonly (readonly [number, number] | null)[] = [
  null,
  [24000, 1001],
  [24, 1],
  [25, 1],
  [30000, 1001],
  [30, 1],
  [50, 1],
  [60000, 1001],
  [60, 1],
];
/** MPEG-1 lists heights of pixels with four decimals; these are the ratios that FFmpeg makes of them. */
const mpeg1Shapes = [
  [0, 1],
  [1, 1],
  [49, 33],
  [64, 45],
  [239, 182],
  [36, 29],
  [32, 27],
  [169, 151],
  [178, 163],
  [54, 53],
  [196, 201],
  [187, 200],
  [200, 219],
  [127, 147],
  [134, 161],
] as const;
/** MPEG-2 lists shapes of the screen, but for the first. */
const mpeg2Screens = [
  [0, 1],
  [1, 1],
  [4, 3],
  [16, 9],
  [221, 100],
] as const;
const chromaNames = [null, 'yuv420p', 'yuv422p', 'yuv444p'] as const;

interface Sequence {
  readonly width: number;
  readonly height: number;
  readonly aspectCode: number;
  readonly rateCode: number;
}

interface Extension {
  readonly chroma: number;
  readonly widthHigh: number;
  readonly heightHigh: number;
  readonly rateFactor: readonly [number, number];
}

interface Display extends ColorDescription {
  readonly width: number;
  readonly height: number;
}

interface Headers {
  readonly sequence: Sequence;
  /** MPEG-1 has none. */
  readonly extension: Extension | null;
  readonly display: Display;
}

const noDisplay: Display = { ...unspecifiedColors, width: 0, height: 0 };

/** The first sequence header in the bytes, which should reach to the first picture. */
export function pictureOfMpegSequence(bytes: Buffer): PictureCoding | null {
  const headers = headersIn(bytes);
  if (!headers) return null;
  const { sequence, extension, display } = headers;
  const width = sequence.width + 4096 * (extension?.widthHigh ?? 0);
  const height = sequence.height + 4096 * (extension?.heightHigh ?? 0);
  const pixelFormat = extension ? chromaNames[extension.chroma] : 'yuv420p';
  if (width === 0 || height === 0 || !pixelFormat) return null;
  const shape = extension
    ? mpeg2Shape(sequence.aspectCode, { width, height }, display)
    : (mpeg1Shapes[sequence.aspectCode] ?? ([0, 1] as const));
  return {
    ...noPicture,
    codec: extension ? 'mpeg2video' : 'mpeg1video',
    width,
    height,
    pixelFormat,
    colorSpace: matrixName(display.matrix),
    colorTransfer: transferName(display.transfer),
    pixelAspectRatio: pixelShape(width, height, shape),
  };
}

export function frameRateOfMpegSequence(bytes: Buffer): Rational | null {
  const headers = headersIn(bytes);
  const rate = headers && frameRates[headers.sequence.rateCode];
  if (!rate) return null;
  const [numerator, denominator] = headers.extension?.rateFactor ?? [1, 1];
  return rational(rate[0] * numerator, rate[1] * denominator);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The screen's shape belongs to the part that is displayed. Encoders often mean the whole picture, so FFmpeg believes
 * the part only when that makes the whole 4:3 or 16:9.
 */
function mpeg2Shape(code: number, picture: Size, part: Size): readonly [number, number] {
  const screen = mpeg2Screens[code] ?? ([0, 1] as const);
  if (code <= 1) return screen;
  const [across, down] = screen;
  const of = ({ width, height }: Size) => [across * height, down * width] as const;
  if (part.width === 0 || part.height === 0) return of(picture);
  const [numerator, denominator] = of(part);
  const isWhole = (w: number, h: number) =>
    numerator * picture.width * h === denominator * picture.height * w;
  return isWhole(4, 3) || isWhole(16, 9) ? of(part) : of(picture);
}

function headersIn(bytes: Buffer): Headers | null {
  let sequence: Sequence | null = null;
  let extension: Extension | null = null;
  let display = noDisplay;
  for (let at = bytes.indexOf(startCode); at !== -1; at = bytes.indexOf(startCode, at + 3)) {
    const code = bytes[at + 3];
    const reader = new BitReader(bytes.subarray(at + 4));
    if (code === sequenceCode && !sequence) {
      sequence = sequenceOf(reader);
    } else if (code === extensionCode && sequence) {
      const type = reader.bits(4);
      if (type === extensionTypes.sequence) extension = extensionOf(reader);
      if (type === extensionTypes.display) display = displayOf(reader);
    } else if (sequence && code !== userDataCode) break;
  }
  return sequence && { sequence, extension, display };
}

function sequenceOf(reader: BitReader): Sequence {
  return {
    width: reader.bits(12),
    height: reader.bits(12),
    aspectCode: reader.bits(4),
    rateCode: reader.bits(4),
  };
}

function extensionOf(reader: BitReader): Extension {
  reader.skip(9);
  const [chroma, widthHigh, heightHigh] = [reader.bits(2), reader.bits(2), reader.bits(2)];
  reader.skip(12 + 1 + 8 + 1);
  const rateFactor = [reader.bits(2) + 1, reader.bits(5) + 1] as const;
  return { chroma, widthHigh, heightHigh, rateFactor };
}

function displayOf(reader: BitReader): Display {
  reader.skip(3);
  const hasColors = reader.flag();
  if (hasColors) reader.skip(8);
  const colors = hasColors ? { transfer: reader.bits(8), matrix: reader.bits(8) } : unspecifiedColors;
  const width = reader.bits(14);
  reader.skip(1);
  return { ...colors, width, height: reader.bits(14) };
}
