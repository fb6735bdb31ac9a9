import { noSound, type SoundCoding } from '../reading';
import { BitReader } from './bits';

/** The core of DTS (ETSI TS 102 114, 5.3). */

const coreSync = 0x7ffe8001;
const extensionSync = 0x64582025;
const sampleRatesHz: readonly (number | null)[] = [
  null,
  8000,
  16000,
  32000,
  null,
  null,
  11025,
  22050,
  44100,
  null,
  null,
  12000,
  24000,
  48000,
];
const channelCounts = [1, 2, 2, 2, 2, 3, 3, 4, 4, 5] as const;
/** More channels, or twice the rate, within the core's frame. */
const enlargingExtensions: ReadonlySet<number> = new Set([0, 2, 6]);

/** A whole packet. Null when anything extends the core: only FFmpeg tells what is then heard. */
export function soundOfDtsFrame(packet: Buffer): SoundCoding | null {
  if (packet.length < 16 || packet.readUInt32BE(0) !== coreSync) return null;
  const reader = new BitReader(packet.subarray(4));
  reader.skip(14);
  const frameBytes = reader.bits(14) + 1;
  const mode = reader.bits(6);
  const sampleRateHz = sampleRatesHz[reader.bits(4)];
  reader.skip(10);
  const extension = reader.bits(3);
  const isExtended = reader.flag() && enlargingExtensions.has(extension);
  reader.skip(1);
  const lowFrequencies = reader.bits(2);
  const channels = channelCounts[mode];
  if (channels === undefined || !sampleRateHz || isExtended || lowFrequencies === 3) return null;
  if (packet.length < frameBytes || hasExtensionAt(packet, frameBytes)) return null;
  return { ...noSound, codec: 'dts', channels: channels + (lowFrequencies > 0 ? 1 : 0), sampleRateHz };
}

/** The core may be padded to four bytes. */
function hasExtensionAt(packet: Buffer, at: number): boolean {
  const next = Math.ceil(at / 4) * 4;
  return packet.length >= next + 4 && packet.readUInt32BE(next) === extensionSync;
}
