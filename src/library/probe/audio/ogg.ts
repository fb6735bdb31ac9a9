import type { ByteSource } from '../byteSource';
import type { Rational, Reading, Stream } from '../reading';
import { readVorbisComments, type VorbisComments } from '../tags/vorbisComments';
import { standardFrameRate } from './frameRate';
import { microsecondsPerSecond, rescale } from './mediaTime';
import { identificationOf, type OggCoding } from './oggCodecs';
import { lastGranules } from './oggEnd';
import { oggBeginningOf, type OggStream } from './oggHeaders';
import { fileBitRate } from './soundReading';

interface Track {
  readonly coding: OggCoding;
  readonly comments: VorbisComments;
  readonly startTicks: number;
  /** Null for a stream that ended long before the others. */
  readonly durationTicks: number | null;
}

/** Ogg: Vorbis, Opus, FLAC, Speex and Theora. */
export function readOgg(source: ByteSource): Reading | null {
  const beginning = oggBeginningOf(source);
  const granules = beginning && lastGranules(source, beginning);
  if (!granules) return null;
  const { streams, skeletonSerial } = beginning;
  const tracks = streams.map((stream) => trackOf(stream, granules.get(stream.serial) ?? null));
  const known = tracks.flatMap((track) => track ?? []);
  if (known.length < tracks.length) return null;
  // What begins late among several, or against what the skeleton says, has FFmpeg's own rules.
  const isAlone = known.length === 1 && skeletonSerial === null;
  if (!isAlone && known.some(({ startTicks }) => startTicks !== 0)) return null;
  const durations = known.map(durationMicroseconds);
  const durationMicros = Math.max(...durations);
  if (durationMicros <= 0) return null;
  return {
    containerFormat: 'ogg',
    durationSeconds: durationMicros / microsecondsPerSecond,
    bitRate: fileBitRate(source, durationMicros),
    chapterCount: new Set(known.flatMap(({ comments }) => [...comments.chapterIds])).size,
    tags: new Map(),
    streams: known.map(streamOf),
  };
}

function trackOf(
  { codec, headers, firstData, isFromZero }: OggStream,
  lastGranule: number | null,
): Track | null {
  const identification = identificationOf(headers);
  const coding = codec.coding(identification);
  const start = isFromZero ? { ticks: 0, isSubtracted: true } : codec.start(headers, firstData);
  const comments = headers[1] && readVorbisComments(headers[1].from(codec.commentsAt));
  if (!coding || !start || !comments) return null;
  const endTicks = lastGranule === null ? null : codec.ticks(lastGranule, identification);
  const durationTicks = endTicks === null ? null : endTicks - (start.isSubtracted ? start.ticks : 0);
  return { coding, comments, startTicks: start.ticks, durationTicks };
}

function durationMicroseconds({ coding, durationTicks }: Track): number {
  const { numerator, denominator } = coding.timeBase;
  return durationTicks === null ? 0 : rescale(durationTicks, microsecondsPerSecond * numerator, denominator);
}

function streamOf(track: Track): Stream {
  const { coding, comments } = track;
  const durationSeconds = durationMicroseconds(track) / microsecondsPerSecond;
  const shared = { durationSeconds, tags: comments.tags };
  if (coding.type === 'audio') return { type: 'audio', ...coding.sound, ...shared };
  const { numerator, denominator } = coding.timeBase;
  const rate: Rational = { numerator: denominator, denominator: numerator };
  return {
    type: 'video',
    ...coding.picture,
    ...shared,
    isAttachedPicture: false,
    averageFrameRate: standardFrameRate(rate),
    baseFrameRate: null,
    frameCount: null,
    rotationDegrees: 0,
    isDolbyVision: false,
    hasAlphaLayer: false,
  };
}
