import type { ByteSource } from '../../byteSource';
import { boxOf, readUInt64, type Box } from './boxes';

/** What the sample tables of a track add up to. */
export interface SampleTotals {
  readonly sampleCount: number;
  /** In units of the track's time scale. */
  readonly duration: number;
}

/** Of a film of variable rate, 18 hours at 30 pictures a second; the tables of others have a few entries. */
const maxEntries = 2_000_000;
const entriesAtOnce = 64 * 1024;
/** From here on FFmpeg takes a sample's duration for a negative correction. */
const maxSampleDuration = 0xffff_ffff - 480_000;

/** From `stts`, read in parts. Null for what FFmpeg would correct, or what no film is as long as. */
export function sampleTotals(source: ByteSource, tables: readonly Box[]): SampleTotals | null {
  const times = boxOf(tables, 'stts');
  if (!times) return null;
  const entryCount = source.read(times.contentAt, 8).readUInt32BE(4);
  if (entryCount > maxEntries || times.contentAt + 8 + entryCount * 8 > times.endAt) return null;
  let [sampleCount, duration] = [0, 0];
  for (let entry = 0; entry < entryCount; entry += entriesAtOnce) {
    const count = Math.min(entriesAtOnce, entryCount - entry);
    const part = source.read(times.contentAt + 8 + entry * 8, count * 8);
    for (let at = 0; at < count * 8; at += 8) {
      const sampleDuration = part.readUInt32BE(at + 4);
      if (sampleDuration > maxSampleDuration) return null;
      sampleCount += part.readUInt32BE(at);
      duration += part.readUInt32BE(at) * sampleDuration;
    }
  }
  const isWithinBounds = sampleCount < 2 ** 31 && Number.isSafeInteger(duration);
  return isWithinBounds ? { sampleCount, duration } : null;
}

export interface SampleSizes {
  readonly count: number;
  /** Of every sample; 0 when each has its own. */
  readonly commonBytes: number;
  /** Bits that each has in the table. */
  readonly fieldBits: number;
  readonly tableAt: number;
  readonly endAt: number;
}

/** The head of `stsz` or `stz2`. */
export function sampleSizes(source: ByteSource, tables: readonly Box[]): SampleSizes | null {
  const box = boxOf(tables, 'stsz') ?? boxOf(tables, 'stz2');
  if (!box) return null;
  const head = source.read(box.contentAt, 12);
  const isCompact = box.type === 'stz2';
  const sizes = {
    count: head.readUInt32BE(8),
    commonBytes: isCompact ? 0 : head.readUInt32BE(4),
    fieldBits: isCompact ? head.readUInt8(7) : 32,
    tableAt: box.contentAt + 12,
    endAt: box.endAt,
  };
  const hasAll = sizes.commonBytes > 0 || sizes.tableAt + (sizes.count * sizes.fieldBits) / 8 <= box.endAt;
  return hasAll ? sizes : null;
}

/** Whether samples have a place in the file, and as many chunks as the last entry of `stsc` needs. */
export function haveChunks(source: ByteSource, tables: readonly Box[]): boolean {
  const groups = boxOf(tables, 'stsc');
  const chunks = boxOf(tables, 'stco') ?? boxOf(tables, 'co64');
  if (!groups || !chunks) return false;
  const groupCount = countIn(source, groups, 12);
  const chunkCount = countIn(source, chunks, chunks.type === 'stco' ? 4 : 8);
  if (groupCount === 0 || chunkCount === 0) return false;
  return source.read(groups.contentAt + 8 + (groupCount - 1) * 12, 4).readUInt32BE(0) <= chunkCount;
}

/** How many entries a table has; none when it has no room for as many as it says. */
function countIn(source: ByteSource, { contentAt, endAt }: Box, entryBytes: number): number {
  const count = source.read(contentAt, 8).readUInt32BE(4);
  return contentAt + 8 + count * entryBytes <= endAt ? count : 0;
}

/** The first `maxBytes` of a track's first sample; null when there is none. */
export function firstSample(source: ByteSource, tables: readonly Box[], maxBytes: number): Buffer | null {
  const sizes = sampleSizes(source, tables);
  const chunks = boxOf(tables, 'stco') ?? boxOf(tables, 'co64');
  if (!sizes || sizes.count === 0 || !chunks) return null;
  if (sizes.commonBytes === 0 && sizes.fieldBits !== 32) return null;
  const head = source.read(chunks.contentAt, 16);
  if (head.readUInt32BE(4) === 0) return null;
  const offset = chunks.type === 'stco' ? head.readUInt32BE(8) : readUInt64(head, 8);
  const bytes = sizes.commonBytes > 0 ? sizes.commonBytes : source.read(sizes.tableAt, 4).readUInt32BE(0);
  return source.read(offset, Math.min(bytes, maxBytes));
}

/** By how much the first sample is shown later than it is decoded; null for a table that FFmpeg would read otherwise. */
export function firstCompositionOffset(source: ByteSource, tables: readonly Box[]): number | null {
  const offsets = boxOf(tables, 'ctts');
  if (!offsets) return 0;
  const head = source.read(offsets.contentAt, 16);
  if (head.readUInt32BE(4) === 0) return 0;
  return head.readInt32BE(8) > 0 ? head.readInt32BE(12) : null;
}
