import { microsecondsOf, ticksByBitRate } from './mediaTime';

/** Of attached pictures, which FFmpeg counts as streams. */
const pictureTicksPerSecond = 90_000;

/** The longest stream counts, and a picture's is as long, but for its ticks. */
export function estimatedMicroseconds(
  bytes: number,
  ticksPerSecond: number,
  bitRate: number,
  hasPicture: boolean,
): number {
  const by = (ticks: number) => microsecondsOf(ticksByBitRate(bytes, ticks, bitRate), ticks);
  return Math.max(by(ticksPerSecond), hasPicture ? by(pictureTicksPerSecond) : 0);
}
