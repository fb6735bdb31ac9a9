import type { Asset } from '../library/model';

/** Said in more than one place, and in the same words. */
export const ffmpegMissing = 'FFmpeg was not found, so videos have no pictures.';
const fileMissing = 'Missing: its folder cannot be read at present.';

/** What is the matter with a file; null when nothing is. */
export function troubleOf({ missingSinceMs, error }: Pick<Asset, 'missingSinceMs' | 'error'>): string | null {
  return missingSinceMs === null ? (error?.message ?? null) : fileMissing;
}
