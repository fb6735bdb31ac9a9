import type { ByteSource } from '../byteSource';
import type { Reading } from '../reading';
import { cafChunksOf, type CafChunks } from './cafChunks';
import { microsecondsOf, ticksByBitRate } from './mediaTime';
import { soundReading } from './soundReading';

/** Apple's Core Audio Format. */
export function readCaf(source: ByteSource): Reading | null {
  const chunks = cafChunksOf(source);
  if (!chunks) return null;
  const { description, sound, tags } = chunks;
  const samples = samplesOf(source.sizeBytes, chunks);
  if (samples === null) return null;
  return soundReading(source, {
    containerFormat: 'caf',
    sound,
    durationMicroseconds: microsecondsOf(samples, description.sampleRateHz),
    tags,
  });
}

/** Packets are counted in their table; where there is none, they have one size, and FFmpeg divides the file by the bit rate. */
function samplesOf(sizeBytes: number, { description, packetCount, dataAt }: CafChunks): number | null {
  const { bytesPerPacket, framesPerPacket, sampleRateHz } = description;
  if (framesPerPacket === 0) return null;
  if (packetCount !== null) return packetCount * framesPerPacket;
  if (bytesPerPacket === 0) return null;
  const bitRate = Math.floor((sampleRateHz * bytesPerPacket * 8) / framesPerPacket);
  return bitRate > 0 ? ticksByBitRate(sizeBytes - dataAt, sampleRateHz, bitRate) : null;
}
