import { rational, type PictureCoding, type Rational } from '../reading';
import { agreedOn } from './agreement';
import { BitReader, withoutEmulationPrevention } from './bits';
import { matrixName, rgbMatrix, transferName } from './colors';
import { pixelShape } from './pixelShape';
import { unknownUsability, usabilityOf, type Usability } from './usability';

/** Sequence parameter sets of H.264 (ISO/IEC 14496-10, 7.3.2.1 and annex E). */

const spsType = 7;

/** `AVCDecoderConfigurationRecord`, the content of an `avcC` box. Null without parameter sets, or when they differ. */
export function pictureOfAvcConfiguration(avcC: Buffer): PictureCoding | null {
  return agreedOn(parameterSetsOf(avcC).map(pictureOfH264Sps));
}

function parameterSetsOf(avcC: Buffer): readonly Buffer[] {
  if (avcC.readUInt8(0) !== 1) return [];
  const count = avcC.readUInt8(5) & 31;
  let at = 6;
  return Array.from({ length: count }, () => {
    const length = avcC.readUInt16BE(at);
    const nal = avcC.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    return nal;
  });
}

/**
 * Where a container says a size that is a little smaller, within the same macroblocks, FFmpeg takes it for the cropping
 * that the stream forgot.
 */
export function croppedByContainer(picture: PictureCoding, width: number, height: number): PictureCoding {
  const isWithin = (said: number, coded: number | null) =>
    coded !== null && said <= coded && Math.ceil(said / 16) === Math.ceil(coded / 16);
  return isWithin(width, picture.width) && isWithin(height, picture.height)
    ? { ...picture, width, height }
    : picture;
}

/** A NAL unit with its header byte, without start code. */
export function pictureOfH264Sps(nal: Buffer): PictureCoding | null {
  const sps = spsOf(nal);
  if (!sps) return null;
  const { width, height, aspect, colors } = sps;
  const pixelFormat = pixelFormatOf(sps);
  if (pixelFormat === null || aspect === null || width <= 0 || height <= 0) return null;
  return {
    codec: 'h264',
    width,
    height,
    pixelFormat,
    colorSpace: matrixName(colors.matrix),
    colorTransfer: transferName(colors.transfer),
    pixelAspectRatio: pixelShape(width, height, aspect),
  };
}

/** Null where the stream does not say. */
export function frameRateOfH264Sps(nal: Buffer): Rational | null {
  return spsOf(nal)?.frameRate ?? null;
}

/** Whether pictures may be coded as two fields; null where the bytes are no parameter set. */
export function mayHaveFieldsOfH264Sps(nal: Buffer): boolean | null {
  return spsOf(nal)?.mayHaveFields ?? null;
}

interface Format {
  readonly chroma: number;
  readonly bitDepth: number;
}

interface SequenceParameterSet extends Format, Usability {
  readonly frameRate: Rational | null;
  readonly width: number;
  readonly height: number;
  readonly mayHaveFields: boolean;
}

/** Profiles whose parameter sets tell of chroma and depth, as far as FFmpeg knows them. */
const highProfiles: ReadonlySet<number> = new Set([44, 83, 86, 100, 110, 118, 122, 128, 144, 244]);

function spsOf(nal: Buffer): SequenceParameterSet | null {
  if ((nal.readUInt8(0) & 31) !== spsType) return null;
  const reader = new BitReader(withoutEmulationPrevention(nal.subarray(1)));
  const profile = reader.bits(8);
  reader.skip(16);
  reader.unsignedGolomb();
  const format = highProfiles.has(profile) ? formatOf(reader) : { chroma: 1, bitDepth: 8 };
  if (!format) return null;
  reader.unsignedGolomb();
  skipPictureOrder(reader);
  reader.unsignedGolomb();
  reader.skip(1);
  const size = sizeOf(reader, format.chroma);
  if (!reader.flag()) return { ...format, ...size, ...unknownUsability, frameRate: null };
  const usability = usabilityOf(reader);
  return { ...format, ...size, ...usability, frameRate: reader.flag() ? frameRateOf(reader) : null };
}

function formatOf(reader: BitReader): Format | null {
  const chroma = reader.unsignedGolomb();
  const isInSeparatePlanes = chroma === 3 && reader.flag();
  const bitDepth = reader.unsignedGolomb() + 8;
  const chromaDepth = reader.unsignedGolomb() + 8;
  reader.skip(1);
  if (chroma > 3 || isInSeparatePlanes || bitDepth !== chromaDepth) return null;
  if (reader.flag()) skipScalingLists(reader, chroma === 3 ? 12 : 8);
  return { chroma, bitDepth };
}

function skipScalingLists(reader: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (!reader.flag()) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64); i++) {
      if (next !== 0) next = (last + reader.signedGolomb()) & 255;
      if (next !== 0) last = next;
      else if (i === 0) break;
    }
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.unsignedGolomb();
  if (type === 0) reader.unsignedGolomb();
  if (type !== 1) return;
  reader.skip(1);
  reader.signedGolomb();
  reader.signedGolomb();
  const count = reader.unsignedGolomb();
  for (let i = 0; i < count; i++) reader.signedGolomb();
}

/** Whole macroblocks, less what is cropped in steps of a chroma sample and, in interlaced pictures, of both fields. */
function sizeOf(
  reader: BitReader,
  chroma: number,
): Pick<SequenceParameterSet, 'width' | 'height' | 'mayHaveFields'> {
  const macroblocksAcross = reader.unsignedGolomb() + 1;
  const mapUnitsDown = reader.unsignedGolomb() + 1;
  const rowsOfUnit = reader.flag() ? 1 : 2;
  if (rowsOfUnit === 2) reader.skip(1);
  reader.skip(1);
  const crop = reader.flag()
    ? {
        left: reader.unsignedGolomb(),
        right: reader.unsignedGolomb(),
        top: reader.unsignedGolomb(),
        bottom: reader.unsignedGolomb(),
      }
    : { left: 0, right: 0, top: 0, bottom: 0 };
  const stepAcross = chroma === 1 || chroma === 2 ? 2 : 1;
  const stepDown = (chroma === 1 ? 2 : 1) * rowsOfUnit;
  return {
    width: 16 * macroblocksAcross - stepAcross * (crop.left + crop.right),
    height: 16 * mapUnitsDown * rowsOfUnit - stepDown * (crop.top + crop.bottom),
    mayHaveFields: rowsOfUnit === 2,
  };
}

/** Two ticks, one for each field, make a frame. */
function frameRateOf(reader: BitReader): Rational | null {
  const unitsInTick = reader.bits(32);
  return rational(reader.bits(32), 2 * unitsInTick);
}

/** FFmpeg's decoder has no other depths. Full range has names of its own at 8 bits. */
const deepSuffixes: Readonly<Partial<Record<number, string>>> = {
  8: '',
  9: '9le',
  10: '10le',
  12: '12le',
  14: '14le',
};

function pixelFormatOf({ chroma, bitDepth, isFullRange, colors }: SequenceParameterSet): string | null {
  const suffix = deepSuffixes[bitDepth];
  if (suffix === undefined) return null;
  if (chroma === 3 && colors.matrix === rgbMatrix) return `gbrp${suffix}`;
  const family = isFullRange && bitDepth === 8 ? 'yuvj' : 'yuv';
  const sampling = ['420p', '420p', '422p', '444p'][chroma];
  return sampling === undefined ? null : `${family}${sampling}${suffix}`;
}
