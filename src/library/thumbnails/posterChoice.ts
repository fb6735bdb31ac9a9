import type { Frame } from './frameParser';

/** How light a frame is and how much it varies, both from 0 to 255. */
interface Lightness {
  readonly mean: number;
  readonly deviation: number;
}

/** A black, white or plain frame says nothing of a film; neither does the faint beginning of a fade. */
const tellingMean = { least: 24, most: 240 };
const tellingDeviation = 16;

export function isTelling(frame: Frame): boolean {
  const { mean, deviation } = lightness(frame);
  return mean >= tellingMean.least && mean <= tellingMean.most && deviation >= tellingDeviation;
}

/** The frame with the most contrast; the earlier of equals. Undefined when there is none. */
export function mostTelling(frames: readonly Frame[]): Frame | undefined {
  const contrasts = frames.map((frame) => lightness(frame).deviation);
  return frames[contrasts.indexOf(Math.max(...contrasts))];
}

export function lightness({ pixels }: Frame): Lightness {
  let sum = 0;
  let sumOfSquares = 0;
  const count = pixels.length / 4;
  for (let offset = 0; offset < pixels.length; offset += 4) {
    // Rec. 709 luma.
    const red = pixels.readUInt8(offset);
    const green = pixels.readUInt8(offset + 1);
    const blue = pixels.readUInt8(offset + 2);
    const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    sum += luma;
    sumOfSquares += luma * luma;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean)) };
}
