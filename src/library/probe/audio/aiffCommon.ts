import { integerPcm, pcm, type PcmSound } from './pcm';

/** What the chunk `COMM` of AIFF says. */
export interface CommonChunk {
  readonly sound: PcmSound & { readonly channels: number; readonly sampleRateHz: number };
  /** Per channel. */
  readonly samples: number;
}

const compressions: Readonly<Partial<Record<string, PcmSound | 'by bits'>>> = {
  NONE: 'by bits',
  TWOS: 'by bits',
  SOWT: pcm('pcm_s16le', 16),
  FL32: pcm('pcm_f32be', 32),
  FL64: pcm('pcm_f64be', 64),
  ALAW: pcm('pcm_alaw', 8),
  ULAW: pcm('pcm_mulaw', 8),
  IN24: pcm('pcm_s24be', 24),
  IN32: pcm('pcm_s32be', 32),
  'RAW ': pcm('pcm_u8', 8),
  IMA4: pcm('adpcm_ima_qt', 4),
};

/** Of IMA's compression, in a packet. */
const imaPacketSamples = 64;

/** Null for what FFmpeg reads in its own ways. */
export function commonChunkOf(chunk: Buffer, isCompressed: boolean): CommonChunk | null {
  if (chunk.length % 2 === 1) return null;
  const channels = chunk.readUInt16BE(0);
  const frames = chunk.readUInt32BE(2);
  const bits = chunk.readUInt16BE(6);
  const sampleRateHz = extendedNumber(chunk, 8);
  const hasCompression = isCompressed && chunk.length >= 22;
  const type = hasCompression ? chunk.toString('latin1', 18, 22).toUpperCase() : 'NONE';
  const named = compressions[type];
  const coding = named === 'by bits' ? pcmOfBits(bits) : named;
  if (!coding || channels === 0 || channels > 64 || sampleRateHz === null) return null;
  if (type === 'SOWT' && bits !== 16) return null;
  const samples = frames * (type === 'IMA4' ? imaPacketSamples : 1);
  return { sound: { ...coding, channels, sampleRateHz }, samples };
}

function pcmOfBits(bits: number): PcmSound | null {
  return bits <= 8 ? pcm('pcm_s8', 8) : bits <= 32 ? integerPcm(bits, 'be') : null;
}

/** A number of 80 bits, rounded as FFmpeg does; null outside what a rate can be. */
function extendedNumber(bytes: Buffer, at: number): number | null {
  const exponent = bytes.readUInt16BE(at) - 16383 - 63;
  const mantissa = bytes.readBigUInt64BE(at + 2);
  if (exponent < -63 || exponent > 0) return null;
  const half = exponent === 0 ? 0n : 1n << BigInt(-exponent - 1);
  const value = Number(BigInt.asUintN(64, mantissa + half) >> BigInt(-exponent));
  return value > 0 && value <= 0x7fff_ffff ? value : null;
}
