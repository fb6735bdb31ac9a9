/** FFmpeg's arithmetic of time: whole ticks of a time base, rounded to the nearest. */

export const microsecondsPerSecond = 1_000_000;

/** `value * numerator / denominator`, rounded, halves away from zero; exact however large the product. */
export function rescale(value: number, numerator: number, denominator: number): number {
  if (denominator <= 0) throw new RangeError('no such time base');
  if (value < 0) return -rescale(-value, numerator, denominator);
  const product = BigInt(value) * BigInt(numerator);
  return Number((product + BigInt(Math.floor(denominator / 2))) / BigInt(denominator));
}

export function microsecondsOf(ticks: number, ticksPerSecond: number): number {
  return rescale(ticks, microsecondsPerSecond, ticksPerSecond);
}

/** How long so many bytes play at a bit rate, which is all that a container without an index tells. */
export function ticksByBitRate(bytes: number, ticksPerSecond: number, bitRate: number): number {
  return rescale(bytes, 8 * ticksPerSecond, bitRate);
}
