import type { SoundCoding } from '../reading';

/** The beginning of a frame of FLAC (RFC 9639, 9.1). */

const sampleRatesHz: Readonly<Partial<Record<number, number>>> = {
  1: 88_200,
  2: 176_400,
  3: 192_000,
  4: 8000,
  5: 16_000,
  6: 22_050,
  7: 24_000,
  8: 32_000,
  9: 44_100,
  10: 48_000,
  11: 96_000,
};
const bitDepths: Readonly<Partial<Record<number, number>>> = { 1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32 };
/** Code 0 leaves it to the header of the file, these to the end of the frame's. */
const ratesAtEnd: ReadonlySet<number> = new Set([12, 13, 14]);

/** Whether a frame begins here that holds such sound: FFmpeg believes frames rather than the header of the file. */
export function agreesWithFlacFrame(bytes: Buffer, sound: SoundCoding): boolean {
  if (bytes.length < 4 || (bytes.readUInt16BE(0) & 0xfffe) !== 0xfff8) return false;
  const rateCode = bytes.readUInt8(2) & 15;
  const channelCode = bytes.readUInt8(3) >>> 4;
  const depthCode = (bytes.readUInt8(3) >>> 1) & 7;
  const channels = channelCode < 8 ? channelCode + 1 : channelCode < 11 ? 2 : null;
  const isRate = rateCode === 0 || ratesAtEnd.has(rateCode) || sampleRatesHz[rateCode] === sound.sampleRateHz;
  return (
    isRate && channels === sound.channels && (depthCode === 0 || bitDepths[depthCode] === sound.bitDepth)
  );
}
