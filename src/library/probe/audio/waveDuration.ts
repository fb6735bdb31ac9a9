import { ticksByBitRate } from './mediaTime';
import type { WaveChunks } from './waveChunks';

/**
 * How many samples per channel a WAVE file plays: as the header counts them, where that can be, else as many as the data
 * holds, else by the bit rate. Null when nothing tells. FFmpeg's rules.
 */
export function waveDuration(sizeBytes: number, chunks: WaveChunks): number | null {
  const { format, dataBytes, dataEnd, dataAt } = chunks;
  const { coding, channels, sampleRateHz, bitRate } = format;
  const counted = plausibleCount(chunks);
  const isMeasured = (counted === 0 || coding.isExact) && dataBytes > 0 && dataEnd <= sizeBytes;
  const samples =
    isMeasured && coding.bitDepth !== null
      ? Math.floor((dataBytes * 8) / (channels * coding.bitDepth))
      : counted;
  if (samples > 0) return samples;
  return bitRate > 0 ? ticksByBitRate(sizeBytes - dataAt, sampleRateHz, bitRate) : null;
}

/** Some writers count all channels, some count nonsense. */
function plausibleCount({ format, dataBytes, sampleCount }: WaveChunks): number {
  const { channels, sampleRateHz, bitRate, bitsPerCodedSample } = format;
  let count = sampleCount;
  if (bitRate > 0 && dataBytes > 0 && count > 0 && channels > 1 && count % channels === 0) {
    const claimed = (8 * dataBytes * channels * sampleRateHz) / count / bitRate;
    if (Math.abs(claimed - 1) < 0.3) count /= channels;
  }
  if (dataBytes > 0 && count > 0) {
    const bitsPerSample = Math.floor(Math.floor((dataBytes * 8) / count) / channels);
    if (bitsPerSample > bitsPerCodedSample + 1) return 0;
  }
  return count;
}
