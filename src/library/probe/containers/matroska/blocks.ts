import type { ByteSource } from '../../byteSource';
import { headerAt, lengthOfNumber, maxHeaderBytes, numberAt, unsignedOf, type ElementHeader } from './ebml';
import { ids } from './ids';

/** A block in its cluster: one frame, or several laced together. Times are in units of the segment's TimestampScale. */
export interface Block {
  readonly trackNumber: number;
  readonly timestamp: number;
  /** 0 when it is not said. */
  readonly duration: number;
  readonly lacing: Lacing;
  /** What follows the block's own header: the frames, after their sizes when they are laced. */
  readonly payloadAt: number;
  readonly payloadBytes: number;
}

/** By the two bits of the block's flags. */
export type Lacing = 'none' | 'xiph' | 'fixed' | 'ebml';
const lacings = ['none', 'xiph', 'fixed', 'ebml'] as const;

/** A track number of eight bytes, a time of two, and the flags. */
const blockHeaderBytes = 11;
const maxElements = 20_000;

/**
 * The blocks from a cluster on, in the file's order. Whether a cluster tells its size does not matter: what is known to
 * be a container is entered, all else skipped. Ends with the segment, and silently with the file.
 */
export function* blocksFrom(
  source: ByteSource,
  firstClusterAt: number,
  endsAt: number,
): Generator<Block, undefined> {
  let clusterTime = 0;
  let at = firstClusterAt;
  for (let count = 0; count < maxElements && at < endsAt; count++) {
    const element = headerAt(source.read(at, maxHeaderBytes), 0);
    const contentAt = at + element.headerBytes;
    if (element.id === ids.cluster) {
      at = contentAt;
      continue;
    }
    const { contentBytes } = element;
    if (contentBytes === null) throw new RangeError('no end');
    at = contentAt + contentBytes;
    if (at > endsAt) return;
    if (element.id === ids.timestamp) {
      clusterTime = unsignedOf(source.read(contentAt, Math.min(contentBytes, 9)), 0);
    } else if (element.id === ids.simpleBlock) {
      yield blockAt(source, { at: contentAt, bytes: contentBytes, clusterTime, duration: 0 });
    } else if (element.id === ids.blockGroup) {
      const block = blockInGroup(source, contentAt, at);
      if (block) yield blockAt(source, { ...block, clusterTime });
    }
  }
}

interface Place {
  readonly at: number;
  readonly bytes: number;
  readonly duration: number;
}

function blockAt(source: ByteSource, place: Place & { readonly clusterTime: number }): Block {
  const header = source.read(place.at, Math.min(place.bytes, blockHeaderBytes));
  const numberBytes = lengthOfNumber(header.readUInt8(0));
  const payloadAt = place.at + numberBytes + 3;
  return {
    trackNumber: numberAt(header, 0, numberBytes),
    timestamp: place.clusterTime + header.readInt16BE(numberBytes),
    duration: place.duration,
    lacing: lacings[(header.readUInt8(numberBytes + 2) >> 1) & 3] ?? 'none',
    payloadAt,
    payloadBytes: place.at + place.bytes - payloadAt,
  };
}

const maxGroupElements = 64;

function blockInGroup(source: ByteSource, startsAt: number, endsAt: number): Place | null {
  let block: { readonly at: number; readonly bytes: number } | null = null;
  let duration = 0;
  let at = startsAt;
  for (let count = 0; at < endsAt; count++) {
    const { id, contentBytes, headerBytes }: ElementHeader = headerAt(source.read(at, maxHeaderBytes), 0);
    const contentAt = at + headerBytes;
    if (contentBytes === null || contentAt + contentBytes > endsAt || count === maxGroupElements) {
      throw new RangeError('no end');
    }
    at = contentAt + contentBytes;
    if (id === ids.block) block = { at: contentAt, bytes: contentBytes };
    if (id === ids.blockDuration) duration = unsignedOf(source.read(contentAt, Math.min(contentBytes, 9)), 0);
  }
  return block && { ...block, duration };
}
