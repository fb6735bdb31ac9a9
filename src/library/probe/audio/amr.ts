import type { ByteSource } from '../byteSource';
import { noSound, type Reading } from '../reading';
import { microsecondsPerSecond } from './mediaTime';
import { soundReading } from './soundReading';

interface AmrKind {
  readonly signature: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  /** By the mode in a frame's first byte, with that byte; null for reserved modes. */
  readonly frameBytes: readonly (number | null)[];
}

const kinds: readonly AmrKind[] = [
  {
    signature: '#!AMR\n',
    codec: 'amr_nb',
    sampleRateHz: 8000,
    frameBytes: [13, 14, 16, 18, 20, 21, 27, 32, 6, null, null, null, null, null, null, 1],
  },
  {
    signature: '#!AMR-WB\n',
    codec: 'amr_wb',
    sampleRateHz: 16000,
    frameBytes: [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, null, null, null, null, 1, 1],
  },
];
const framesPerSecond = 50;
const partBytes = 256 * 1024;
/** Some twelve hours; to walk through more would cost more than ffprobe does. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Speech as telephones record it (RFC 4867, 5): nothing but frames of 20 ms, so that they are counted. ffprobe guesses
 * from the first of them.
 */
export function readAmr(source: ByteSource): Reading | null {
  const start = source.read(0, 16).toString('latin1');
  const kind = kinds.find(({ signature }) => start.startsWith(signature));
  if (!kind || source.sizeBytes > maxBytes) return null;
  const frames = countFrames(source, kind);
  if (frames === null) return null;
  const { codec, sampleRateHz } = kind;
  return soundReading(source, {
    containerFormat: 'amr',
    sound: { ...noSound, codec, channels: 1, sampleRateHz },
    durationMicroseconds: frames * (microsecondsPerSecond / framesPerSecond),
  });
}

/** Null where a frame is none; a last one that was cut does not count. */
function countFrames(source: ByteSource, { signature, frameBytes }: AmrKind): number | null {
  let [frames, at] = [0, signature.length];
  while (at < source.sizeBytes) {
    const part = source.read(at, partBytes);
    if (part.length === 0) return null;
    let within = 0;
    while (within < part.length) {
      const first = part.readUInt8(within);
      const bytes = frameBytes[(first >>> 3) & 15];
      // The first bit and the last two are padding.
      if (!bytes || (first & 0x83) !== 0) return null;
      within += bytes;
      if (at + within <= source.sizeBytes) frames++;
    }
    at += within;
  }
  return frames;
}
