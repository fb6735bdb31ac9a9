import type { ByteSource } from '../../byteSource';
import { boxOf } from './boxes';
import { readEditList } from './editList';
import type { Movie } from './movie';
import { sampleSizes } from './sampleTable';
import { rescale } from './time';
import type { Track } from './track';

/** More chapters than any book has. */
const maxChapters = 10_000;

/** Chapters as FFmpeg counts them, and the tracks that hold no more than their pictures. */
export interface Chapters {
  readonly count: number;
  readonly pictureTrackIds: ReadonlySet<number>;
}

/**
 * QuickTime's are samples of a text track that another names; the last to name some counts. Nero's list has the same
 * numbers, from 0, so that both make as many as the longer. Null for what FFmpeg might count otherwise.
 */
export function chaptersOf(source: ByteSource, movie: Movie, neroCount: number): Chapters | null {
  const trackIds = movie.tracks.findLast(({ chapterTrackIds }) => chapterTrackIds !== null)?.chapterTrackIds;
  const pictureTrackIds = new Set<number>();
  let count = neroCount;
  for (const id of trackIds ?? []) {
    const track = movie.tracks.find((candidate) => candidate.id === id);
    if (!track) continue;
    if (track.handler === 'vide') {
      pictureTrackIds.add(id);
      continue;
    }
    const samples = track.handler === 'soun' ? null : chapterSamples(source, track, movie);
    if (samples === null) return null;
    count = Math.max(count, samples);
  }
  return { count, pictureTrackIds };
}

/** How many of a track's samples its edits leave: those that begin before the only edit's end. */
function chapterSamples(source: ByteSource, track: Track, movie: Movie): number | null {
  const sizes = sampleSizes(source, track.tables);
  if (!sizes || sizes.count > maxChapters || !haveLengths(source, sizes)) return null;
  const [first, ...others] = readEditList(source, track.edits).filter(
    ({ mediaTime }, index) => index > 0 || mediaTime !== -1,
  );
  if (!first) return sizes.count;
  if (others.length > 0 || first.mediaTime !== 0 || movie.timeScale === 0) return null;
  const endsAt = rescale(first.duration, track.timeScale, movie.timeScale);
  return Math.min(sizes.count, startsBefore(source, track, endsAt));
}

/** A name begins with its length in two bytes. */
function haveLengths(source: ByteSource, sizes: NonNullable<ReturnType<typeof sampleSizes>>): boolean {
  if (sizes.commonBytes > 0) return sizes.commonBytes >= 2;
  if (sizes.fieldBits !== 32) return false;
  const table = source.read(sizes.tableAt, sizes.count * 4);
  return Array.from({ length: sizes.count }, (_, index) => table.readUInt32BE(index * 4)).every(
    (bytes) => bytes >= 2,
  );
}

/** The first sample counts whenever it starts. */
function startsBefore(source: ByteSource, { tables }: Track, endsAt: number): number {
  const times = boxOf(tables, 'stts');
  if (!times) return 0;
  const entries = Math.min(source.read(times.contentAt, 8).readUInt32BE(4), maxChapters);
  const table = source.read(times.contentAt + 8, entries * 8);
  let [count, time] = [1, 0];
  for (let entry = 0; entry < entries; entry++) {
    const samples = Math.min(table.readUInt32BE(entry * 8), maxChapters);
    const duration = table.readUInt32BE(entry * 8 + 4);
    for (let sample = 0; sample < samples && count <= maxChapters; sample++) {
      time += duration;
      if (time >= endsAt) return count;
      count++;
    }
  }
  return count;
}
