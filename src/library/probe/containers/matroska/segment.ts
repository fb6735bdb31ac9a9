import type { ByteSource } from '../../byteSource';
import { allOf, childrenOf, headerAt, lastOf, maxHeaderBytes, unsignedOf, type ElementHeader } from './ebml';
import { ids } from './ids';

/**
 * The elements of a segment that FFmpeg reads: those before the first cluster, in their order, and then those to which a
 * SeekHead points. What merely lies behind the clusters stays unread.
 */
export interface Segment {
  readonly info: readonly Buffer[];
  readonly tracks: readonly Buffer[];
  readonly chapters: readonly Buffer[];
  readonly tags: readonly Buffer[];
  readonly firstClusterAt: number;
  readonly endsAt: number;
}

interface Found extends ElementHeader {
  readonly at: number;
  readonly contentAt: number;
}

const maxElements = 1_000;
const maxSeekEntries = 1_000;
/** What may be read as a whole. Films with all their tags and chapters need some ten thousand bytes. */
const maxContentBytes = 4 * 1024 * 1024;

/** Null where FFmpeg would search for a way to go on. */
export function readSegment(source: ByteSource): Segment | null {
  const header = elementAt(source, 0);
  if (header.id !== ids.ebml || !isReadable(contentOf(source, header))) return null;
  const segment = elementAt(source, header.contentAt + (header.contentBytes ?? NaN));
  if (segment.id !== ids.segment) return null;
  const startsAt = segment.contentAt;
  const endsAt = Math.min(source.sizeBytes, startsAt + (segment.contentBytes ?? Infinity));
  const reader = new SegmentReader(source, startsAt, endsAt, segment.contentBytes !== null);
  const firstClusterAt = reader.readToCluster();
  if (firstClusterAt === null) return null;
  reader.followSeekHeads();
  return { ...reader.contents, firstClusterAt, endsAt };
}

/** Versions that FFmpeg refuses. */
function isReadable(ebml: Buffer): boolean {
  const children = childrenOf(ebml);
  return (
    unsignedOf(lastOf(children, ids.ebmlReadVersion), 1) <= 1 &&
    unsignedOf(lastOf(children, ids.ebmlMaxSizeLength), 8) <= 8 &&
    unsignedOf(lastOf(children, ids.ebmlMaxIdLength), 4) <= 4 &&
    unsignedOf(lastOf(children, ids.docTypeReadVersion), 1) <= 3
  );
}

function elementAt(source: ByteSource, at: number): Found {
  const header = headerAt(source.read(at, maxHeaderBytes), 0);
  return { ...header, at, contentAt: at + header.headerBytes };
}

function contentOf(source: ByteSource, { contentAt, contentBytes }: Found): Buffer {
  if (contentBytes === null || contentBytes > maxContentBytes) throw new RangeError('too much to read');
  const content = source.read(contentAt, contentBytes);
  if (content.length < contentBytes) throw new RangeError('cut short');
  return content;
}

class SegmentReader {
  readonly contents = {
    info: new Array<Buffer>(),
    tracks: new Array<Buffer>(),
    chapters: new Array<Buffer>(),
    tags: new Array<Buffer>(),
  };
  readonly #seekHeads: Buffer[] = [];
  /** Where elements were read; of most kinds FFmpeg follows no pointer to a second one. */
  readonly #readAt = new Map<number, Set<number>>();

  constructor(
    private readonly source: ByteSource,
    private readonly startsAt: number,
    private readonly endsAt: number,
    /** Then what is inside must tell its size too. */
    private readonly isClosed: boolean,
  ) {}

  readToCluster(): number | null {
    let at = this.startsAt;
    for (let count = 0; count < maxElements && at < this.endsAt; count++) {
      const element = elementAt(this.source, at);
      if (element.id === ids.cluster) return element.contentBytes === null && this.isClosed ? null : at;
      const end = element.contentAt + (element.contentBytes ?? NaN);
      if (!(end <= this.endsAt)) return null;
      this.#take(element);
      at = end;
    }
    return null;
  }

  /** The list grows while it is worked off: a SeekHead may point to a further one. */
  followSeekHeads(): void {
    let count = 0;
    for (const seekHead of this.#seekHeads) {
      for (const entry of allOf(childrenOf(seekHead), ids.seek)) {
        if (++count > maxSeekEntries) throw new RangeError('too many entries');
        if (!this.#follow(childrenOf(entry))) return;
      }
    }
  }

  /** False where FFmpeg follows no more: at a pointer beyond the end of the file. */
  #follow(entry: ReturnType<typeof childrenOf>): boolean {
    const id = unsignedOf(lastOf(entry, ids.seekId), 0);
    const position = unsignedOf(lastOf(entry, ids.seekPosition), null);
    if (position === null || id === ids.cues || id === ids.cluster) return true;
    const at = this.startsAt + position;
    if (this.#isRead(id, at)) return true;
    if (at >= this.source.sizeBytes) return false;
    const element = elementAt(this.source, at);
    if (element.id !== id) throw new RangeError('a pointer to something else');
    const end = element.contentAt + (element.contentBytes ?? NaN);
    if (id === ids.attachments) return end <= this.source.sizeBytes;
    this.#take(element);
    return true;
  }

  #isRead(id: number, at: number): boolean {
    const places = this.#readAt.get(id);
    if (!places) return false;
    return id === ids.seekHead || id === ids.tags ? places.has(at) : true;
  }

  #take(element: Found): void {
    const kept = this.#listOf(element.id);
    if (!kept) return;
    kept.push(contentOf(this.source, element));
    const places = this.#readAt.get(element.id) ?? new Set();
    this.#readAt.set(element.id, places.add(element.at));
  }

  #listOf(id: number): Buffer[] | null {
    switch (id) {
      case ids.info:
        return this.contents.info;
      case ids.tracks:
        return this.contents.tracks;
      case ids.chapters:
        return this.contents.chapters;
      case ids.tags:
        return this.contents.tags;
      case ids.seekHead:
        return this.#seekHeads;
      default:
        return null;
    }
  }
}
