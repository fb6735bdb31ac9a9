import type { ByteSource } from '../byteSource';
import type { Reading } from '../reading';
import { noSound } from '../reading';
import { readId3v1 } from '../tags/id3v1';
import { readId3v2, type Id3 } from '../tags/id3v2';
import { estimatedMicroseconds } from './estimate';
import { microsecondsOf } from './mediaTime';
import { firstMp3Frame, mp3BitRate } from './mp3Frames';
import { mp3IndexOf } from './mp3Index';
import { soundReading } from './soundReading';

/** Divisible by every sample rate of MPEG audio: FFmpeg's ticks. */
const ticksPerSecond = 14_112_000;

/** MPEG audio, layers 1 to 3, with tags around it: by the count of frames in its first, else by its bit rate. */
export function readMp3(source: ByteSource): Reading | null {
  const id3 = readId3v2(source, 0);
  const tags = id3 && tagsOf(source, id3);
  if (!tags) return null;
  const index = mp3IndexOf(source, id3.endsAt);
  const first = firstMp3Frame(source, index?.endsAt ?? id3.endsAt);
  if (!first) return null;
  const { layer, channels, sampleRateHz } = first.frame;
  const durationMicroseconds = index?.frameCount
    ? microsecondsOf(index.frameCount * index.samplesPerFrame, index.sampleRateHz)
    : durationByBitRate(source, first.at, id3.pictureCount > 0);
  if (durationMicroseconds === null) return null;
  return soundReading(source, {
    containerFormat: 'mp3',
    sound: { ...noSound, codec: `mp${layer}`, channels, sampleRateHz },
    durationMicroseconds,
    tags,
    chapterCount: id3.chapterCount,
  });
}

/** ID3v1, at the end, counts where there are no tags at the beginning. */
function tagsOf(source: ByteSource, id3: Id3): ReadonlyMap<string, string> | null {
  if (id3.tags.size > 0) return id3.tags;
  const old = readId3v1(source);
  return id3.hasUnreadTags && old.size > 0 ? null : old;
}

function durationByBitRate(source: ByteSource, at: number, hasPicture: boolean): number | null {
  const bitRate = mp3BitRate(source, at);
  return bitRate === null
    ? null
    : estimatedMicroseconds(source.sizeBytes - at, ticksPerSecond, bitRate, hasPicture);
}
