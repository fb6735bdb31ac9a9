import { rational, type Rational } from '../../reading';

/**
 * The fraction nearest to a number, neither part above `max`: continued fractions, as FFmpeg's `av_d2q` has them. Null
 * for what is not positive.
 */
export function nearestRational(value: number, max: number): Rational | null {
  if (!(value > 0) || value > max) return null;
  const exponent = Math.max(0, Math.floor(Math.log2(value)));
  let den = 1n << BigInt(62 - exponent);
  let num = BigInt(Math.floor(value * Number(den) + 0.5));
  const limit = BigInt(max);
  const gcd = greatestCommonDivisor(num, den);
  [num, den] = [num / gcd, den / gcd];
  if (num <= limit && den <= limit) return rational(Number(num), Number(den));
  let before = { num: 0n, den: 1n };
  let best = { num: 1n, den: 0n };
  while (den > 0n) {
    let quotient = num / den;
    const rest = num - den * quotient;
    const next = { num: quotient * best.num + before.num, den: quotient * best.den + before.den };
    if (next.num > limit || next.den > limit) {
      if (best.num > 0n) quotient = (limit - before.num) / best.num;
      if (best.den > 0n) quotient = smaller(quotient, (limit - before.den) / best.den);
      if (den * (2n * quotient * best.den + before.den) > num * best.den) {
        best = { num: quotient * best.num + before.num, den: quotient * best.den + before.den };
      }
      break;
    }
    [before, best] = [best, next];
    [num, den] = [den, rest];
  }
  return rational(Number(best.num), Number(best.den));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
