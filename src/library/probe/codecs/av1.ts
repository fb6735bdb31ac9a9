import { rational, type PictureCoding } from '../reading';
import { sequenceOfAv1, type Av1Sequence } from './av1Sequence';
import { matrixName, transferName } from './colors';

/** AV1: what the sequence header says (AV1 bitstream specification, 5.3 and 5.5). */

const sequenceHeaderType = 1;
const maxObus = 32;

/** `AV1CodecConfigurationRecord`, the content of an `av1C` box. Null when there is no sequence header in it. */
export function pictureOfAv1Configuration(av1C: Buffer): PictureCoding | null {
  return pictureOfAv1Obus(av1C.subarray(4));
}

/** Open bitstream units that tell their own sizes, such as a packet; null when no sequence header is among the first. */
export function pictureOfAv1Obus(bytes: Buffer): PictureCoding | null {
  let at = 0;
  for (let obu = 0; obu < maxObus && at < bytes.length; obu++) {
    const header = bytes.readUInt8(at);
    const hasExtension = (header & 4) !== 0;
    const hasSize = (header & 2) !== 0;
    at += hasExtension ? 2 : 1;
    const size = hasSize ? sizeAt(bytes, at) : { value: bytes.length - at, bytes: 0 };
    at += size.bytes;
    if (((header >> 3) & 15) === sequenceHeaderType) {
      const sequence = sequenceOfAv1(bytes.subarray(at, at + size.value));
      return sequence && pictureOf(sequence);
    }
    at += size.value;
  }
  return null;
}

/** `leb128`. */
function sizeAt(bytes: Buffer, at: number): { readonly value: number; readonly bytes: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes.readUInt8(at + i);
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, bytes: i + 1 };
  }
  throw new RangeError('no leb128');
}

/**
 * Size and shape are those of frames that say nothing else. A frame can ask to be shown at another size, which FFmpeg
 * takes for a shape of pixels: encoders that pad what they code may do so.
 */
function pictureOf(sequence: Av1Sequence): PictureCoding {
  const { width, height, matrix, transfer } = sequence;
  return {
    codec: 'av1',
    width,
    height,
    pixelFormat: pixelFormatOf(sequence),
    colorSpace: matrixName(matrix),
    colorTransfer: transferName(transfer),
    pixelAspectRatio: rational(1, 1),
  };
}

function pixelFormatOf({ isRgb, isGray, isHalfWide, isHalfHigh, bitDepth }: Av1Sequence): string {
  const color = isRgb ? 'gbrp' : isHalfHigh ? 'yuv420p' : isHalfWide ? 'yuv422p' : 'yuv444p';
  return `${isGray ? 'gray' : color}${bitDepth === 8 ? '' : `${bitDepth}le`}`;
}
