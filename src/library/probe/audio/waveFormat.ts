import { floatPcm, integerPcm, pcm, type PcmSound } from './pcm';

/** What the chunk `fmt ` of a WAVE file says, read as FFmpeg reads it. */
export interface WaveFormat {
  readonly coding: WaveCoding;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** What the header says, right or wrong. */
  readonly bitRate: number;
  readonly bitsPerCodedSample: number;
}

export interface WaveCoding {
  readonly codec: string;
  /** Null for compressed sound without a fixed size of samples. */
  readonly bitDepth: number | null;
  /** Samples take exactly so many bits: where a count of samples differs from the size of the data, the size is right. */
  readonly isExact: boolean;
}

const extensibleTag = 0xfffe;
/** How a format tag is written as a GUID, after its four bytes. */
const guidEnds: ReadonlySet<string> = new Set([
  '000010008000' + '00aa00389b71',
  '2107d3118644' + 'c8c1ca000000',
]);

/** Null for sound that only a decoder can describe, and for what is not whole. */
export function waveFormatOf(chunk: Buffer): WaveFormat | null {
  if (chunk.length < 14) return null;
  const tag = chunk.readUInt16LE(0);
  const channels = chunk.readUInt16LE(2);
  const sampleRateHz = chunk.readUInt32LE(4);
  const bitRate = chunk.readUInt32LE(8) * 8;
  const blockAlign = chunk.readUInt16LE(12);
  if (channels === 0 || channels > 64 || sampleRateHz === 0 || sampleRateHz > 0x7fff_ffff) return null;
  const bits = chunk.length < 16 ? 8 : chunk.readUInt16LE(14);
  const extension =
    tag === extensibleTag ? extensionOf(chunk, bits) : { tag, bits, extraBytes: extraBytesOf(chunk) };
  if (!extension) return null;
  const coding = codingOf(extension.tag, extension.bits);
  if (!coding) return null;
  const isPadded = blockAlign === channels * 4;
  // FFmpeg takes these for floating point.
  if (coding.codec === 'pcm_s24le' && isPadded && extension.bits === 24) return null;
  if (coding.codec === 'pcm_s32le' && extension.extraBytes === 2) return null;
  return { coding, channels, sampleRateHz, bitRate, bitsPerCodedSample: extension.bits };
}

interface Extension {
  readonly tag: number;
  readonly bits: number;
  readonly extraBytes: number;
}

function extraBytesOf(chunk: Buffer): number {
  return chunk.length < 18 ? 0 : Math.min(chunk.length - 18, chunk.readUInt16LE(16));
}

/** `WAVEFORMATEXTENSIBLE`: how many bits count, where the channels stand, and the tag as a GUID. */
function extensionOf(chunk: Buffer, bits: number): Extension | null {
  const extraBytes = extraBytesOf(chunk);
  if (extraBytes < 22) return null;
  if (!guidEnds.has(chunk.toString('hex', 28, 40))) return null;
  const validBits = chunk.readUInt16LE(18);
  return {
    tag: chunk.readUInt32LE(24),
    bits: validBits === 0 ? bits : validBits,
    extraBytes: extraBytes - 22,
  };
}

function codingOf(tag: number, bits: number): WaveCoding | null {
  if (bits > 64) return null;
  switch (tag) {
    case 0x01:
      return exact(bits > 0 && bits <= 8 ? pcm('pcm_u8', 8) : integerPcm(bits, 'le'));
    case 0x03:
      return exact(floatPcm(bits, 'le'));
    case 0x06:
      return exact(pcm('pcm_alaw', 8));
    case 0x07:
      return exact(pcm('pcm_mulaw', 8));
    case 0x02:
      return { codec: 'adpcm_ms', bitDepth: 4, isExact: false };
    case 0x11:
      return bits === 4 ? { codec: 'adpcm_ima_wav', bitDepth: 4, isExact: false } : null;
    case 0x20:
      return exact(pcm('adpcm_yamaha', 4));
    case 0x55:
      return { codec: 'mp3', bitDepth: null, isExact: false };
    case 0x50:
      return { codec: 'mp2', bitDepth: null, isExact: false };
    default:
      return null;
  }
}

function exact(sound: PcmSound | null): WaveCoding | null {
  return sound && { ...sound, isExact: true };
}
