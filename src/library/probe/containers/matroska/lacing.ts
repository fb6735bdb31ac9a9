import type { ByteSource } from '../../byteSource';
import type { Block } from './blocks';
import { lengthOfNumber, numberAt } from './ebml';

/** Several frames in one block (RFC 9559, 10.3), and Xiph's way of it for the packets in CodecPrivate. */

/** Sizes of at most 255 frames: more than enough for any that are laced, which are small. */
const maxLaceBytes = 4096;

interface Range {
  readonly at: number;
  readonly bytes: number;
}

export function firstFrameIn(source: ByteSource, { lacing, payloadAt, payloadBytes }: Block): Range {
  if (lacing === 'none') return { at: payloadAt, bytes: payloadBytes };
  const sizes = source.read(payloadAt, Math.min(payloadBytes, maxLaceBytes));
  const count = sizes.readUInt8(0) + 1;
  const { firstBytes, sizeBytes } = lacesOf(lacing, sizes.subarray(1), count);
  const at = payloadAt + 1 + sizeBytes;
  const left = payloadBytes - 1 - sizeBytes;
  const bytes = count === 1 ? left : (firstBytes ?? left / count);
  if (!Number.isInteger(bytes) || bytes > left) throw new RangeError('laced wrongly');
  return { at, bytes };
}

interface Laces {
  /** Null when all share the room alike. */
  readonly firstBytes: number | null;
  readonly sizeBytes: number;
}

/** All frames but the last have a size. */
function lacesOf(lacing: Exclude<Block['lacing'], 'none'>, sizes: Buffer, count: number): Laces {
  switch (lacing) {
    case 'fixed':
      return { firstBytes: null, sizeBytes: 0 };
    case 'xiph':
      return xiphLaces(sizes, count);
    case 'ebml':
      return ebmlLaces(sizes, count);
  }
}

/** Bytes are added up to the first that is not 255. */
function xiphLaces(sizes: Buffer, count: number): Laces & { readonly firstBytes: number } {
  let at = 0;
  let firstBytes = 0;
  for (let frame = 0; frame < count - 1; frame++) {
    let byte = 255;
    while (byte === 255) {
      byte = sizes.readUInt8(at++);
      if (frame === 0) firstBytes += byte;
    }
  }
  return { firstBytes, sizeBytes: at };
}

/** A number, and then what each frame differs from the one before. */
function ebmlLaces(sizes: Buffer, count: number): Laces {
  let at = 0;
  for (let frame = 0; frame < count - 1; frame++) at += lengthOfNumber(sizes.readUInt8(at));
  const firstBytes = count > 1 ? numberAt(sizes, 0, lengthOfNumber(sizes.readUInt8(0))) : 0;
  return { firstBytes, sizeBytes: at };
}

/** As many packets as a byte counts, less one, laced in Xiph's way. */
export function firstXiphPacket(packets: Buffer): Buffer {
  const { firstBytes, sizeBytes } = xiphLaces(packets.subarray(1), packets.readUInt8(0) + 1);
  return packets.subarray(1 + sizeBytes, 1 + sizeBytes + firstBytes);
}
