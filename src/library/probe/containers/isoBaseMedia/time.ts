import type { Rational } from '../../reading';

/**
 * FFmpeg's arithmetic of times: whole numbers, rounded to the nearest, halves away from zero. BigInt only where products
 * pass 53 bits.
 */
export function rescale(value: number, numerator: number, denominator: number): number {
  if (value < 0) return -rescale(-value, numerator, denominator);
  const half = Math.floor(denominator / 2);
  const product = value * numerator + half;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / denominator);
  return Number((BigInt(value) * BigInt(numerator) + BigInt(half)) / BigInt(denominator));
}

export function microseconds(units: number, unitsPerSecond: number): number {
  return rescale(units, 1_000_000, unitsPerSecond);
}

const maxTerm = 2n ** 31n - 1n;

/** Lowest terms; where those pass `limit`, the best approximation by continued fractions. Null unless both are positive. */
export function reduced(numerator: bigint, denominator: bigint, limit = maxTerm): Rational | null {
  if (numerator <= 0n || denominator <= 0n) return null;
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  const exact = [numerator / a, denominator / a] as const;
  const [n, d] = exact[0] <= limit && exact[1] <= limit ? exact : convergent(exact[0], exact[1], limit);
  return n === 0n || d === 0n ? null : { numerator: Number(n), denominator: Number(d) };
}

/** `before` and `last` are the two latest convergents. */
function convergent(numerator: bigint, denominator: bigint, limit: bigint): readonly [bigint, bigint] {
  let [n, d] = [numerator, denominator];
  let [beforeN, beforeD, lastN, lastD] = [0n, 1n, 1n, 0n];
  while (d !== 0n) {
    const quotient = n / d;
    const [nextN, nextD] = [quotient * lastN + beforeN, quotient * lastD + beforeD];
    if (nextN > limit || nextD > limit) {
      let partial = lastN > 0n ? (limit - beforeN) / lastN : quotient;
      if (lastD > 0n) partial = lesser(partial, (limit - beforeD) / lastD);
      const isNearer = d * (2n * partial * lastD + beforeD) > n * lastD;
      return isNearer ? [partial * lastN + beforeN, partial * lastD + beforeD] : [lastN, lastD];
    }
    [beforeN, beforeD, lastN, lastD] = [lastN, lastD, nextN, nextD];
    [n, d] = [d, n - d * quotient];
  }
  return [lastN, lastD];
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** A quotient of floating point numbers as FFmpeg makes a fraction of it. */
export function fractionOf(value: number): Rational | null {
  if (!Number.isFinite(value) || value <= 0 || value > 2 ** 31) return null;
  const exponent = Math.max(Math.floor(Math.log2(value)), 0);
  const scale = 2 ** (61 - exponent);
  return reduced(BigInt(Math.floor(value * scale + 0.5)), BigInt(scale));
}

/** Seconds between 1904, where these files count from, and 1970. */
const epochOffsetSeconds = 2_082_844_800;

/** `creation_time` as FFmpeg says it: times before 1970 were counted from there by a mistake of their writer. */
export function creationTime(secondsSince1904: number): string | null {
  if (secondsSince1904 === 0) return null;
  const seconds =
    secondsSince1904 >= epochOffsetSeconds ? secondsSince1904 - epochOffsetSeconds : secondsSince1904;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  return `${date.toISOString().slice(0, -1)}000Z`;
}
