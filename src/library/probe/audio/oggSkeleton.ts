import type { OggPacket } from './oggPacket';

/** Ogg Skeleton: a stream that tells of the others when they begin and how to seek, and is itself nothing to play. */

const head = { magic: 'fishead\0', majorVersion: 8, presentationTime: 12, bytes: 64 } as const;
const bone = { magic: 'fisbone\0', serial: 12, granule: 36, bytes: 52 } as const;
const versions: ReadonlySet<number> = new Set([3, 4]);
const noGranule = 0xffff_ffff_ffff_ffffn;

export function beginsSkeleton(packet: Buffer): boolean {
  return packet.toString('latin1', 0, 8) === head.magic;
}

/**
 * The streams that a packet of a skeleton lets begin at 0, as nearly all do. FFmpeg believes it, whatever time their
 * first packets have. Null for another beginning, and for what FFmpeg does not understand.
 */
export function serialsFromZero(packet: OggPacket): readonly number[] | null {
  const bytes = packet.read(0, head.bytes);
  switch (bytes.toString('latin1', 0, 8)) {
    case head.magic: {
      const isKnown = bytes.length === head.bytes && versions.has(bytes.readUInt16LE(head.majorVersion));
      return isKnown && bytes.readBigInt64LE(head.presentationTime) === 0n ? [] : null;
    }
    case bone.magic: {
      if (bytes.length < bone.bytes) return null;
      const granule = bytes.readBigUInt64LE(bone.granule);
      if (granule === noGranule) return [];
      return granule === 0n ? [bytes.readUInt32LE(bone.serial)] : null;
    }
    default:
      // An index, or the empty packet at the end.
      return packet.length === 0 || packet.length >= 8 ? [] : null;
  }
}
