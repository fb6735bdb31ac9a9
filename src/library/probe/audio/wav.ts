import type { ByteSource } from '../byteSource';
import { soundOfMpegAudioFrame } from '../codecs/mpegAudio';
import type { Reading, SoundCoding } from '../reading';
import { microsecondsOf } from './mediaTime';
import { soundReading } from './soundReading';
import { waveChunksOf, type WaveChunks } from './waveChunks';
import { waveDuration } from './waveDuration';
import { looksCompressed } from './wavePayload';

/** WAVE, also of more than 4 GB (RF64, BW64). */
export function readWav(source: ByteSource): Reading | null {
  const chunks = waveChunksOf(source);
  if (!chunks) return null;
  const { format, tags, chapterCount } = chunks;
  const { sampleRateHz } = format;
  const sound = soundOf(source, chunks);
  if (!sound || looksCompressed(source, chunks)) return null;
  const samples = waveDuration(source.sizeBytes, chunks);
  if (samples === null) return null;
  return soundReading(source, {
    containerFormat: 'wav',
    sound,
    durationMicroseconds: microsecondsOf(samples, sampleRateHz),
    tags,
    chapterCount,
  });
}

/** MPEG audio has its own headers, which must say the same. */
function soundOf(source: ByteSource, { format, dataAt }: WaveChunks): SoundCoding | null {
  const { codec, bitDepth } = format.coding;
  const { channels, sampleRateHz } = format;
  if (codec !== 'mp3' && codec !== 'mp2') return { codec, channels, sampleRateHz, bitDepth };
  const sound = soundOfMpegAudioFrame(source.read(dataAt, 4));
  const agrees = sound?.codec === codec && sound.channels === channels && sound.sampleRateHz === sampleRateHz;
  return agrees ? sound : null;
}
