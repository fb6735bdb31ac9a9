import { rational, type PictureCoding, type Rational } from '../reading';
import { agreedOn } from './agreement';
import { BitReader, withoutEmulationPrevention } from './bits';
import { matrixName, rgbMatrix, transferName } from './colors';
import { skipHevcToUsability } from './hevcSequence';
import { pixelShape } from './pixelShape';
import { unknownAspect, unknownUsability, usabilityOf, type Usability } from './usability';

/** Sequence parameter sets of HEVC (ISO/IEC 23008-2, 7.3.2.2 and annex E). */

const spsType = 33;
const maxArrays = 64;
const maxSets = 64;

/** `HEVCDecoderConfigurationRecord`, the content of an `hvcC` box. Null without parameter sets, or when they differ. */
export function pictureOfHevcConfiguration(hvcC: Buffer): PictureCoding | null {
  return agreedOn(parameterSetsOf(hvcC).map(pictureOfHevcSps));
}

function parameterSetsOf(hvcC: Buffer): readonly Buffer[] {
  const sets: Buffer[] = [];
  const arrays = Math.min(hvcC.readUInt8(22), maxArrays);
  let at = 23;
  for (let array = 0; array < arrays; array++) {
    const type = hvcC.readUInt8(at) & 63;
    const count = Math.min(hvcC.readUInt16BE(at + 1), maxSets);
    at += 3;
    for (let i = 0; i < count; i++) {
      const length = hvcC.readUInt16BE(at);
      const nal = hvcC.subarray(at + 2, at + 2 + length);
      if (type === spsType && isOfBaseLayer(nal)) sets.push(nal);
      at += 2 + length;
    }
  }
  return sets;
}

/** Further layers hold a second eye or more detail; FFmpeg shows the base. */
function isOfBaseLayer(nal: Buffer): boolean {
  return (nal.readUInt16BE(0) & 0x1f8) === 0;
}

/** A NAL unit with its two header bytes, without start code. */
export function pictureOfHevcSps(nal: Buffer): PictureCoding | null {
  const sps = spsOf(nal);
  if (!sps) return null;
  const { width, height, aspect, colors } = sps;
  const pixelFormat = pixelFormatOf(sps);
  if (pixelFormat === null || width <= 0 || height <= 0) return null;
  return {
    codec: 'hevc',
    width,
    height,
    pixelFormat,
    colorSpace: matrixName(colors.matrix),
    colorTransfer: transferName(colors.transfer),
    pixelAspectRatio: pixelShape(width, height, aspect ?? unknownAspect),
  };
}

/** Null where the stream does not say. A tick makes a frame, or a field where fields are coded one by one. */
export function frameRateOfHevcSps(nal: Buffer): Rational | null {
  return spsOf(nal)?.frameRate ?? null;
}

interface Format {
  readonly chroma: number;
  readonly bitDepth: number;
}

interface SequenceParameterSet extends Format, Usability {
  readonly frameRate: Rational | null;
  readonly width: number;
  readonly height: number;
}

function spsOf(nal: Buffer): SequenceParameterSet | null {
  if (((nal.readUInt8(0) >> 1) & 63) !== spsType || !isOfBaseLayer(nal)) return null;
  const reader = new BitReader(withoutEmulationPrevention(nal.subarray(2)));
  reader.skip(4);
  const subLayers = reader.bits(3) + 1;
  reader.skip(1);
  skipProfiles(reader, subLayers);
  reader.unsignedGolomb();
  const chromaCode = reader.unsignedGolomb();
  if (chromaCode > 3) return null;
  // Planes that are coded apart are decoded as so many grey pictures.
  const chroma = chromaCode === 3 && reader.flag() ? 0 : chromaCode;
  const codedWidth = reader.unsignedGolomb();
  const codedHeight = reader.unsignedGolomb();
  const crop = reader.flag() ? cropOf(reader, chroma) : { left: 0, right: 0, top: 0, bottom: 0 };
  const bitDepth = reader.unsignedGolomb() + 8;
  const chromaDepth = reader.unsignedGolomb() + 8;
  if (chroma !== 0 && bitDepth !== chromaDepth) return null;
  skipHevcToUsability(reader, subLayers);
  const format = {
    chroma,
    bitDepth,
    width: codedWidth - crop.left - crop.right,
    height: codedHeight - crop.top - crop.bottom,
  };
  if (!reader.flag()) return { ...format, ...unknownUsability, frameRate: null };
  return { ...format, ...usabilityOf(reader), frameRate: frameRateOf(reader) };
}

/** `profile_tier_level`. */
function skipProfiles(reader: BitReader, subLayers: number): void {
  reader.skip(96);
  if (subLayers === 1) return;
  const present = Array.from({ length: 8 }, () => reader.bits(2));
  for (const flags of present.slice(0, subLayers - 1)) {
    if (flags & 2) reader.skip(88);
    if (flags & 1) reader.skip(8);
  }
}

interface Crop {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The conformance window, in steps of a chroma sample. */
function cropOf(reader: BitReader, chroma: number): Crop {
  const across = chroma === 1 || chroma === 2 ? 2 : 1;
  const down = chroma === 1 ? 2 : 1;
  return {
    left: reader.unsignedGolomb() * across,
    right: reader.unsignedGolomb() * across,
    top: reader.unsignedGolomb() * down,
    bottom: reader.unsignedGolomb() * down,
  };
}

/** The rest of `vui_parameters`. The display window in it is a wish that FFmpeg does not follow. */
function frameRateOf(reader: BitReader): Rational | null {
  reader.skip(3);
  if (reader.flag()) for (let edge = 0; edge < 4; edge++) reader.unsignedGolomb();
  if (!reader.flag()) return null;
  const unitsInTick = reader.bits(32);
  return rational(reader.bits(32), unitsInTick);
}

/** FFmpeg's decoder has no other depths. */
const deepSuffixes: Readonly<Partial<Record<number, string>>> = { 8: '', 9: '9le', 10: '10le', 12: '12le' };

function pixelFormatOf({ chroma, bitDepth, isFullRange, colors }: SequenceParameterSet): string | null {
  const suffix = deepSuffixes[bitDepth];
  const sampling = ['gray', 'yuv420p', 'yuv422p', 'yuv444p'][chroma];
  if (suffix === undefined || sampling === undefined) return null;
  if (chroma === 3 && colors.matrix === rgbMatrix && bitDepth !== 9) return `gbrp${suffix}`;
  if (chroma === 1 && bitDepth === 8 && isFullRange) return 'yuvj420p';
  return `${sampling}${suffix}`;
}
