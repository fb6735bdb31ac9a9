import { rational, type Rational } from '../../reading';
import { clockHz } from './pes';

/**
 * How FFmpeg comes to frame rates where the container has none: the average from what the codec says a frame lasts, the
 * base rate from the steps between decoding times. Both end at a customary rate when they are near one.
 */

/** Twelfths of a frame per second up to 30, whole ones up to 60, some above, and those of NTSC; in FFmpeg's order. */
const customaryRates: readonly Rational[] = [
  ...Array.from({ length: 30 * 12 }, (_, i) => rateOf(i + 1, 12)),
  ...Array.from({ length: 30 }, (_, i) => rateOf(i + 31, 1)),
  ...[80, 120, 240].map((rate) => rateOf(rate, 1)),
  ...[24, 30, 60, 12, 15, 48].map((rate) => rateOf(rate * 1000, 1001)),
];

function rateOf(numerator: number, denominator: number): Rational {
  return rational(numerator, denominator) ?? { numerator, denominator };
}

const valueOf = ({ numerator, denominator }: Rational): number => numerator / denominator;
const customaryValues = Float64Array.from(customaryRates, valueOf);
/** By this share a rate may be off to count as the customary one. */
const maxError = 0.01;

/** Whole ticks that one frame of this rate lasts, rounded down as FFmpeg does. */
export function ticksOfFrame(rate: Rational): number {
  return Math.floor((clockHz * rate.denominator) / rate.numerator);
}

/** The average of frames that all last as long as the codec says; null where no customary rate is near. */
export function averageRate(codecRate: Rational): Rational | null {
  const ticks = ticksOfFrame(codecRate);
  if (ticks <= 0) return null;
  let best = maxError;
  let found: Rational | null = null;
  for (const rate of customaryRates) {
    const error = Math.abs(clockHz / ticks / valueOf(rate) - 1);
    if (error < best) [best, found] = [error, rate];
  }
  return found;
}

/** Steps shorter than this are jitter of the clock: two thousandths of a second. */
const shortestStep = clockHz / 500;
const reliableSteps = 15;

/**
 * The rate at which frames are decoded. `times` are strictly increasing ticks, of all frames or of the first ones; null
 * where no rate fits.
 */
export function baseRate(times: readonly number[]): Rational | null {
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  if (steps.length < 2) return null;
  const common = steps.slice(3).reduce(greatestCommonDivisor, 0);
  if (steps.length > reliableSteps && common > shortestStep) return rational(clockHz, common);
  return customaryRateOf(times);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The customary rate on whose beats, or half between them, the frames lie with the least variance. */
function customaryRateOf(times: readonly number[]): Rational | null {
  const count = times.length - 1;
  const last = times[count] ?? 0;
  const averageStep = (last - (times[0] ?? 0)) / count / clockHz;
  let best = maxError;
  let found: Rational | null = null;
  for (const [i, rate] of customaryRates.entries()) {
    if (best <= 1e-9) break;
    const value = customaryValues[i] ?? 0;
    if (averageStep < 0.8 / value) continue;
    for (const shift of [0, 0.5]) {
      const error = varianceOfBeats(times, value, shift);
      if (error < best) [best, found] = [error, rate];
    }
  }
  return found;
}

function varianceOfBeats(times: readonly number[], rate: number, shift: number): number {
  let sum = 0;
  let squares = 0;
  for (let i = 1; i < times.length; i++) {
    const beat = ((times[i] ?? 0) / clockHz) * rate + shift;
    const error = beat - roundHalfEven(beat);
    sum += error;
    squares += error * error;
  }
  const count = times.length - 1;
  return squares / count - (sum / count) ** 2;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Whether a later frame lies on the beats of a rate that began at `start`, but for the rounding of its time stamp. */
export function isOnBeat(time: number, start: number, rate: Rational): boolean {
  const beats = ((time - start) * rate.numerator) / (clockHz * rate.denominator);
  const ticks = (clockHz * rate.denominator) / rate.numerator;
  return Math.abs(beats - Math.round(beats)) * ticks <= 1.01;
}
