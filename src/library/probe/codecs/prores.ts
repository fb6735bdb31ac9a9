import { noPicture, type PictureCoding } from '../reading';
import { matrixName, transferName } from './colors';

/** Apple ProRes (SMPTE RDD 36): what the four-character code leaves open, the header of a frame says. */

const bitDepths: ReadonlyMap<string, number> = new Map([
  ['apco', 10],
  ['apcs', 10],
  ['apcn', 10],
  ['apch', 10],
  ['ap4h', 12],
  ['ap4x', 12],
]);
const frameSignature = 'icpf';
const headerAt = 8;
const fullChroma = 3;

/** Null for codes of other codecs, ProRes RAW among them. */
export function pictureOfProresFrame(fourCharacterCode: string, frame: Buffer): PictureCoding | null {
  const bitDepth = bitDepths.get(fourCharacterCode);
  if (bitDepth === undefined || frame.toString('latin1', 4, headerAt) !== frameSignature) return null;
  const header = frame.subarray(headerAt);
  const alphaCode = header.readUInt8(17) & 15;
  if (alphaCode > 2) return null;
  const sampling = header.readUInt8(12) >> 6 === fullChroma ? '444' : '422';
  return {
    ...noPicture,
    codec: 'prores',
    width: header.readUInt16BE(8),
    height: header.readUInt16BE(10),
    pixelFormat: `yuv${alphaCode === 0 ? '' : 'a'}${sampling}p${bitDepth}le`,
    colorSpace: matrixName(header.readUInt8(16)),
    colorTransfer: transferName(header.readUInt8(15)),
  };
}
