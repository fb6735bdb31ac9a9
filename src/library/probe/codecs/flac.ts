import type { SoundCoding } from '../reading';
import { BitReader } from './bits';

/** `STREAMINFO` of FLAC (RFC 9639, 8.2). */

const streamInfoBytes = 34;
const signature = 'fLaC';

export interface FlacSound extends SoundCoding {
  /** Per channel; null where the encoder did not know. */
  readonly totalSamples: number | null;
}

/**
 * The block alone, or as Matroska (after `fLaC` and the block's header) and MP4 (`dfLa`: after version, flags and header)
 * keep it.
 */
export function soundOfFlacStreamInfo(bytes: Buffer): FlacSound | null {
  const hasHeaders = bytes.length >= streamInfoBytes + 8 && startsWithHeaders(bytes);
  const info = hasHeaders ? bytes.subarray(8) : bytes;
  if (info.length < streamInfoBytes) return null;
  const reader = new BitReader(info.subarray(10));
  const sampleRateHz = reader.bits(20);
  const channels = reader.bits(3) + 1;
  const bitDepth = reader.bits(5) + 1;
  const totalSamples = reader.bits(4) * 2 ** 32 + reader.bits(32);
  if (sampleRateHz === 0) return null;
  return { codec: 'flac', channels, sampleRateHz, bitDepth, totalSamples: totalSamples || null };
}

function startsWithHeaders(bytes: Buffer): boolean {
  const isBlock = (bytes.readUInt8(4) & 127) === 0 && bytes.readUIntBE(5, 3) === streamInfoBytes;
  return isBlock && (bytes.toString('latin1', 0, 4) === signature || bytes.readUInt32BE(0) === 0);
}
