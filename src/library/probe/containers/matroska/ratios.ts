import { rational, type Rational } from '../../reading';

/**
 * The ratio nearest to numerator/denominator with neither part above `limit`, found along the continued fraction as
 * FFmpeg's `av_reduce` does it. Null where a part would be 0, and for numbers too large to be exact.
 */
export function nearestRational(numerator: number, denominator: number, limit: number): Rational | null {
  const exact = rational(numerator, denominator);
  if (!exact || (exact.numerator <= limit && exact.denominator <= limit)) return exact;
  let before: Part = { numerator: 0, denominator: 1 };
  let last: Part = { numerator: 1, denominator: 0 };
  let [rest, divisor] = [exact.numerator, exact.denominator];
  while (divisor !== 0) {
    const steps = Math.floor(rest / divisor);
    const next = mediant(before, last, steps);
    if (next.numerator > limit || next.denominator > limit) {
      return closest(before, last, { rest, divisor, limit });
    }
    [before, last] = [last, next];
    [rest, divisor] = [divisor, rest - divisor * steps];
  }
  return rational(last.numerator, last.denominator);
}

/** 1/0 is among them. */
type Part = Rational;

interface Remainder {
  readonly rest: number;
  readonly divisor: number;
  readonly limit: number;
}

function mediant(before: Part, last: Part, times: number): Part {
  return {
    numerator: times * last.numerator + before.numerator,
    denominator: times * last.denominator + before.denominator,
  };
}

/** The last ratio within the limit, or as many steps towards the next as the limit allows, when those lead closer. */
function closest(before: Part, last: Part, { rest, divisor, limit }: Remainder): Rational | null {
  const steps = Math.min(
    last.numerator === 0 ? Infinity : Math.floor((limit - before.numerator) / last.numerator),
    last.denominator === 0 ? Infinity : Math.floor((limit - before.denominator) / last.denominator),
  );
  const gain = divisor * (2 * steps * last.denominator + before.denominator);
  const loss = rest * last.denominator;
  if (!Number.isSafeInteger(gain) || !Number.isSafeInteger(loss)) return null;
  const chosen = gain > loss ? mediant(before, last, steps) : last;
  return rational(chosen.numerator, chosen.denominator);
}
