import type { ByteSource } from '../byteSource';
import { isIntact } from './oggChecksum';
import { oggCodecOf, type OggCodec } from './oggCodecs';
import { oggPage, type OggPage } from './oggPage';
import { OggPacket, type FirstData } from './oggPacket';
import { beginsSkeleton, serialsFromZero } from './oggSkeleton';

/** A logical stream: its headers, and where its sound or picture begins. */
export interface OggStream {
  readonly serial: number;
  readonly codec: OggCodec;
  readonly headers: readonly OggPacket[];
  readonly firstData: FirstData;
  /** Said so by a skeleton: then the first packets' own time does not count. */
  readonly isFromZero: boolean;
}

/** What a file begins with. */
export interface OggBeginning {
  readonly streams: readonly OggStream[];
  /** The stream that tells of the others, if there is one. */
  readonly skeletonSerial: number | null;
}

interface Skeleton {
  readonly serial: number;
  open: OggPacket | null;
}

interface Growing {
  readonly serial: number;
  readonly codec: OggCodec;
  readonly headers: OggPacket[];
  /** Begun, and not ended on its page. */
  open: OggPacket | null;
  firstData: FirstData | null;
  isFromZero: boolean;
}

/** Enough for the headers and a cover of some hundred megabytes. */
const maxPages = 4096;

/**
 * Reads on until each stream has begun. Null for what only FFmpeg can read: other codecs, a stream that comes late,
 * pages that do not follow one another.
 */
export function oggBeginningOf(source: ByteSource): OggBeginning | null {
  const streams: Growing[] = [];
  let skeleton: Skeleton | null = null;
  let at = 0;
  for (let page = 0; page < maxPages; page++) {
    const found = oggPage(source, at);
    if (!found || isDamaged(source, found)) return null;
    if (at === 0) skeleton = skeletonOn(source, found);
    const isTaken =
      skeleton?.serial === found.serial
        ? takeSkeleton(source, found, { skeleton, streams })
        : takePage(source, found, streams);
    if (!isTaken) return null;
    const begun = streams.flatMap((stream) => finished(stream) ?? []);
    if (streams.length > 0 && begun.length === streams.length) {
      return { streams: begun, skeletonSerial: skeleton?.serial ?? null };
    }
    at = found.endsAt;
  }
  return null;
}

/** It comes first of all. */
function skeletonOn(source: ByteSource, { serial, contentAt, contentBytes }: OggPage): Skeleton | null {
  const isSkeleton = contentBytes >= 8 && beginsSkeleton(source.read(contentAt, 8));
  return isSkeleton ? { serial, open: null } : null;
}

function takeSkeleton(
  source: ByteSource,
  page: OggPage,
  { skeleton, streams }: { readonly skeleton: Skeleton; readonly streams: readonly Growing[] },
): boolean {
  if (page.continuesPacket !== (skeleton.open !== null)) return false;
  const { packets, open } = packetsOf(source, page, skeleton.open);
  skeleton.open = open;
  const told = packets.map(serialsFromZero);
  for (const stream of streams)
    stream.isFromZero ||= told.some((serials) => serials?.includes(stream.serial));
  return !told.includes(null);
}

/** FFmpeg passes over damaged pages. Those of large covers are not read, for that would cost more than it tells. */
function isDamaged(source: ByteSource, { at, endsAt }: OggPage): boolean {
  const isAtHand = endsAt <= source.head.length;
  return isAtHand && !isIntact(source.head.subarray(at, endsAt));
}

function finished({ serial, codec, headers, firstData, isFromZero }: Growing): OggStream | null {
  return firstData && { serial, codec, headers, firstData, isFromZero };
}

function takePage(source: ByteSource, page: OggPage, streams: Growing[]): boolean {
  if (page.beginsStream) {
    const codec = oggCodecOf(source.read(page.contentAt, 16));
    const isLate = streams.some(({ headers }) => headers.length > 1);
    if (!codec || isLate || streams.some(({ serial }) => serial === page.serial)) return false;
    streams.push({ serial: page.serial, codec, headers: [], open: null, firstData: null, isFromZero: false });
  }
  const stream = streams.find(({ serial }) => serial === page.serial);
  if (!stream || page.continuesPacket !== (stream.open !== null)) return false;
  if (stream.firstData) return streams.some(({ firstData }) => !firstData) || true;
  return takePackets(source, page, stream);
}

/** Headers fill whole pages: sound that begins on one of theirs is FFmpeg's to read. */
function takePackets(source: ByteSource, page: OggPage, stream: Growing): boolean {
  const { packets, open } = packetsOf(source, page, stream.open);
  stream.open = open;
  let hadHeader = false;
  const data: OggPacket[] = [];
  for (const packet of packets) {
    const isHeader = data.length === 0 && stream.codec.isHeader(packet, stream.headers.length);
    if (!isHeader) data.push(packet);
    else stream.headers.push(packet);
    hadHeader ||= isHeader;
  }
  if (data.length === 0) return true;
  stream.firstData = { granule: page.granule, endsStream: page.endsStream, packets: data };
  return !hadHeader && stream.headers.length >= stream.codec.headerCount;
}

function packetsOf(source: ByteSource, page: OggPage, begun: OggPacket | null) {
  const packets: OggPacket[] = [];
  let open = begun;
  let at = page.contentAt;
  for (const segment of page.segments) {
    open ??= new OggPacket(source);
    open.append(at, segment);
    at += segment;
    if (segment === 255) continue;
    packets.push(open);
    open = null;
  }
  return { packets, open };
}
