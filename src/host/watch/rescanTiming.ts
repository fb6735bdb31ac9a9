/** When to look at the disk again without having been told of anything. */
export interface RescanTiming {
  /** How long the last look took that met nothing but known files; null before there was one. */
  readonly rescanMs: number | null;
  /** Whether changes were met that nobody had told of. */
  readonly isWatchReliable: boolean;
}

/** A watch that was asked for while the workspace opened may have begun after the first scan had passed. */
const secondScanMs = 10_000;
const reliable = { shortestMs: 5 * 60_000, share: 1 / 200 };
const unreliable = { shortestMs: 15_000, share: 1 / 50 };
const longestMs = 60 * 60_000;

/** Milliseconds from the end of the last scan: the larger the workspace, the longer, so that looking takes a small share of the time. */
export function nextRescanMs({ rescanMs, isWatchReliable }: RescanTiming): number {
  if (rescanMs === null) return secondScanMs;
  const { shortestMs, share } = isWatchReliable ? reliable : unreliable;
  return Math.min(longestMs, Math.max(shortestMs, Math.round(rescanMs / share)));
}
