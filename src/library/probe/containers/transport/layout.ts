import type { ByteSource } from '../../byteSource';

/** Where the packets of a transport stream lie (ISO/IEC 13818-1, 2.4.3.2). */

/** Of a packet itself. */
export const packetBytes = 188;
export const syncByte = 0x47;

export interface Layout {
  /** Of the first packet. */
  readonly offset: number;
  /** From packet to packet. */
  readonly stride: number;
}

/** Plain; with an arrival time before each packet, as on Blu-ray discs; with error correction behind each packet. */
const layouts: readonly Layout[] = [
  { offset: 0, stride: packetBytes },
  { offset: 4, stride: packetBytes + 4 },
  { offset: 0, stride: packetBytes + 16 },
];
const certainPackets = 5;

/** Null where the first packets do not follow one another. */
export function layoutOf({ head }: ByteSource): Layout | null {
  return (
    layouts.find(({ offset, stride }) => {
      const packets = Math.min(certainPackets, Math.floor((head.length - offset) / stride));
      if (packets < 2) return false;
      return Array.from({ length: packets }, (_, i) => head[offset + i * stride]).every(
        (byte) => byte === syncByte,
      );
    }) ?? null
  );
}

/** The first packet that begins at or after an offset. */
export function packetFrom({ offset, stride }: Layout, at: number): number {
  return at <= offset ? offset : offset + Math.ceil((at - offset) / stride) * stride;
}
