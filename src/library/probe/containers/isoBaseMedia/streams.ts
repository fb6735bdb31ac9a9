import type { ByteSource } from '../../byteSource';
import { videoCodecOfSampleEntry } from '../../codecs/fourCharacterCodes';
import { noPicture, type AudioStream, type Rational, type Stream, type VideoStream } from '../../reading';
import { boxesInMemory } from './boxes';
import type { Chapters } from './chapters';
import { clockwiseDegrees, combined, stretchedAspect } from './displayMatrix';
import type { FragmentedFilm } from './fragmentedFilm';
import type { Movie } from './movie';
import { pictureOf } from './picture';
import {
  pictureEntryOf,
  sampleEntryOf,
  soundEntryOf,
  type PictureEntry,
  type SampleEntry,
} from './sampleEntry';
import { firstSample, haveChunks, sampleSizes, sampleTotals, type SampleTotals } from './sampleTable';
import { soundOf } from './sound';
import { isSoundType } from './soundCodec';
import { fractionOf, reduced } from './time';
import type { Track } from './track';

export interface FilmContext {
  readonly isQuickTime: boolean;
  readonly fragments: FragmentedFilm | null;
  readonly chapters: Chapters;
}

const noTimes = {
  averageFrameRate: null,
  baseFrameRate: null,
  frameCount: null,
  durationSeconds: null,
  rotationDegrees: 0,
} as const;

/** A cover, or the pictures of chapters: no film. */
export const attachedPicture: VideoStream = {
  type: 'video',
  ...noPicture,
  ...noTimes,
  isAttachedPicture: true,
  isDolbyVision: false,
  hasAlphaLayer: false,
  tags: new Map(),
};

/** Pictures and sound, in the order of their tracks. Null when one of them is not understood. */
export function streamsOf(source: ByteSource, movie: Movie, context: FilmContext): readonly Stream[] | null {
  const streams: Stream[] = [];
  for (const track of movie.tracks) {
    const stream = streamOf(source, movie, track, context);
    if (stream === null) return null;
    if (stream !== 'data') streams.push(stream);
  }
  return streams;
}

function streamOf(
  source: ByteSource,
  movie: Movie,
  track: Track,
  context: FilmContext,
): Stream | 'data' | null {
  const kind = kindOf(track);
  if (kind === 'data') return 'data';
  if (context.chapters.pictureTrackIds.has(track.id)) return attachedPicture;
  const entry = sampleEntryOf(track);
  if (!entry || track.timeScale === 0) return null;
  const sampleCount = sampleSizes(source, track.tables)?.count ?? 0;
  if (sampleCount > 0 ? !haveChunks(source, track.tables) : !context.fragments) return null;
  const totals = sampleTotals(source, track.tables);
  if (totals?.sampleCount !== sampleCount) return null;
  return kind === 'video'
    ? videoStream(source, movie, track, { entry, totals, fragments: context.fragments })
    : audioStream(source, track, entry, context);
}

/** FFmpeg goes by the codec where the handler is neither of pictures nor of sound: depth maps are pictures to it. */
function kindOf({ handler, description }: Track): Stream['type'] | 'data' {
  if (handler === 'vide') return 'video';
  if (handler === 'soun') return 'audio';
  if (handler === 'subp' || handler === 'clcp') return 'data';
  const types = boxesInMemory(description.subarray(8)).map(({ type }) => type);
  if (types.some(isSoundType)) return 'audio';
  return types.some((type) => videoCodecOfSampleEntry(type) !== null) ? 'video' : 'data';
}

function audioStream(
  source: ByteSource,
  track: Track,
  entry: SampleEntry,
  { isQuickTime, fragments }: FilmContext,
): AudioStream | null {
  const sound = soundOf(soundEntryOf(entry, isQuickTime), {
    timeScale: track.timeScale,
    firstFrame: (maxBytes) => firstBytes(source, track, fragments, maxBytes),
  });
  return (
    sound && {
      type: 'audio',
      ...sound,
      durationSeconds: track.mediaDuration / track.timeScale,
      tags: tagsOf(track),
    }
  );
}

/** The beginning of a track's first sample, in the tables or in a fragment. */
function firstBytes(
  source: ByteSource,
  track: Track,
  fragments: FragmentedFilm | null,
  maxBytes: number,
): Buffer | null {
  const inTables = firstSample(source, track.tables, maxBytes);
  const inFragment = fragments?.tracks.find(({ id }) => id === track.id)?.firstSample;
  if (inTables || !inFragment) return inTables;
  return source.read(inFragment.offset, Math.min(inFragment.bytes, maxBytes));
}

function tagsOf({ creationTime }: Track): ReadonlyMap<string, string> {
  return new Map(creationTime === null ? [] : [['creation_time', creationTime]]);
}

interface VideoContext {
  readonly entry: SampleEntry;
  readonly totals: SampleTotals;
  readonly fragments: FragmentedFilm | null;
}

function videoStream(
  source: ByteSource,
  movie: Movie,
  track: Track,
  { entry: sampleEntry, totals, fragments }: VideoContext,
): VideoStream | null {
  const entry = pictureEntryOf(sampleEntry);
  const picture = pictureOf(entry, (maxBytes) => firstBytes(source, track, fragments, maxBytes));
  const times = picture && videoTimes(track, totals, fragments);
  if (!picture || !times) return null;
  const matrix = combined(track.matrix, movie.matrix);
  const aspect = containerAspect(track, entry, matrix && stretchedAspect(matrix));
  return {
    type: 'video',
    ...picture,
    ...times,
    pixelAspectRatio: aspect ?? picture.pixelAspectRatio,
    isAttachedPicture: false,
    baseFrameRate: null,
    rotationDegrees: matrix ? clockwiseDegrees(matrix) : 0,
    isDolbyVision: entry.boxes.some(({ type, content }) => /^dv[cvw]C$/.test(type) && content.length >= 4),
    hasAlphaLayer: false,
    tags: tagsOf(track),
  };
}

/** FFmpeg counts frames in the tables of `moov` only, but divides by the time of all of them. */
function videoTimes(
  track: Track,
  totals: SampleTotals,
  fragments: FragmentedFilm | null,
): Pick<VideoStream, 'averageFrameRate' | 'frameCount' | 'durationSeconds'> | null {
  const fragmented = fragments?.tracks.find(({ id }) => id === track.id);
  const frames = fragmented?.frameCount ?? totals.sampleCount;
  const duration = fragmented?.framesDuration ?? totals.duration;
  if (duration <= 0 || frames >= 2 ** 31 || !Number.isSafeInteger(duration)) return null;
  return {
    averageFrameRate: reduced(BigInt(track.timeScale) * BigInt(frames), BigInt(duration)),
    frameCount: totals.sampleCount > 0 ? totals.sampleCount : null,
    durationSeconds:
      (fragmented?.duration ?? Math.min(track.mediaDuration, totals.duration)) / track.timeScale,
  };
}

/** `pasp` goes over the matrix, and both over a size on the screen that differs from the pictures'. */
function containerAspect(
  { displayWidth, displayHeight }: Track,
  { boxes, width, height }: PictureEntry,
  stretched: Rational | null,
): Rational | null {
  const shape = boxes.findLast(
    ({ type, content }) => type === 'pasp' && content.readUInt32BE(4) !== 0,
  )?.content;
  const said = shape
    ? reduced(BigInt(shape.readInt32BE(0)), BigInt(shape.readInt32BE(4)), 32_767n)
    : stretched;
  if (said || width === 0 || height === 0 || displayWidth === 0 || displayHeight === 0) return said;
  if (width === displayWidth && height === displayHeight) return null;
  return fractionOf((height * displayWidth) / (width * displayHeight));
}
