import type { PictureCoding } from '../reading';

/** Which of several parameter sets is in use, only the pictures tell. So they must agree; null when they do not. */
export function agreedOn(pictures: readonly (PictureCoding | null)[]): PictureCoding | null {
  const [first = null, ...others] = pictures;
  if (others.length === 0) return first;
  const same = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === same) ? first : null;
}
