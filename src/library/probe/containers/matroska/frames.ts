import type { ByteSource } from '../../byteSource';
import { blocksFrom, type Block } from './blocks';
import { firstFrameIn } from './lacing';
import type { Segment } from './segment';
import type { Track } from './track';

/** A track that begins later is not waited for. */
const maxBlocks = 2_000;

/** The first frame of each track, looked for only when asked, in one walk for all. */
export class FirstFrames {
  readonly #blocks: Generator<Block, undefined>;
  readonly #trackNumbers: ReadonlySet<number>;
  readonly #firstOf = new Map<number, Block>();
  #seen = 0;

  constructor(
    private readonly source: ByteSource,
    { firstClusterAt, endsAt }: Segment,
    tracks: readonly Track[],
  ) {
    this.#trackNumbers = new Set(tracks.map(({ number }) => number));
    this.#blocks = blocksFrom(source, firstClusterAt, endsAt);
  }

  /** Whether there is any: FFmpeg decodes one even when it knows all that matters to us. */
  has({ number }: Track): boolean {
    return this.#firstBlockOf(number) !== null;
  }

  /** At most `maxBytes` from the frame's beginning; null when there is none, or it is packed in a way we do not undo. */
  of({ number, strippedHeader }: Track, maxBytes: number): Buffer | null {
    const block = this.#firstBlockOf(number);
    if (!block || strippedHeader === null) return null;
    const { at, bytes } = firstFrameIn(this.source, block);
    const frame = this.source.read(at, Math.min(bytes, maxBytes));
    return strippedHeader.length === 0 ? frame : Buffer.concat([strippedHeader, frame]);
  }

  #firstBlockOf(trackNumber: number): Block | null {
    while (!this.#firstOf.has(trackNumber)) {
      const next: IteratorResult<Block, undefined> = this.#blocks.next();
      if (next.done === true || ++this.#seen > maxBlocks) return null;
      const block = next.value;
      // FFmpeg then searches for the next cluster.
      if (!this.#trackNumbers.has(block.trackNumber)) throw new RangeError('no such track');
      if (!this.#firstOf.has(block.trackNumber)) this.#firstOf.set(block.trackNumber, block);
    }
    return this.#firstOf.get(trackNumber) ?? null;
  }
}
