import type { Rational } from '../reading';

const fractional: readonly number[] = [24, 30, 60, 12, 15, 48];
const fast: readonly number[] = [80, 120, 240];

/**
 * The rate itself where it is one that FFmpeg takes for usual; null for others, which it may round to the nearest of
 * those: twelfths up to 30, whole numbers up to 60, some above, and those of television.
 */
export function standardFrameRate(rate: Rational): Rational | null {
  const { numerator, denominator } = rate;
  if (denominator === 1001)
    return numerator % 1000 === 0 && fractional.includes(numerator / 1000) ? rate : null;
  const value = numerator / denominator;
  const isTwelfth = value <= 30 && Number.isInteger((12 * numerator) / denominator);
  const isWhole = Number.isInteger(value) && (value <= 60 || fast.includes(value));
  return isTwelfth || isWhole ? rate : null;
}
