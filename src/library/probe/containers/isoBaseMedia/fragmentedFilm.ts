import { BudgetError, type ByteSource } from '../../byteSource';
import type { Box } from './boxes';
import { readEditList, type Edit } from './editList';
import { addFragment, addSegmentIndex, type FragmentedTrack } from './fragments';
import type { Movie } from './movie';
import { firstCompositionOffset, sampleSizes, sampleTotals } from './sampleTable';
import { microseconds, rescale } from './time';
import type { Track } from './track';

/** Of more fragments than these (three hours of two seconds each), ffprobe tells. */
const maxFragments = 6000;
/** Shorter than this, FFmpeg may reach the end while it looks at the first pictures, and then knows better. */
const surelyLongSeconds = 30;

/** What fragments have added to each track, and how long the whole is. */
export interface FragmentedFilm {
  readonly durationMicroseconds: number;
  readonly tracks: readonly FragmentedTrack[];
}

/**
 * A film in fragments as FFmpeg reads it: box after box to the end of the file, for no header says how long it is; or
 * to the first of its data when an index (`sidx`) tells. Null where FFmpeg might say otherwise.
 */
export function readFragmentedFilm(
  source: ByteSource,
  movie: Movie,
  boxesBehindMovie: Iterable<Box>,
  hasDataBefore: boolean,
): FragmentedFilm | null {
  if (movie.timeScale === 0) return null;
  const tracks: FragmentedTrack[] = [];
  for (const track of movie.tracks) {
    const state = stateOf(source, movie, track);
    if (!state || (track.handler !== 'vide' && track.handler !== 'soun')) return null;
    tracks.push(state);
  }
  let [isIndexed, hasData, fragmentCount] = [false, hasDataBefore, 0];
  for (const box of boxesBehindMovie) {
    if (box.type === 'mdat') hasData ||= box.endAt > box.contentAt;
    if (box.type === 'moof') {
      if (++fragmentCount > maxFragments) throw new BudgetError();
      if (!addFragment(source, box, tracks, movie.fragmentDefaults)) return null;
    }
    if (box.type === 'sidx') {
      const extent = addSegmentIndex(source, box, tracks);
      if (extent === 'odd') return null;
      isIndexed ||= extent === 'complete';
      if (isIndexed) lengthenOthers(tracks);
    }
    if (isIndexed && hasData) break;
  }
  const durationMicroseconds = wholeDuration(source, movie, tracks);
  if (durationMicroseconds === null) return null;
  const isGuessed = isIndexed && tracks.some(({ hasIndex }) => !hasIndex);
  if (isGuessed && durationMicroseconds < surelyLongSeconds * 1e6) return null;
  return { durationMicroseconds, tracks };
}

/** Some films have their first fragment in the tables of `moov`; then edits may shorten it. */
function stateOf(source: ByteSource, movie: Movie, track: Track): FragmentedTrack | null {
  const totals = sampleTotals(source, track.tables);
  if (!totals || track.timeScale === 0) return null;
  const { duration: framesDuration, sampleCount: frameCount } = totals;
  const edits = frameCount > 0 ? readEditList(source, track.edits) : [];
  const limits = [
    ...(framesDuration > 0 ? [framesDuration] : []),
    ...(edits.length > 0 ? [lengthOf(edits, movie, track)] : []),
  ];
  return {
    id: track.id,
    timeScale: track.timeScale,
    endsAt: framesDuration,
    duration: Math.min(track.mediaDuration, ...limits),
    frameCount,
    framesDuration,
    startsAt: null,
    shift: 0,
    hasIndex: false,
    firstSample: null,
  };
}

/** In units of the track's time scale. */
function lengthOf(edits: readonly Edit[], movie: Movie, track: Track): number {
  return edits.reduce((sum, { duration }) => sum + rescale(duration, track.timeScale, movie.timeScale), 0);
}

/** FFmpeg takes tracks without an index to be as long as the first that has one. */
function lengthenOthers(tracks: readonly FragmentedTrack[]): void {
  const known = tracks.find(({ hasIndex }) => hasIndex);
  if (!known) return;
  for (const track of tracks) {
    if (track.hasIndex) continue;
    track.duration = track.endsAt = rescale(known.duration, track.timeScale, known.timeScale);
  }
}

/** From the first start to the last end, but no less than the longest track. */
function wholeDuration(source: ByteSource, movie: Movie, states: readonly FragmentedTrack[]): number | null {
  let [firstStart, lastEnd, longest] = [Infinity, -Infinity, 0];
  for (const [index, track] of movie.tracks.entries()) {
    const state = states[index];
    const start = state ? startOf(source, movie, track, state) : null;
    if (!state || start === null) return null;
    const startsAt = microseconds(start, track.timeScale);
    const duration = microseconds(state.duration, track.timeScale);
    firstStart = Math.min(firstStart, startsAt);
    lastEnd = Math.max(lastEnd, startsAt + duration);
    longest = Math.max(longest, duration);
  }
  const whole = Math.max(longest, lastEnd - firstStart);
  return Number.isSafeInteger(whole) && whole > 0 ? whole : null;
}

/** When a track's first sample is shown, in its units; edits move it. Null where there is none. */
function startOf(
  source: ByteSource,
  movie: Movie,
  track: Track,
  { startsAt, shift }: FragmentedTrack,
): number | null {
  const edits = readEditList(source, track.edits);
  if ((sampleSizes(source, track.tables)?.count ?? 0) > 0) {
    if (edits.length === 0) return firstCompositionOffset(source, track.tables);
    const firstShown = edits.findIndex(({ mediaTime }) => mediaTime !== -1);
    return lengthOf(edits.slice(0, firstShown === -1 ? edits.length : firstShown), movie, track);
  }
  const isDelayed = edits[0]?.mediaTime === -1;
  const delay = lengthOf(isDelayed ? edits.slice(0, 1) : [], movie, track);
  const mediaTime = Math.max(edits[isDelayed ? 1 : 0]?.mediaTime ?? 0, 0);
  return startsAt === null ? null : startsAt - mediaTime + delay + shift;
}
