import type { ByteSource } from '../byteSource';
import { isIntact } from './oggChecksum';
import { oggCodecOf } from './oggCodecs';
import type { OggBeginning, OggStream } from './oggHeaders';
import { maxPageBytes, oggCapture, pageIn, type OggPage } from './oggPage';

/**
 * The last granule position of each stream within reach of the end, by serial number, as FFmpeg looks for it. In a
 * chain of one stream after another, a later one stands in for the first from its beginning on. Null for what only
 * FFmpeg can read.
 */
export function lastGranules(
  source: ByteSource,
  { streams, skeletonSerial }: OggBeginning,
): ReadonlyMap<number, number> | null {
  const [single] = streams;
  const last = streams.length === 1 && single ? lastPageOf(source, single.serial) : null;
  if (single && last !== null) return new Map([[single.serial, last]]);
  const offset = Math.max(0, source.sizeBytes - maxPageBytes);
  const bytes = source.read(offset, maxPageBytes);
  const granules = new Map<number, number>();
  const chain = new Chain(streams);
  let at = bytes.indexOf(oggCapture, 0, 'latin1');
  while (at !== -1 && at < bytes.length) {
    const page = pageIn(bytes, at, offset, source.sizeBytes);
    if (!page) return isEnd(bytes, at) ? granules : null;
    if (!isIntact(bytes.subarray(at, page.endsAt - offset))) return null;
    if (page.serial === skeletonSerial) {
      at = page.endsAt - offset;
      continue;
    }
    const serial = chain.serialOf(page, bytes, offset);
    if (serial === null) break;
    if (page.granule !== null && page.granule !== 0) granules.set(serial, page.granule);
    at = page.endsAt - offset;
  }
  return granules.size > 0 ? granules : null;
}

/** Most pages are small: of a single stream, the last one mostly tells. */
const likelyPageBytes = 8 * 1024;

/** The granule position of a page of this stream that ends with the file, if one is found at once. */
function lastPageOf(source: ByteSource, serial: number): number | null {
  const offset = Math.max(0, source.sizeBytes - likelyPageBytes);
  const bytes = source.read(offset, likelyPageBytes);
  const at = bytes.lastIndexOf(oggCapture, undefined, 'latin1');
  const page = at === -1 ? null : pageIn(bytes, at, offset, source.sizeBytes);
  const isLast = page?.serial === serial && page.endsAt === source.sizeBytes && isIntact(bytes.subarray(at));
  return isLast && page.granule !== 0 ? page.granule : null;
}

/** Nothing that could be a page follows: a page that was cut, or a tag of another format. */
function isEnd(bytes: Buffer, at: number): boolean {
  return bytes.indexOf(oggCapture, at + 1, 'latin1') === -1;
}

/** Which of the known streams a page counts for. */
class Chain {
  #serials: ReadonlyMap<number, number>;
  readonly #single: OggStream | null;

  constructor(streams: readonly OggStream[]) {
    this.#serials = new Map(streams.map(({ serial }) => [serial, serial]));
    this.#single = streams.length === 1 ? (streams[0] ?? null) : null;
  }

  /** Null where FFmpeg looks no further. */
  serialOf(page: OggPage, bytes: Buffer, offset: number): number | null {
    const known = this.#serials.get(page.serial);
    if (known !== undefined) return known;
    const contentAt = page.contentAt - offset;
    const codec = oggCodecOf(bytes.subarray(contentAt, contentAt + Math.min(page.contentBytes, 16)));
    if (!this.#single || codec !== this.#single.codec) return null;
    this.#serials = new Map([[page.serial, this.#single.serial]]);
    return this.#single.serial;
  }
}
