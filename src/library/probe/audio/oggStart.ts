import type { FirstData, OggPacket } from './oggPacket';
import { vorbisPacketLengths } from './vorbisModes';

/** Of a stream's time. */
export interface OggStart {
  readonly ticks: number;
  /** Whether the duration is counted from there; Opus counts from zero. */
  readonly isSubtracted: boolean;
}

/**
 * When the first packet begins: what the first page with sound says is the end of its packets, less how long those are.
 * A stream that ends on that page begins at 0, for there the end was cut.
 */

export function vorbisStart(headers: readonly OggPacket[], data: FirstData): OggStart | null {
  if (data.endsStream || data.granule === null) return { ticks: 0, isSubtracted: true };
  const lengths = vorbisPacketLengths(headers, data.packets);
  if (!lengths) return null;
  if (data.granule === 0) return null;
  return { ticks: Math.max(0, data.granule - sum(lengths)), isSubtracted: true };
}

export function opusStart(_: readonly OggPacket[], data: FirstData): OggStart | null {
  if (data.endsStream) return { ticks: 0, isSubtracted: false };
  if (data.granule === null) return null;
  const lengths = data.packets.map(opusLength);
  return { ticks: data.granule - sum(lengths), isSubtracted: false };
}

export function speexStart(headers: readonly OggPacket[], data: FirstData): OggStart | null {
  const header = headers[0]?.read(0, 68);
  if (!header || data.granule === null || data.granule <= 0) return null;
  const frames = header.readUInt32LE(64);
  const packetSamples = header.readUInt32LE(56) * (frames === 0 ? 1 : frames);
  return { ticks: data.granule - packetSamples * data.packets.length, isSubtracted: true };
}

export function theoraStart(data: FirstData, ticks: (granule: number) => number): OggStart | null {
  if (data.endsStream) return { ticks: 0, isSubtracted: true };
  if (data.granule === null) return null;
  return { ticks: ticks(data.granule) - data.packets.length, isSubtracted: true };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** In samples of 48 kHz: frames of a length that the first byte tells, and how many (RFC 6716, 3.1). */
function opusLength(packet: OggPacket): number {
  const start = packet.read(0, 2);
  const configuration = start.readUInt8(0) >>> 3;
  const code = start.readUInt8(0) & 3;
  const frames = code === 3 ? start.readUInt8(1) & 63 : code === 0 ? 1 : 2;
  return frames * opusFrameSamples(configuration);
}

function opusFrameSamples(configuration: number): number {
  if (configuration < 12) return Math.max(480, 960 * (configuration & 3));
  if (configuration < 16) return 480 << (configuration & 1);
  return 120 << (configuration & 3);
}
