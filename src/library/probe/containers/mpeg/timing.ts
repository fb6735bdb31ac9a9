import type { Rational, Reading, Stream, VideoStream, AudioStream } from '../../reading';
import {
  wholeBitRate,
  wholeDuration,
  durationsFromEnd,
  type EndPacket,
  type MeasuredStream,
} from './duration';
import type { ElementaryPicture, ElementarySound } from './elementary';
import { averageRate, baseRate, isOnBeat, ticksOfFrame } from './frameRates';
import { clockHz, UnclearError, unwrappedClock, type TimeStamps } from './pes';

/** One stream as its beginning shows it. */
export interface Beginning {
  readonly elementary: ElementaryPicture | ElementarySound;
  /** Of the first packet of each stream, as written. */
  readonly first: TimeStamps;
  /** Decoding times of frames, as written. */
  readonly decodingTimes: readonly number[];
  /** Whether those are all of the first frames; else only some frames have times. */
  readonly isEachTimed: boolean;
}

/** A packet near the end of the file. */
export interface LatePacket extends EndPacket {
  readonly dts: number | null;
}

/** Makes a reading of what the beginnings and the end of MPEG streams show. Throws {@link UnclearError}. */
export function readingOfMpeg(
  containerFormat: string,
  sizeBytes: number,
  beginnings: readonly Beginning[],
  packetsFrom: (offset: number) => Iterable<LatePacket>,
): Reading | null {
  const firstTicks = beginnings[0]?.first.dts ?? beginnings[0]?.first.pts ?? null;
  if (firstTicks === null) return null;
  const clock = unwrappedClock(firstTicks);
  const timed = beginnings.map((beginning) => timedStream(beginning, clock));
  const packets = function* (offset: number): Iterable<EndPacket> {
    for (const packet of packetsFrom(offset)) {
      const { stream, sizeBytes: packetBytes } = packet;
      timed[stream]?.check(packet.dts === null ? null : clock(packet.dts));
      yield { stream, sizeBytes: packetBytes, pts: packet.pts === null ? null : clock(packet.pts) };
    }
  };
  const durations = durationsFromEnd(sizeBytes, timed, packets);
  const whole = wholeDuration(timed.map(({ start }, i) => ({ start, duration: durations[i] ?? null })));
  if (whole === null || whole <= 0) return null;
  return {
    containerFormat,
    durationSeconds: whole / 1e6,
    bitRate: wholeBitRate(sizeBytes, whole),
    chapterCount: 0,
    tags: new Map(),
    streams: timed.map(({ stream }) => stream),
  };
}

interface TimedStream extends MeasuredStream {
  readonly stream: Stream;
  /** Throws when a later frame does not fit to the first ones. */
  readonly check: (dts: number | null) => void;
}

function timedStream(beginning: Beginning, clock: (ticks: number) => number): TimedStream {
  const { elementary, first, decodingTimes, isEachTimed } = beginning;
  if (first.pts === null) throw new UnclearError('no time at the beginning');
  const start = clock(first.pts);
  return elementary.type === 'audio'
    ? timedSound(elementary, start)
    : timedPicture(elementary, start, { times: decodingTimes.map(clock), isEach: isEachTimed });
}

function timedSound({ coding, samples }: ElementarySound, start: number): TimedStream {
  const stream: AudioStream = { type: 'audio', ...coding, durationSeconds: null, tags: new Map() };
  if (coding.sampleRateHz === null) throw new UnclearError('no sample rate');
  return {
    stream,
    start,
    frameTicks: Math.floor((samples * clockHz) / coding.sampleRateHz),
    check: () => undefined,
  };
}

interface FrameTimes {
  readonly times: readonly number[];
  readonly isEach: boolean;
}

function timedPicture(picture: ElementaryPicture, start: number, frames: FrameTimes): TimedStream {
  const { coding, codecRate } = picture;
  const rates = ratesOf(picture, frames);
  const [begin = 0] = frames.times;
  const stream: VideoStream = {
    type: 'video',
    ...coding,
    isAttachedPicture: false,
    averageFrameRate: rates.average,
    baseFrameRate: rates.base,
    frameCount: null,
    durationSeconds: null,
    rotationDegrees: 0,
    isDolbyVision: false,
    hasAlphaLayer: false,
    tags: new Map(),
  };
  const check = (dts: number | null) => {
    if (dts !== null && dts > begin && !isOnBeat(dts, begin, codecRate))
      throw new UnclearError('off the beat');
  };
  return { stream, start, frameTicks: ticksOfFrame(rates.base), check };
}

/** Frames must come as evenly as the codec says: then FFmpeg finds the same rate, however many of them it looks at. */
function ratesOf({ codecRate, isRateBelieved }: ElementaryPicture, { times, isEach }: FrameTimes) {
  const average = averageRate(codecRate);
  const isEven = isEach ? areSuccessive(times, codecRate) : areOnBeat(times, codecRate);
  if (!average || !isEven) throw new UnclearError('frames that do not come evenly');
  const base = isRateBelieved || !isEach ? codecRate : baseRate(times);
  if (!base || !isNear(base, codecRate)) throw new UnclearError('rates that differ');
  return { average, base };
}

function areSuccessive(times: readonly number[], rate: Rational): boolean {
  const ticks = ticksOfFrame(rate);
  return times.slice(1).every((time, i) => {
    const step = time - (times[i] ?? 0);
    return step === ticks || step === ticks + 1;
  });
}

function areOnBeat(times: readonly number[], rate: Rational): boolean {
  const [begin = 0] = times;
  return times.every((time, i) => time > (times[i - 1] ?? -Infinity) && isOnBeat(time, begin, rate));
}

function isNear(a: Rational, b: Rational): boolean {
  return Math.abs((a.numerator * b.denominator) / (a.denominator * b.numerator) - 1) < 1e-4;
}
