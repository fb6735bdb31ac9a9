import { noPicture, type PictureCoding } from '../reading';

const startCode = 0x9d012a;

/** The first frame, a key frame (RFC 6386, 9.1); null for any other. */
export function pictureOfVp8Frame(frame: Buffer): PictureCoding | null {
  const isKeyFrame = (frame.readUInt8(0) & 1) === 0;
  if (!isKeyFrame || frame.readUIntBE(3, 3) !== startCode) return null;
  const width = frame.readUInt16LE(6) & 0x3fff;
  const height = frame.readUInt16LE(8) & 0x3fff;
  if (width === 0 || height === 0) return null;
  return { ...noPicture, codec: 'vp8', width, height, pixelFormat: 'yuv420p' };
}
