import { clockHz, type TimeStamps } from './pes';

/** How FFmpeg comes to the duration of MPEG streams: from the last time stamps at their end, less the first ones. */

/** How much is read at the end; doubled with each further try. */
const firstWindowBytes = 250_000;
const maxRetries = 6;
/** Time that jumps further than this is not believed at once. */
const maxJump = 60 * clockHz;

/** What the end of one stream is measured with. */
export interface MeasuredStream {
  /** Ticks of the first time stamp. */
  readonly start: number;
  /** Ticks that one frame lasts; 0 where FFmpeg does not know. */
  readonly frameTicks: number;
}

export interface EndPacket extends Pick<TimeStamps, 'pts'> {
  /** Which of the streams. */
  readonly stream: number;
  readonly sizeBytes: number;
}

/**
 * Durations in ticks, null for streams that end long before. `packetsFrom` gives the packets that begin from an offset on.
 */
export function durationsFromEnd(
  sizeBytes: number,
  streams: readonly MeasuredStream[],
  packetsFrom: (offset: number) => Iterable<EndPacket>,
): readonly (number | null)[] {
  const durations = streams.map((): number | null => null);
  const lasts = streams.map(() => 0);
  let found = false;
  for (let retry = 0; retry <= maxRetries; retry++) {
    const isLast = found;
    const offset = Math.max(0, sizeBytes - firstWindowBytes * 2 ** retry);
    let left = firstWindowBytes * 2 ** Math.max(0, retry - 1);
    for (const { stream, pts, sizeBytes: packetBytes } of packetsFrom(offset)) {
      left -= packetBytes;
      const measured = streams[stream];
      if (pts !== null && measured) {
        found = true;
        const duration = pts + measured.frameTicks - measured.start;
        const known = durations[stream] ?? null;
        const last = lasts[stream] ?? 0;
        if (duration > 0) {
          const isNear = Math.abs(duration - last) < maxJump;
          if (known === null || last <= 0 || (known < duration && isNear)) durations[stream] = duration;
          lasts[stream] = duration;
        }
      }
      if (left <= 0) break;
    }
    if (isLast || offset === 0 || durations.every((duration) => duration !== null)) break;
  }
  return durations;
}

/** From the first beginning to the last end, in microseconds; null when no stream has a duration. */
export function wholeDuration(
  streams: readonly { readonly start: number; readonly duration: number | null }[],
): number | null {
  const measured = streams.flatMap(({ start, duration }) =>
    duration === null ? [] : [{ start: microseconds(start), duration: microseconds(duration) }],
  );
  if (measured.length === 0) return null;
  const start = Math.min(...streams.map((stream) => microseconds(stream.start)));
  const end = Math.max(...measured.map((stream) => stream.start + stream.duration));
  return Math.max(...measured.map(({ duration }) => duration), end - start);
}

const microseconds = (ticks: number): number => Math.round((ticks * 1e6) / clockHz);

/** Bits per second of a whole file, as FFmpeg computes it. */
export function wholeBitRate(sizeBytes: number, durationMicroseconds: number): number {
  return Math.trunc((sizeBytes * 8 * 1e6) / durationMicroseconds);
}
