import { rational, type Rational } from '../../reading';
import { nearestRational } from './ratios';

/** Rates are told in twelfths of 1001sts of a hertz, so that 24 and 24000/1001 are both whole. */
const rateUnit = 12 * 1001;

/** Rates that FFmpeg knows: every twelfth up to 30, whole ones up to 60, and those of film and broadcast. */
const standardRates: readonly number[] = [
  ...Array.from({ length: 30 * 12 }, (_, index) => (index + 1) * 1001),
  ...Array.from({ length: 30 }, (_, index) => (index + 31) * rateUnit),
  ...[80, 120, 240].map((rate) => rate * rateUnit),
  ...[24, 30, 60, 12, 15, 48].map((rate) => rate * 12_000),
];

const maxInteger = 2 ** 31 - 1;
const maxAveragePart = 60_000;
const tooUneven = 0.04;

/** How far times are from the ticks of a rate: their sum, and that of their squares. */
interface Deviation {
  sum: number;
  squares: number;
}

/** A rate is tried with ticks at whole numbers and half between. */
interface Candidate {
  readonly rate: number;
  readonly onTick: Deviation;
  readonly betweenTicks: Deviation;
  isTried: boolean;
}

/**
 * The frame rate by the times of frames, as FFmpeg estimates it (`ff_rfps_add_frame` and `ff_rfps_calculate`): the
 * largest time that all intervals are multiples of, else the standard rate to whose ticks the times are nearest.
 */
export class RateEstimate {
  #count = 0;
  #frames = 0;
  #sum = 0;
  #divisor = 0;
  #last: number | null = null;
  /** What frames say of their own duration, but for the first two. */
  #toldDuration = 0;
  #toldFrames = 0;
  readonly #candidates: readonly Candidate[] = standardRates.map((rate) => ({
    rate,
    onTick: { sum: 0, squares: 0 },
    betweenTicks: { sum: 0, squares: 0 },
    isTried: true,
  }));

  constructor(private readonly unitNs: number) {}

  /** Intervals so far. */
  get count(): number {
    return this.#count;
  }

  /** `time` and `duration` in units; a duration of 0 is none. */
  add(time: number, duration: number): void {
    if (this.#frames++ > 1 && duration > 0) {
      this.#toldDuration += duration;
      this.#toldFrames++;
    }
    if (this.#last !== null && time > this.#last) this.#addInterval(time, time - this.#last);
    this.#last = time;
  }

  #addInterval(time: number, interval: number): void {
    const seconds = time * (this.unitNs / 1e9);
    for (const candidate of this.#candidates) {
      if (!candidate.isTried) continue;
      const ticks = (seconds * candidate.rate) / rateUnit;
      deviate(candidate.onTick, ticks - halfToEven(ticks));
      deviate(candidate.betweenTicks, ticks - halfToEven(ticks + 0.5) + 0.5);
    }
    this.#count++;
    this.#sum += interval;
    if (this.#count % 10 === 0) this.#dropUneven();
    if (this.#count > 3) this.#divisor = commonDivisor(this.#divisor, interval);
  }

  #dropUneven(): void {
    for (const candidate of this.#candidates) {
      const isUneven = [candidate.onTick, candidate.betweenTicks].every(
        (deviation) => varianceOf(deviation, this.#count) > tooUneven,
      );
      if (isUneven) candidate.isTried = false;
    }
  }

  rates(): { readonly averageFrameRate: Rational | null; readonly baseFrameRate: Rational | null } {
    const baseFrameRate = this.#byDivisor() ?? this.#byStandard();
    if (this.#toldDuration > 0) return { averageFrameRate: this.#byToldDurations(), baseFrameRate };
    const isNear =
      baseFrameRate !== null &&
      this.#count > 2 &&
      Math.abs(this.#unitsPerSecond / valueOf(baseFrameRate) - this.#sum / this.#count) <= 1;
    return { averageFrameRate: isNear ? baseFrameRate : null, baseFrameRate };
  }

  get #unitsPerSecond(): number {
    return 1e9 / this.unitNs;
  }

  #byDivisor(): Rational | null {
    const isLong = this.#divisor > Math.max(1, Math.floor(this.#unitsPerSecond / 500));
    return this.#count > 15 && isLong ? rational(1e9, this.unitNs * this.#divisor) : null;
  }

  #byStandard(): Rational | null {
    if (this.#count < 2) return null;
    const meanSeconds = ((this.unitNs / 1e9) * this.#sum) / this.#count;
    const toldSeconds = (this.#toldDuration * this.unitNs) / 1e9;
    let best = { rate: 0, variance: 0.01 };
    for (const { rate, onTick, betweenTicks, isTried } of this.#candidates) {
      const isTooSlow = toldSeconds > 0 ? toldSeconds < (1001 * 11.5) / rate : rate < rateUnit;
      if (!isTried || isTooSlow || meanSeconds < (rateUnit * 0.8) / rate) continue;
      for (const deviation of [onTick, betweenTicks]) {
        const variance = varianceOf(deviation, this.#count);
        if (variance < best.variance && best.variance > 1e-9) best = { rate, variance };
      }
    }
    return best.rate === 0 ? null : nearestRational(best.rate, rateUnit, maxInteger);
  }

  /** Rounded to a standard rate that is within a hundredth. */
  #byToldDurations(): Rational | null {
    const told = nearestRational(this.#toldFrames * 1e9, this.#toldDuration * this.unitNs, maxAveragePart);
    if (!told) return null;
    let best = { rate: 0, error: 0.01 };
    for (const rate of standardRates) {
      const error = Math.abs(valueOf(told) / (rate / rateUnit) - 1);
      if (error < best.error) best = { rate, error };
    }
    return best.rate === 0 ? told : rational(best.rate, rateUnit);
  }
}

function deviate(deviation: Deviation, error: number): void {
  deviation.sum += error;
  deviation.squares += error * error;
}

function varianceOf({ sum, squares }: Deviation, count: number): number {
  const mean = sum / count;
  return squares / count - mean * mean;
}

function valueOf({ numerator, denominator }: Rational): number {
  return numerator / denominator;
}

/** As C's `llrint` rounds. */
function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
