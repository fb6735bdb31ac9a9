import { BudgetError, type ByteSource } from '../../byteSource';
import { blocksFrom, type Block } from './blocks';
import { ids } from './ids';
import type { Info } from './info';
import type { Segment } from './segment';
import type { Track } from './track';

/**
 * Who writes as it records, such as a browser, cannot come back to put down how long it took. ffprobe then knows no
 * duration; the blocks at the end of the file tell it.
 */

const clusterId = Buffer.alloc(4);
clusterId.writeUInt32BE(ids.cluster);
const partBytes = 256 * 1024;
/** Clusters last seconds; one larger than this is not searched for. */
const searchedBytes = 16 * 1024 * 1024;
/** The identifier may also occur within a frame: then what follows is no cluster. */
const maxCandidates = 16;

/** Without a rate of their own, which some codecs tell and FFmpeg then estimates by: those it leaves to ffprobe. */
const codecsWithoutBitRate = /^(?:V_VP8|V_VP9|V_AV1|V_MPEG4\/ISO\/AVC|V_MPEGH\/ISO\/HEVC|A_OPUS)/;

/** From time 0 to the end of the last block, in microseconds; null when the end of the file does not tell. */
export function liveDurationUs(
  source: ByteSource,
  segment: Segment,
  { info, tracks }: { readonly info: Info; readonly tracks: readonly Track[] },
): number | null {
  const main = tracks.find(({ type }) => type === 'video') ?? tracks.find(({ type }) => type === 'audio');
  if (!main || !codecsWithoutBitRate.test(main.codecId)) return null;
  let candidates = 0;
  for (const at of clustersFromEnd(source, segment)) {
    if (++candidates > maxCandidates) return null;
    const end = endOfBlocks(source, { at, endsAt: segment.endsAt }, { info, tracks });
    if (end !== null) return Math.round((end * info.timestampScale) / 1000);
  }
  return null;
}

/** Wherever the identifier of a cluster stands, from the end backwards. Parts overlap by what could be cut in two. */
function* clustersFromEnd(
  source: ByteSource,
  { firstClusterAt, endsAt }: Segment,
): Generator<number, undefined> {
  const stopAt = Math.max(firstClusterAt, endsAt - searchedBytes);
  for (let end = endsAt; end > stopAt; end -= partBytes) {
    const start = Math.max(stopAt, end - partBytes);
    const part = source.read(start, end - start + clusterId.length - 1);
    let at = part.lastIndexOf(clusterId);
    while (at >= 0) {
      yield start + at;
      at = at === 0 ? -1 : part.lastIndexOf(clusterId, at - 1);
    }
  }
}

/** In units; null when no cluster begins there. */
function endOfBlocks(
  source: ByteSource,
  { at, endsAt }: { readonly at: number; readonly endsAt: number },
  { info, tracks }: { readonly info: Info; readonly tracks: readonly Track[] },
): number | null {
  const blocks: Block[] = [];
  try {
    for (const block of blocksFrom(source, at, endsAt)) blocks.push(block);
  } catch (error) {
    if (error instanceof RangeError && !(error instanceof BudgetError)) return null;
    throw error;
  }
  const ends = tracks.map((track) => {
    const own = blocks.filter(({ trackNumber }) => trackNumber === track.number);
    return Math.max(...own.map(({ timestamp }) => timestamp)) + lastDuration(own, track, info);
  });
  const end = Math.max(...ends);
  const areKnown = blocks.every(({ trackNumber }) => tracks.some(({ number }) => number === trackNumber));
  return areKnown && Number.isFinite(end) && end > 0 ? end : null;
}

/** What the block says, or the track; else as long as the frame before it. */
function lastDuration(
  blocks: readonly Block[],
  { defaultDurationNs }: Track,
  { timestampScale }: Info,
): number {
  const last = blocks.at(-1);
  if (last && last.duration > 0) return last.duration;
  if (defaultDurationNs > 0) return defaultDurationNs / timestampScale;
  const before = blocks.at(-2);
  return last && before ? Math.max(0, last.timestamp - before.timestamp) : 0;
}
