import type { ByteSource } from '../../byteSource';
import { rational, type VideoStream } from '../../reading';
import { blocksFrom } from './blocks';
import type { Info } from './info';
import { RateEstimate } from './rateEstimate';
import { nearestRational } from './ratios';
import type { Segment } from './segment';
import type { Track } from './track';

type FrameRates = Pick<VideoStream, 'averageFrameRate' | 'baseFrameRate'>;

const secondNs = 1_000_000_000;
/** FFmpeg looks for 24000/1001 and its like, which whole nanoseconds only come near to. */
const maxRatePart = 30_000;

/** From how long a frame lasts, by default; else from the times of the first ones. Null for what only FFmpeg can tell. */
export function frameRatesOf(
  source: ByteSource,
  track: Track,
  parts: { readonly segment: Segment; readonly info: Info; readonly tracks: readonly Track[] },
): FrameRates | null {
  if (track.defaultDurationNs === 0) return estimatedRates(source, track, parts);
  const rate = nearestRational(secondNs, track.defaultDurationNs, maxRatePart);
  return rate && { averageFrameRate: rate, baseFrameRate: rate };
}

/** Codecs whose packets FFmpeg takes as they come: no frame is decoded before one that is shown earlier. */
const orderlyCodecs: ReadonlySet<string> = new Set(['V_VP8', 'V_VP9', 'V_AV1']);
const coarseUnitNs = 500_000;
const framesForCoarseUnits = 40;
const framesForFineUnits = 20;
const probedBytes = 5_000_000;
/** FFmpeg stops at five seconds; how it counts those of sounds is not followed here. */
const surelyProbedNs = 4_500_000_000;

/**
 * What `avformat_find_stream_info` would have read by the time when it is sure of all streams: so many frames, at least
 * one packet of each sound, and no more than the probe size. Null when other limits might have come first.
 */
function estimatedRates(
  source: ByteSource,
  track: Track,
  {
    segment,
    info,
    tracks,
  }: { readonly segment: Segment; readonly info: Info; readonly tracks: readonly Track[] },
): FrameRates | null {
  const unitNs = info.timestampScale;
  const isSimple =
    tracks.every(({ type }) => type === 'audio') ||
    tracks.filter((each) => each.type !== 'audio').length === 1;
  if (!isSimple || !orderlyCodecs.has(track.codecId) || track.strippedHeader === null) return null;
  if (
    unitNs > 1_000_000 ||
    track.codecDelayNs > 0 ||
    tracks.some(({ timestampScale }) => timestampScale !== 1)
  )
    return null;
  const wantedFrames = unitNs > coarseUnitNs ? framesForCoarseUnits : framesForFineUnits;
  const estimate = new RateEstimate(unitNs);
  const waitedFor = new Set(tracks.map(({ number }) => number));
  let firstTime: number | null = null;
  let readBytes = 0;
  for (const block of blocksFrom(source, segment.firstClusterAt, segment.endsAt)) {
    if ((estimate.count >= wantedFrames && waitedFor.size === 0) || readBytes >= probedBytes) break;
    firstTime ??= block.timestamp;
    if ((block.timestamp - firstTime) * unitNs > surelyProbedNs) return null;
    waitedFor.delete(block.trackNumber);
    readBytes += block.payloadBytes;
    if (block.trackNumber !== track.number) continue;
    if (block.lacing !== 'none') return null;
    estimate.add(block.timestamp, block.duration);
  }
  const { averageFrameRate, baseFrameRate } = estimate.rates();
  return { averageFrameRate, baseFrameRate: baseFrameRate ?? rational(secondNs, unitNs) };
}
