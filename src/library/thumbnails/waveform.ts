/** Loudness along a sound, in equal steps from its beginning to its end. */
export interface LoudnessMeter {
  /** Samples from -32768 to 32767. */
  add(samples: Int16Array): void;
  /** Loudness (root mean square, 0 to 1) of `count` equal parts. Empty when nothing was added. */
  parts(count: number): number[];
}

/** More steps than a picture has bars, so that a part is made of several. */
const maxSteps = 4096;

/** Needs the same memory for any length: when all steps are full, each two become one. */
export function createLoudnessMeter(): LoudnessMeter {
  let sums = new Float64Array(maxSteps);
  let samplesPerStep = 1;
  let sampleCount = 0;

  function halve(): void {
    const halved = new Float64Array(maxSteps);
    sums.forEach((sum, step) => (halved[step >> 1] = (halved[step >> 1] ?? 0) + sum));
    sums = halved;
    samplesPerStep *= 2;
  }

  return {
    add(samples) {
      for (const sample of samples) {
        if (sampleCount === maxSteps * samplesPerStep) halve();
        const step = Math.floor(sampleCount / samplesPerStep);
        sums[step] = (sums[step] ?? 0) + (sample / 32768) ** 2;
        sampleCount += 1;
      }
    },

    parts(count) {
      const steps = Math.ceil(sampleCount / samplesPerStep);
      if (steps === 0) return [];
      return Array.from({ length: count }, (_, part) => {
        const from = Math.floor((part * steps) / count);
        const to = Math.max(from + 1, Math.floor(((part + 1) * steps) / count));
        const sum = sums.subarray(from, to).reduce((a, b) => a + b, 0);
        const samples = Math.min(to * samplesPerStep, sampleCount) - from * samplesPerStep;
        return Math.sqrt(sum / samples);
      });
    },
  };
}

/** Sound below this is shown as silence rather than blown up. */
const quietest = 0.003;

/** Readable on a dark and on a light ground alike: contrast above 3 : 1 on #1e1e1e and on white. */
const barColor = '#80868f';

const pitchPx = 5;
const barWidthPx = 3;
const maxBars = 56;

/** How many bars fit into a picture, with a margin, on whole pixels. */
export function barCount(widthPx: number): number {
  return Math.min(maxBars, Math.floor((widthPx * 0.875) / pitchPx));
}

/** An SVG picture, 16 : 9 like most films and transparent: one rounded bar for each part, a dot for silence. */
export function drawWaveform(loudness: readonly number[], widthPx: number): string {
  const heightPx = Math.round((widthPx * 9) / 16);
  const scale = Math.max(1, Math.floor((widthPx * 0.875) / (loudness.length * pitchPx)));
  const barWidth = barWidthPx * scale;
  const left = Math.round((widthPx - loudness.length * pitchPx * scale + (pitchPx - barWidthPx) * scale) / 2);
  const loudest = Math.max(quietest, ...loudness);
  const bars = loudness.map((part, index) => {
    const height = Math.max(barWidth, Math.round((heightPx * 0.7 * part) / loudest));
    const x = left + index * pitchPx * scale;
    const y = (heightPx - height) / 2;
    return `<rect x="${x}" y="${y}" width="${barWidth}" height="${height}" rx="${barWidth / 2}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" fill="${barColor}">${bars.join('')}</svg>`;
}
