import type { ByteSource } from '../../byteSource';
import { boxesInMemory, contentOf, readUInt64, type Box, type MemoryBox } from './boxes';
import type { FragmentDefaults } from './movie';

/** What fragments add to a track. Times in units of the track's time scale. */
export interface FragmentedTrack {
  readonly id: number;
  readonly timeScale: number;
  /** Where the next fragment begins that does not say. */
  endsAt: number;
  duration: number;
  frameCount: number;
  framesDuration: number;
  /** When the first sample of the first fragment is shown, without the shift. */
  startsAt: number | null;
  /** By how much decoding must come earlier, for no picture to be shown before it is decoded. */
  shift: number;
  hasIndex: boolean;
  /** Where the first sample of the first fragment lies; null when it is not known. */
  firstSample: SamplePlace | null;
}

export interface SamplePlace {
  readonly offset: number;
  readonly bytes: number;
}

/** Of samples that are all alike: more than memory has room for as FFmpeg keeps them, in any one run. */
const maxRunSamples = 2 ** 24;
const maxFragmentBytes = 2 * 1024 * 1024;
const flags = { baseOffset: 1, description: 2, duration: 8, bytes: 16, isFromMoof: 0x20000 } as const;
const runFlags = {
  dataOffset: 1,
  firstFlags: 4,
  duration: 0x100,
  bytes: 0x200,
  flags: 0x400,
  compositionOffset: 0x800,
} as const;

/** One `moof`. False where FFmpeg would give up, or leave something out. */
export function addFragment(
  source: ByteSource,
  moof: Box,
  tracks: readonly FragmentedTrack[],
  defaults: readonly FragmentDefaults[],
): boolean {
  const moofAt = moof.contentAt - 8;
  return boxesInMemory(contentOf(source, moof, maxFragmentBytes))
    .filter(({ type }) => type === 'traf')
    .every(({ content }, index) =>
      addTrackFragment(boxesInMemory(content), tracks, defaults, { moofAt, isFirst: index === 0 }),
    );
}

interface FragmentPlace {
  readonly moofAt: number;
  /** Others may begin where the samples of the one before end. */
  readonly isFirst: boolean;
}

function addTrackFragment(
  boxes: readonly MemoryBox[],
  tracks: readonly FragmentedTrack[],
  defaults: readonly FragmentDefaults[],
  place: FragmentPlace,
): boolean {
  const [header] = boxes;
  if (header?.type !== 'tfhd') return false;
  const id = header.content.readUInt32BE(4);
  const track = tracks.find((candidate) => candidate.id === id);
  const usual = defaults.find(({ trackId }) => trackId === id);
  if (!track || !usual) return false;
  const own = fragmentDefaults(header.content, usual);
  if (own.descriptionIndex !== 1) return false;
  // FFmpeg would look it up in the index.
  if (track.hasIndex && !boxes.some(({ type }) => type === 'tfdt')) return false;
  let startsAt = track.endsAt;
  for (const { type, content } of boxes) {
    if (type === 'tfdt')
      startsAt = content.readUInt8(0) > 0 ? readUInt64(content, 4) : content.readUInt32BE(4);
    if (type !== 'trun') continue;
    if (track.startsAt === null) track.firstSample = firstSampleOf(header.content, content, own, place);
    if (!addRun(content, track, own, startsAt)) return false;
    startsAt = track.endsAt;
  }
  return true;
}

function firstSampleOf(
  header: Buffer,
  run: Buffer,
  { sampleBytes }: FragmentDefaults,
  { moofAt, isFirst }: FragmentPlace,
): SamplePlace | null {
  const has = header.readUIntBE(1, 3);
  const runHas = run.readUIntBE(1, 3);
  const isFromMoof = (has & flags.isFromMoof) !== 0 || isFirst;
  if ((has & flags.baseOffset) === 0 && !isFromMoof) return null;
  const base = has & flags.baseOffset ? readUInt64(header, 8) : moofAt;
  const offset = runHas & runFlags.dataOffset ? run.readInt32BE(8) : 0;
  const entryAt = 8 + (runHas & runFlags.dataOffset ? 4 : 0) + (runHas & runFlags.firstFlags ? 4 : 0);
  const bytesAt = entryAt + (runHas & runFlags.duration ? 4 : 0);
  if (run.readUInt32BE(4) === 0) return null;
  return { offset: base + offset, bytes: runHas & runFlags.bytes ? run.readUInt32BE(bytesAt) : sampleBytes };
}

function fragmentDefaults(header: Buffer, usual: FragmentDefaults): FragmentDefaults {
  const has = header.readUIntBE(1, 3);
  let at = 8 + (has & flags.baseOffset ? 8 : 0);
  const next = (flag: number, otherwise: number) => {
    if ((has & flag) === 0) return otherwise;
    at += 4;
    return header.readUInt32BE(at - 4);
  };
  return {
    trackId: usual.trackId,
    descriptionIndex: next(flags.description, usual.descriptionIndex),
    sampleDuration: next(flags.duration, usual.sampleDuration),
    sampleBytes: next(flags.bytes, usual.sampleBytes),
  };
}

/** Samples that follow one another. One without bytes ends FFmpeg's reading. */
function addRun(run: Buffer, track: FragmentedTrack, usual: FragmentDefaults, startsAt: number): boolean {
  const has = run.readUIntBE(1, 3);
  const count = run.readUInt32BE(4);
  const durationAt = 8 + (has & runFlags.dataOffset ? 4 : 0) + (has & runFlags.firstFlags ? 4 : 0);
  const bytesAt = durationAt + (has & runFlags.duration ? 4 : 0);
  const offsetAt = bytesAt + (has & runFlags.bytes ? 4 : 0) + (has & runFlags.flags ? 4 : 0);
  const entryBytes = offsetAt + (has & runFlags.compositionOffset ? 4 : 0) - durationAt;
  if (count === 0) return true;
  if (entryBytes === 0) return addAlike(count, track, usual, startsAt);
  if (durationAt + count * entryBytes > run.length) return false;
  let endsAt = startsAt;
  for (let at = 0; at < count * entryBytes; at += entryBytes) {
    const bytes = has & runFlags.bytes ? run.readUInt32BE(bytesAt + at) : usual.sampleBytes;
    const offset = has & runFlags.compositionOffset ? run.readInt32BE(offsetAt + at) : 0;
    if (bytes === 0) return false;
    track.startsAt ??= endsAt + offset;
    if (-offset > track.shift) track.shift = -offset;
    endsAt += has & runFlags.duration ? run.readUInt32BE(durationAt + at) : usual.sampleDuration;
  }
  extend(track, count, startsAt, endsAt);
  return true;
}

function addAlike(
  count: number,
  track: FragmentedTrack,
  { sampleBytes, sampleDuration }: FragmentDefaults,
  startsAt: number,
): boolean {
  if (sampleBytes === 0 || count > maxRunSamples) return false;
  track.startsAt ??= startsAt;
  extend(track, count, startsAt, startsAt + count * sampleDuration);
  return true;
}

function extend(track: FragmentedTrack, count: number, startsAt: number, endsAt: number): void {
  track.frameCount += count;
  track.framesDuration += endsAt - startsAt;
  track.endsAt = endsAt;
  track.duration = Math.max(track.duration, endsAt);
}

/**
 * A `sidx` tells how long the track will be, before its fragments come. FFmpeg believes it, and the other tracks to be as
 * long, when it leads to the end of the file or to the table of fragments (`mfra`) there.
 */
export function addSegmentIndex(
  source: ByteSource,
  sidx: Box,
  tracks: readonly FragmentedTrack[],
): 'partial' | 'complete' | 'odd' {
  const content = contentOf(source, sidx, maxFragmentBytes);
  const isLong = content.readUInt8(0) > 0;
  const track = tracks.find(({ id }) => id === content.readUInt32BE(4));
  // Its own time scale would be taken for the track's.
  if (track?.timeScale !== content.readUInt32BE(8) || content.readUInt8(0) > 1) return 'odd';
  let time = isLong ? readUInt64(content, 12) : content.readUInt32BE(12);
  let offset = sidx.endAt + (isLong ? readUInt64(content, 20) : content.readUInt32BE(16));
  const countAt = isLong ? 30 : 22;
  const count = content.readUInt16BE(countAt);
  if (count === 0) return 'odd';
  for (let at = countAt + 2; at < countAt + 2 + count * 12; at += 12) {
    const size = content.readUInt32BE(at);
    // An index of indices.
    if (size >= 2 ** 31) return 'odd';
    offset += size;
    time += content.readUInt32BE(at + 4);
  }
  track.duration = track.endsAt = time;
  track.hasIndex = true;
  const isComplete = offset === source.sizeBytes || offset === source.sizeBytes - fragmentTableBytes(source);
  return isComplete ? 'complete' : 'partial';
}

/** The last four bytes of a file with a table of fragments are that table's length. */
function fragmentTableBytes(source: ByteSource): number {
  const tail = source.read(source.sizeBytes - 4, 4);
  return tail.length === 4 ? tail.readUInt32BE(0) : 0;
}
