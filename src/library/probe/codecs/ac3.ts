import { noSound, type SoundCoding } from '../reading';
import { BitReader } from './bits';

/** AC-3 and E-AC-3 (ETSI TS 102 366, 4.3 and annex E). */

const syncWord = 0x0b77;
const sampleRatesHz = [48000, 44100, 32000] as const;
const bitRatesKbps = [
  32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640,
] as const;
/** By `acmod`, without the one for low frequencies. */
const channelCounts = [2, 1, 2, 3, 3, 4, 4, 5] as const;
const blocksOfCode = [1, 2, 3, 6] as const;
const samplesPerBlock = 256;
const samplesPerFrame = 6 * samplesPerBlock;
const dependentType = 1;

export interface Ac3Frame {
  /** Null where a second stream, which follows each frame, adds channels. */
  readonly sound: SoundCoding | null;
  readonly frameBytes: number;
  readonly samples: number;
  readonly bitRate: number;
}

export function soundOfAc3Frame(bytes: Buffer): SoundCoding | null {
  return ac3Frame(bytes)?.sound ?? null;
}

/** Null when no frame begins at the first byte. */
export function ac3Frame(bytes: Buffer): Ac3Frame | null {
  if (bytes.length < 8 || bytes.readUInt16BE(0) !== syncWord) return null;
  const version = bytes.readUInt8(5) >> 3;
  if (version <= 10) return plainFrame(new BitReader(bytes.subarray(4)), version);
  return version <= 16 ? enhancedFrame(bytes) : null;
}

function plainFrame(reader: BitReader, version: number): Ac3Frame | null {
  const rateHz = sampleRatesHz[reader.bits(2)];
  const sizeCode = reader.bits(6);
  const kbps = bitRatesKbps[sizeCode >> 1];
  if (rateHz === undefined || kbps === undefined) return null;
  reader.skip(8);
  const mode = reader.bits(3);
  if (mode % 2 === 1 && mode !== 1) reader.skip(2);
  if (mode & 4) reader.skip(2);
  if (mode === 2) reader.skip(2);
  const channels = (channelCounts[mode] ?? 0) + reader.bits(1);
  const words = Math.floor((kbps * 1000 * samplesPerFrame) / (rateHz * 16));
  // Where the rates do not divide, frames of two sizes take turns.
  const frameBytes = 2 * (rateHz === 44100 ? words + (sizeCode & 1) : words);
  // Versions 9 and 10 are for half and a quarter of the rates.
  const divisor = 2 ** Math.max(0, version - 8);
  return {
    sound: { ...noSound, codec: 'ac3', channels, sampleRateHz: rateHz / divisor },
    frameBytes,
    samples: samplesPerFrame,
    bitRate: (kbps * 1000) / divisor,
  };
}

function enhancedFrame(bytes: Buffer): Ac3Frame | null {
  const reader = new BitReader(bytes.subarray(2));
  const type = reader.bits(2);
  reader.skip(3);
  const frameBytes = 2 * (reader.bits(11) + 1);
  const rateCode = reader.bits(2);
  const halvedCode = reader.bits(2);
  const rateHz = rateCode === 3 ? half(sampleRatesHz[halvedCode]) : sampleRatesHz[rateCode];
  const blocks = rateCode === 3 ? 6 : (blocksOfCode[halvedCode] ?? 6);
  const channels = (channelCounts[reader.bits(3)] ?? 0) + reader.bits(1);
  if (rateHz === undefined || type === dependentType || type === 3) return null;
  const samples = blocks * samplesPerBlock;
  const sound = { ...noSound, codec: 'eac3', channels, sampleRateHz: rateHz };
  return {
    sound: isFollowedByDependent(bytes.subarray(frameBytes)) ? null : sound,
    frameBytes,
    samples,
    bitRate: Math.floor((8 * frameBytes * rateHz) / samples),
  };
}

function half(rateHz: number | undefined): number | undefined {
  return rateHz === undefined ? undefined : rateHz / 2;
}

function isFollowedByDependent(next: Buffer): boolean {
  return next.length >= 6 && next.readUInt16BE(0) === syncWord && next.readUInt8(2) >> 6 === dependentType;
}
