import type { ByteSource } from '../../byteSource';
import type { Reading, Stream } from '../../reading';
import { contentOf, topLevelBoxes, type Box } from './boxes';
import { chaptersOf } from './chapters';
import { readFragmentedFilm, type FragmentedFilm } from './fragmentedFilm';
import { readMovie, type Movie } from './movie';
import { attachedPicture, streamsOf } from './streams';
import { collectTags, noTags, type TagState } from './tags';
import { microseconds } from './time';

/**
 * MP4, QuickTime and 3GP (ISO/IEC 14496-12): the same answer as FFmpeg's `mov` demuxer gives, from a few reads. Boxes of
 * samples are passed over; of the tables only what adds up to times is read. Null for what FFmpeg would have to decode
 * samples to know, would correct, or would refuse.
 */
export function readIsoBaseMedia(source: ByteSource): Reading | null {
  const tags = noTags();
  const boxes = topLevelBoxes(source);
  let [isQuickTime, hasData] = [true, false];
  for (const box of boxes) {
    if (box.type === 'ftyp') isQuickTime = mayBeQuickTime(contentOf(source, box, 4096));
    if (box.type === 'mdat') hasData ||= box.endAt > box.contentAt;
    if (box.type === 'moof' || box.type === 'sidx') return null;
    if (box.type === 'udta' || box.type === 'meta') collectTags(source, box, tags, false);
    if (box.type === 'moov') {
      return box.endAt > source.sizeBytes
        ? null
        : readFilm(source, box, boxes, { isQuickTime, hasData, tags });
    }
  }
  return null;
}

/** The brand decides whether entries of sound may be QuickTime's own; files from before brands are QuickTime's. */
function mayBeQuickTime(fileType: Buffer): boolean {
  const isMinorVersion = (at: number) => at === 4;
  for (let at = 0; at + 4 <= fileType.length; at += 4) {
    if (!isMinorVersion(at) && fileType.toString('latin1', at, at + 4) === 'qt  ') return true;
  }
  return false;
}

interface Surroundings {
  readonly isQuickTime: boolean;
  /** Samples came before the headers. */
  readonly hasData: boolean;
  readonly tags: TagState;
}

function readFilm(
  source: ByteSource,
  moov: Box,
  boxesBehind: Iterable<Box>,
  { isQuickTime, hasData, tags }: Surroundings,
): Reading | null {
  const movie = readMovie(source, moov, tags);
  if (!movie) return null;
  const isFragmented = movie.fragmentDefaults.length > 0;
  const fragments = isFragmented ? readFragmentedFilm(source, movie, boxesBehind, hasData) : null;
  if (isFragmented ? !fragments : !isWhole(source, boxesBehind, tags)) return null;
  const chapters = chaptersOf(source, movie, tags.chapterCount);
  const streams = chapters && streamsOf(source, movie, { isQuickTime, fragments, chapters });
  if (!streams || tags.isDoubtful) return null;
  const covers = Array.from({ length: tags.coverCount }, () => attachedPicture);
  return readingOf(source, movie, fragments, {
    chapterCount: chapters.count,
    tags: tags.tags,
    streams: [...streams, ...covers],
  });
}

/** FFmpeg reads on to the end of the file: tags count there too, fragments of no announced film do not. */
function isWhole(source: ByteSource, boxesBehind: Iterable<Box>, tags: TagState): boolean {
  for (const box of boxesBehind) {
    if (box.type === 'moof' || box.type === 'sidx') return false;
    if (box.type === 'udta' || box.type === 'meta') collectTags(source, box, tags, false);
  }
  return true;
}

/** The movie's header says how long a whole film is, whatever its tracks say. */
function readingOf(
  source: ByteSource,
  movie: Movie,
  fragments: FragmentedFilm | null,
  known: {
    readonly chapterCount: number;
    readonly tags: ReadonlyMap<string, string>;
    readonly streams: readonly Stream[];
  },
): Reading | null {
  if (movie.timeScale === 0) return null;
  const duration = fragments?.durationMicroseconds ?? microseconds(movie.duration, movie.timeScale);
  if (duration <= 0 || !Number.isSafeInteger(duration)) return null;
  return {
    ...known,
    containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2',
    durationSeconds: duration / 1e6,
    bitRate: Math.trunc((source.sizeBytes * 8 * 1e6) / duration) || null,
    tags: new Map([
      ...(movie.creationTime === null ? [] : [['creation_time', movie.creationTime] as const]),
      ...known.tags,
    ]),
  };
}
