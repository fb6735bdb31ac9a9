import type { Span } from './scroll';

/** Numbers of the aligned ranges of `size` rows that a span touches, first to last. */
export function rangesOf({ first, end }: Span, size: number): number[] {
  if (end <= first) return [];
  const from = Math.floor(first / size);
  const to = Math.floor((end - 1) / size);
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
