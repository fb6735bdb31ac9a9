import { decode } from './decode';
import { noPreview, type PictureTask } from './pictureTask';
import { barCount, createLoudnessMeter, drawWaveform } from './waveform';

/** A longer sound is drawn from its beginning: this much is decoded within seconds. */
const maxSeconds = 900;
const sampleRateHz = 8000;
const bytesPerSample = 2;

/** A drawing (SVG) of a sound's loudness over time. */
export async function waveformPicture(task: PictureTask): Promise<Buffer> {
  const meter = createLoudnessMeter();
  const samplesIn = sampleReader();
  const log = await decode(task, {
    inputOptions: [],
    // prettier-ignore
    outputOptions: [
      '-map', '0:a:0', '-ac', '1', '-ar', `${sampleRateHz}`, '-t', `${maxSeconds}`,
      '-f', 's16le', '-c:a', 'pcm_s16le',
    ],
    maxOutputBytes: (maxSeconds + 1) * sampleRateHz * bytesPerSample,
    onChunk: (chunk) => {
      meter.add(samplesIn(chunk));
      return true;
    },
  });
  const loudness = meter.parts(barCount(task.widthPx));
  if (loudness.length === 0) throw noPreview('No sound in this file can be decoded.', log);
  return Buffer.from(drawWaveform(loudness, task.widthPx));
}

/** Cuts a stream of 16-bit little-endian samples into whole ones. */
function sampleReader(): (chunk: Buffer) => Int16Array {
  let odd: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = Buffer.concat([odd, chunk]);
    const samples = new Int16Array(Math.floor(bytes.length / bytesPerSample));
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = bytes.readInt16LE(index * bytesPerSample);
    odd = bytes.subarray(samples.length * bytesPerSample);
    return samples;
  };
}
