import { UnclearError } from './pes';

/** Pictures that are half a frame, or are shown for longer than one: FFmpeg's rates then follow rules of their own. */

const pictureExtension = 8;
const wholeFrame = 3;
const extensionCode = Buffer.from([0, 0, 1, 0xb5]);

/** `start` is the beginning of a frame of MPEG-1 or MPEG-2 video. Throws {@link UnclearError} (ISO/IEC 13818-2, 6.2.3.1). */
export function checkMpegPicture(start: Buffer): void {
  for (let at = start.indexOf(extensionCode); at !== -1; at = start.indexOf(extensionCode, at + 4)) {
    if (at + 9 > start.length || start.readUInt8(at + 4) >>> 4 !== pictureExtension) continue;
    const structure = start.readUInt8(at + 6) & 3;
    const isRepeated = (start.readUInt8(at + 7) & 2) !== 0;
    if (structure !== wholeFrame || isRepeated) throw new UnclearError('fields');
  }
}

const startCode = Buffer.from([0, 0, 1]);
/** Slices of other pictures, and of those that can be decoded by themselves. */
const sliceTypes: ReadonlySet<number> = new Set([1, 5]);

/** `frame` is all of a frame of H.264 with start codes: each of its fields would begin with the first macroblock. */
export function checkH264Frame(frame: Buffer): void {
  let pictures = 0;
  for (let at = frame.indexOf(startCode); at !== -1; at = frame.indexOf(startCode, at + 3)) {
    const isSlice = sliceTypes.has((frame[at + 3] ?? 0) & 31);
    if (isSlice && ((frame[at + 4] ?? 0) & 0x80) !== 0) pictures++;
  }
  if (pictures !== 1) throw new UnclearError('fields');
}
