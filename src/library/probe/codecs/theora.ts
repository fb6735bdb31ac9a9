import { noPicture, rational, type PictureCoding, type Rational } from '../reading';
import { matrixName, transferName } from './colors';
import { pixelShape } from './pixelShape';

/** The identification header of Theora (Theora specification, 6.2). */

const signature = '\x80theora\x03\x02';
const pixelFormats = ['yuv420p', null, 'yuv422p', 'yuv444p'] as const;
/** Both of the colour spaces that Theora knows have these. */
const knownColors = { colorSpace: matrixName(5), colorTransfer: transferName(1) };

export function pictureOfTheoraHeader(packet: Buffer): PictureCoding | null {
  if (!isHeader(packet)) return null;
  const width = packet.readUIntBE(14, 3);
  const height = packet.readUIntBE(17, 3);
  const isInside =
    width + packet.readUInt8(20) <= 16 * packet.readUInt16BE(10) &&
    height + packet.readUInt8(21) <= 16 * packet.readUInt16BE(12);
  const pixelFormat = pixelFormats[(packet.readUInt8(41) >> 3) & 3];
  if (!isInside || width === 0 || height === 0 || !pixelFormat) return null;
  const colorCode = packet.readUInt8(36);
  return {
    ...noPicture,
    codec: 'theora',
    width,
    height,
    pixelFormat,
    ...((colorCode === 1 || colorCode === 2) && knownColors),
    pixelAspectRatio: pixelShape(width, height, [packet.readUIntBE(30, 3), packet.readUIntBE(33, 3)]),
  };
}

export function frameRateOfTheoraHeader(packet: Buffer): Rational | null {
  return isHeader(packet) ? rational(packet.readUInt32BE(22), packet.readUInt32BE(26)) : null;
}

function isHeader(packet: Buffer): boolean {
  return packet.toString('latin1', 0, signature.length) === signature;
}
