import type { ByteSource } from '../../byteSource';
import type { Rational } from '../../reading';
import { topLevelBoxes } from './boxes';
import { readMovie } from './movie';
import { sampleSizes, sampleTotals } from './sampleTable';
import { noTags } from './tags';
import { reduced } from './time';

/** Pictures that are shown one after the other. */
export interface ImageSequence {
  readonly frameCount: number;
  readonly durationSeconds: number;
  readonly frameRate: Rational | null;
  /** Of the film; as ISO 8601, null when it is not told. */
  readonly creationTime: string | null;
}

/** The first track of pictures (ISO/IEC 23008-12, 7); null when there is none, or none that says how long it is. */
export function readImageSequence(source: ByteSource): ImageSequence | null {
  for (const box of topLevelBoxes(source)) {
    if (box.type !== 'moov') continue;
    const movie = box.endAt <= source.sizeBytes ? readMovie(source, box, noTags()) : null;
    if (!movie) return null;
    const track = movie.tracks.find(({ handler }) => handler === 'pict');
    const totals = track && sampleTotals(source, track.tables);
    if (!totals || totals.duration === 0 || track.timeScale === 0) return null;
    if (totals.sampleCount !== sampleSizes(source, track.tables)?.count) return null;
    return {
      frameCount: totals.sampleCount,
      durationSeconds: Math.round((totals.duration / track.timeScale) * 1e6) / 1e6,
      creationTime: movie.creationTime,
      frameRate: reduced(BigInt(track.timeScale) * BigInt(totals.sampleCount), BigInt(totals.duration)),
    };
  }
  return null;
}
