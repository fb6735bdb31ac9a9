import { noSound, type SoundCoding } from '../reading';

/** Opus is always decoded at this rate, whatever was recorded (RFC 7845, 5.1). */
const decodedRateHz = 48000;
const signature = 'OpusHead';
/** Later ones may mean anything (RFC 7845, 5.1). */
const lastKnownVersion = 15;

/** The identification header, as Ogg and Matroska have it. */
export function soundOfOpusHead(packet: Buffer): SoundCoding | null {
  if (packet.toString('latin1', 0, signature.length) !== signature) return null;
  if (packet.readUInt8(8) > lastKnownVersion) return null;
  return soundOf(packet.readUInt8(9));
}

/** The content of a `dOps` box of MP4. */
export function soundOfOpusBox(content: Buffer): SoundCoding | null {
  return content.readUInt8(0) === 0 ? soundOf(content.readUInt8(1)) : null;
}

function soundOf(channels: number): SoundCoding | null {
  if (channels === 0) return null;
  return { ...noSound, codec: 'opus', channels, sampleRateHz: decodedRateHz };
}
