import { noPicture, type PictureCoding } from '../reading';
import { BitReader } from './bits';
import { matrixName, rgbMatrix, transferName } from './colors';

/** VP9 (bitstream specification 0.6, 6.2; "VP Codec ISO Media File Format Binding"). */

const syncCode = 0x498342;
/** `color_space` as codes of ISO/IEC 23091-2. */
const matrices = [2, 5, 1, 6, 7, 9, 3, 0] as const;
const rgb = 7;

/** Null for what is no key frame. Neither transfer nor shape of pixels is in it. */
export function pictureOfVp9Frame(frame: Buffer): PictureCoding | null {
  const reader = new BitReader(frame.subarray(0, 64));
  if (reader.bits(2) !== 2) return null;
  const profile = reader.bits(1) + 2 * reader.bits(1);
  if (profile === 3 && reader.flag()) return null;
  const showsExisting = reader.flag();
  const isInter = reader.flag();
  reader.skip(2);
  if (showsExisting || isInter || reader.bits(24) !== syncCode) return null;
  const bitDepth = profile < 2 ? 8 : reader.flag() ? 12 : 10;
  const colorCode = reader.bits(3);
  const sampling = samplingOf(reader, profile, colorCode);
  if (sampling === null) return null;
  return {
    ...noPicture,
    codec: 'vp9',
    width: reader.bits(16) + 1,
    height: reader.bits(16) + 1,
    pixelFormat: deep(sampling, bitDepth),
    colorSpace: matrixName(matrices[colorCode] ?? 2),
  };
}

/** Odd profiles are for all that is not 4:2:0. */
function samplingOf(reader: BitReader, profile: number, colorCode: number): string | null {
  const isOdd = profile % 2 === 1;
  if (colorCode === rgb) {
    if (!isOdd || reader.flag()) return null;
    return 'gbrp';
  }
  reader.skip(1);
  if (!isOdd) return 'yuv420p';
  const isHalfWide = reader.flag();
  const isHalfHigh = reader.flag();
  if ((isHalfWide && isHalfHigh) || reader.flag()) return null;
  return isHalfWide ? 'yuv422p' : isHalfHigh ? 'yuv440p' : 'yuv444p';
}

/** `chromaSubsampling`: the first two differ in where colour is sampled. */
const chromaNames = ['yuv420p', 'yuv420p', 'yuv422p', 'yuv444p', 'yuv440p'] as const;

/**
 * `VPCodecConfigurationRecord`, the content of a `vpcC` box with its version and flags. It has no size, and where a frame
 * is at hand, FFmpeg takes from here no more than the transfer.
 */
export function pictureOfVpcConfiguration(vpcC: Buffer): PictureCoding | null {
  if (vpcC.readUInt8(0) !== 1) return null;
  const format = vpcC.readUInt8(6);
  const bitDepth = format >> 4;
  const matrix = vpcC.readUInt8(9);
  const sampling = chromaNames[(format >> 1) & 7];
  if (sampling === undefined || ![8, 10, 12].includes(bitDepth)) return null;
  return {
    ...noPicture,
    codec: 'vp9',
    pixelFormat: deep(matrix === rgbMatrix ? 'gbrp' : sampling, bitDepth),
    colorSpace: matrixName(matrix),
    colorTransfer: transferName(vpcC.readUInt8(8)),
  };
}

function deep(name: string, bitDepth: number): string {
  return bitDepth === 8 ? name : `${name}${bitDepth}le`;
}
