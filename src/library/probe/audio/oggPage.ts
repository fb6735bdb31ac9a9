import type { ByteSource } from '../byteSource';

/** One page of an Ogg stream (RFC 3533): parts of packets, with the time at which the last one to end here ends. */
export interface OggPage {
  readonly at: number;
  readonly serial: number;
  readonly beginsStream: boolean;
  readonly endsStream: boolean;
  readonly continuesPacket: boolean;
  /** In the codec's own count; null where no packet ends. */
  readonly granule: number | null;
  /** Lengths of the parts; one of 255 goes on in the next. */
  readonly segments: Buffer;
  readonly contentAt: number;
  readonly contentBytes: number;
  readonly endsAt: number;
}

export const maxPageBytes = 65_307;
const fixedBytes = 27;
const maxSegments = 255;
const flag = { continues: 1, begins: 2, ends: 4 } as const;

export const oggCapture = 'OggS';

/** Null where no whole page begins. */
export function oggPage(source: ByteSource, at: number): OggPage | null {
  return pageIn(source.read(at, fixedBytes + maxSegments), 0, at, source.sizeBytes);
}

/** The page at `start` of bytes that were read from `offset` on. */
export function pageIn(bytes: Buffer, start: number, offset: number, sizeBytes: number): OggPage | null {
  if (start + fixedBytes > bytes.length) return null;
  if (bytes.toString('latin1', start, start + 4) !== oggCapture || bytes[start + 4] !== 0) return null;
  const flags = bytes.readUInt8(start + 5);
  const segmentsAt = start + fixedBytes;
  const segmentCount = bytes.readUInt8(start + 26);
  if (segmentsAt + segmentCount > bytes.length) return null;
  const segments = bytes.subarray(segmentsAt, segmentsAt + segmentCount);
  let contentBytes = 0;
  for (const segment of segments) contentBytes += segment;
  const contentAt = offset + segmentsAt + segmentCount;
  const endsAt = contentAt + contentBytes;
  if (endsAt > sizeBytes) return null;
  return {
    at: offset + start,
    serial: bytes.readUInt32LE(start + 14),
    beginsStream: (flags & flag.begins) !== 0,
    endsStream: (flags & flag.ends) !== 0,
    continuesPacket: (flags & flag.continues) !== 0,
    granule: granuleOf(bytes, start + 6),
    segments,
    contentAt,
    contentBytes,
    endsAt,
  };
}

/** All ones say that there is none. */
function granuleOf(bytes: Buffer, at: number): number | null {
  const high = bytes.readInt32LE(at + 4);
  const low = bytes.readUInt32LE(at);
  if (high === -1 && low === 0xffff_ffff) return null;
  const granule = high * 0x1_0000_0000 + low;
  if (!Number.isSafeInteger(granule)) throw new RangeError('a granule position beyond all time');
  return granule;
}
