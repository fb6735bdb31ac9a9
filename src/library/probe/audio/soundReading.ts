import type { ByteSource } from '../byteSource';
import type { Reading, SoundCoding } from '../reading';
import { microsecondsPerSecond } from './mediaTime';

/** What a file of one sound comes to. */
export interface SoundFile {
  readonly containerFormat: string;
  readonly sound: SoundCoding;
  readonly durationMicroseconds: number;
  readonly tags?: ReadonlyMap<string, string>;
  readonly chapterCount?: number;
}

/** A file of one sound; null where it does not last, for then FFmpeg looks further. */
export function soundReading(source: ByteSource, file: SoundFile): Reading | null {
  const { containerFormat, sound, durationMicroseconds, tags = new Map(), chapterCount = 0 } = file;
  if (durationMicroseconds <= 0 || sound.channels === 0 || sound.sampleRateHz === 0) return null;
  const durationSeconds = durationMicroseconds / microsecondsPerSecond;
  return {
    containerFormat,
    durationSeconds,
    bitRate: fileBitRate(source, durationMicroseconds),
    chapterCount,
    tags,
    streams: [{ type: 'audio', ...sound, durationSeconds, tags: new Map() }],
  };
}

/** Bits per second of the whole file, headers and all. */
export function fileBitRate({ sizeBytes }: ByteSource, durationMicroseconds: number): number {
  return Math.floor((sizeBytes * 8 * microsecondsPerSecond) / durationMicroseconds);
}
