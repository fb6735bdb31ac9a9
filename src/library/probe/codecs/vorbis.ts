import { noSound, type SoundCoding } from '../reading';

const signature = '\x01vorbis';

/** The identification header (Vorbis I specification, 4.2.2). */
export function soundOfVorbisHeader(packet: Buffer): SoundCoding | null {
  if (packet.toString('latin1', 0, signature.length) !== signature) return null;
  const channels = packet.readUInt8(11);
  const sampleRateHz = packet.readUInt32LE(12);
  if (packet.readUInt32LE(7) !== 0 || channels === 0 || sampleRateHz === 0) return null;
  return { ...noSound, codec: 'vorbis', channels, sampleRateHz };
}
