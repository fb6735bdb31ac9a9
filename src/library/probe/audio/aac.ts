import type { ByteSource } from '../byteSource';
import { adtsFrame, type AdtsFrame } from '../codecs/aac';
import type { Reading } from '../reading';
import { readId3v1 } from '../tags/id3v1';
import { readId3v2 } from '../tags/id3v2';
import { estimatedMicroseconds } from './estimate';
import { soundReading } from './soundReading';

/** Divisible by every sample rate of ADTS: FFmpeg's ticks. */
const ticksPerSecond = 28_224_000;
/** FFmpeg estimates the bit rate from so many. */
const examinedFrames = 50;
const headerBytes = 16;
const apeFooterBytes = 32;

/** AAC in a row of frames (ADTS), which tell their length and no more: it plays as long as its first frames' bit rate says. */
export function readAac(source: ByteSource): Reading | null {
  const id3 = readId3v2(source, 0);
  if (!id3 || hasApeTag(source)) return null;
  const start = id3.endsAt;
  const first = adtsFrame(source.read(start, headerBytes));
  const bitRate = first && bitRateOf(source, start, first);
  if (!first?.sound || bitRate === null) return null;
  // Here the old tag at the end goes before the new one.
  const old = readId3v1(source);
  return soundReading(source, {
    containerFormat: 'aac',
    sound: first.sound,
    durationMicroseconds: estimatedMicroseconds(
      source.sizeBytes - start,
      ticksPerSecond,
      bitRate,
      id3.pictureCount > 0,
    ),
    tags: old.size > 0 ? old : id3.tags,
    chapterCount: id3.chapterCount,
  });
}

/** In whole numbers, as FFmpeg counts; null where frames differ in kind or do not follow one another. */
function bitRateOf(source: ByteSource, start: number, first: AdtsFrame): number | null {
  let [average, at] = [0, start];
  for (let count = 1; count <= examinedFrames && at < source.sizeBytes; count++) {
    const frame = adtsFrame(source.read(at, headerBytes));
    if (!frame) return isId3v1(source, at) && average > 0 ? average : null;
    if (frame.codedRateHz !== first.codedRateHz || frame.sound?.channels !== first.sound?.channels)
      return null;
    // One that was cut does not count.
    if (at + frame.frameBytes > source.sizeBytes) break;
    const bitRate = Math.floor((frame.frameBytes * 8 * frame.codedRateHz) / frame.samples);
    average += Math.trunc((bitRate - average) / count);
    at += frame.frameBytes;
  }
  return average > 0 ? average : null;
}

function isId3v1(source: ByteSource, at: number): boolean {
  return source.sizeBytes - at === 128 && source.read(at, 3).toString('latin1') === 'TAG';
}

function hasApeTag(source: ByteSource): boolean {
  const footer = source.read(Math.max(0, source.sizeBytes - apeFooterBytes), apeFooterBytes);
  return footer.toString('latin1', 0, 8) === 'APETAGEX';
}
