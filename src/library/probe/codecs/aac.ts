import { noSound, type SoundCoding } from '../reading';
import { BitReader } from './bits';

/** MPEG-4 audio (ISO/IEC 14496-3, 1.6): configuration, and the frames of ADTS. */

const sampleRatesHz = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
] as const;
/** By channel configuration; 0 leaves it to a program config element. */
const channelCounts: Readonly<Partial<Record<number, number>>> = {
  1: 1,
  2: 2,
  3: 3,
  4: 4,
  5: 5,
  6: 6,
  7: 8,
  11: 7,
  12: 8,
};

const objectTypes = { main: 1, lc: 2, ssr: 3, ltp: 4, sbr: 5, layer1: 32, ps: 29, layer3: 34 } as const;
/** Those whose frames FFmpeg decodes as what they say. */
const plainObjectTypes: ReadonlySet<number> = new Set([
  objectTypes.main,
  objectTypes.lc,
  objectTypes.ssr,
  objectTypes.ltp,
]);

/** Below this, frames may hold a doubled band (SBR) that the configuration does not tell of. */
const lowestRateWithoutSbrHz = 32000;

/**
 * `AudioSpecificConfig`. Null where only the first frame tells what is heard: a low rate that may be doubled, and SBR
 * over one channel, which FFmpeg takes for two.
 */
export function soundOfAacConfiguration(configuration: Buffer): SoundCoding | null {
  const reader = new BitReader(configuration);
  const outerType = objectTypeOf(reader);
  const sampleRateHz = sampleRateOf(reader);
  const channelCode = reader.bits(4);
  const isExplicit = outerType === objectTypes.sbr || outerType === objectTypes.ps;
  const doubledRateHz = isExplicit ? sampleRateOf(reader) : null;
  const objectType = isExplicit ? objectTypeOf(reader) : outerType;
  if (!plainObjectTypes.has(objectType) || sampleRateHz === null) return null;
  const channels = channelsAfter(reader, channelCode);
  if (channels === null) return null;
  const extension = isExplicit
    ? { hasSbr: true, rateHz: doubledRateHz, hasPs: outerType === objectTypes.ps ? true : null }
    : extensionOf(reader);
  return withExtension({ ...noSound, codec: 'aac', channels, sampleRateHz }, sampleRateHz, extension);
}

/** Of SBR and PS; null for what is not told. */
interface Extension {
  readonly hasSbr: boolean | null;
  readonly rateHz: number | null;
  readonly hasPs: boolean | null;
}

function withExtension(sound: SoundCoding, rateHz: number, extension: Extension): SoundCoding | null {
  const { hasSbr, hasPs } = extension;
  if (hasSbr === null) return rateHz < lowestRateWithoutSbrHz ? null : sound;
  if (!hasSbr) return sound;
  if (extension.rateHz !== rateHz && extension.rateHz !== 2 * rateHz) return null;
  if (sound.channels === 1 && hasPs === null) return null;
  return {
    ...sound,
    sampleRateHz: extension.rateHz,
    channels: sound.channels === 1 && hasPs ? 2 : sound.channels,
  };
}

function objectTypeOf(reader: BitReader): number {
  const type = reader.bits(5);
  return type === 31 ? 32 + reader.bits(6) : type;
}

function sampleRateOf(reader: BitReader): number | null {
  const code = reader.bits(4);
  return code === 15 ? reader.bits(24) : (sampleRatesHz[code] ?? null);
}

/** Reads `GASpecificConfig`, which counts the channels where the configuration does not. */
function channelsAfter(reader: BitReader, channelCode: number): number | null {
  reader.skip(1);
  if (reader.flag()) reader.skip(14);
  const hasMore = reader.flag();
  if (hasMore) return null;
  if (channelCode !== 0) return channelCounts[channelCode] ?? null;
  return channelsOfProgram(reader);
}

/** `program_config_element`, to its end. */
function channelsOfProgram(reader: BitReader): number | null {
  reader.skip(4 + 2 + 4);
  const [front, side, back, lfe, data, coupling] = [4, 4, 4, 2, 3, 4].map((width) => reader.bits(width));
  if (front === undefined || side === undefined || back === undefined) return null;
  if (lfe === undefined || data === undefined || coupling === undefined) return null;
  for (const mixdownBits of [4, 4, 3]) if (reader.flag()) reader.skip(mixdownBits);
  let channels = lfe;
  for (let element = 0; element < front + side + back; element++) {
    channels += reader.flag() ? 2 : 1;
    reader.skip(4);
  }
  reader.skip(4 * (lfe + data) + 5 * coupling);
  reader.skip((8 - (reader.position % 8)) % 8);
  reader.skip(8 * reader.bits(8));
  return channels > 0 ? channels : null;
}

const sbrSync = 0x2b7;
const psSync = 0x548;

/** What old decoders overlook, at the end: `syncExtensionType`. */
function extensionOf(reader: BitReader): Extension {
  while (reader.bitsLeft > 15) {
    if (reader.peek(11) !== sbrSync) {
      reader.skip(1);
      continue;
    }
    reader.skip(11);
    if (objectTypeOf(reader) !== objectTypes.sbr) break;
    if (!reader.flag()) return { hasSbr: false, rateHz: null, hasPs: false };
    const rateHz = sampleRateOf(reader);
    const hasPs = reader.bitsLeft > 11 && reader.bits(11) === psSync ? reader.flag() : null;
    return { hasSbr: true, rateHz, hasPs };
  }
  return { hasSbr: null, rateHz: null, hasPs: null };
}

/** A frame that can be followed by the next one. */
export interface AdtsFrame {
  /**
   * Null where only the frame's content tells: see {@link soundOfAacConfiguration}. Read when asked for: it may lie behind
   * the header.
   */
  readonly sound: SoundCoding | null;
  readonly frameBytes: number;
  readonly samples: number;
  /** As the header says, before SBR doubles it. */
  readonly codedRateHz: number;
}

/** Per ISO/IEC 14496-3, 1.A.2; null when no frame begins at the first byte. Seven bytes are enough. */
export function adtsFrame(bytes: Buffer): AdtsFrame | null {
  if (bytes.length < 7 || (bytes.readUInt16BE(0) & 0xfff6) !== 0xfff0) return null;
  const flags = bytes.readUInt32BE(2);
  const codedRateHz = sampleRatesHz[(flags >>> 26) & 15];
  const frameBytes = (bytes.readUInt32BE(3) >>> 13) & 0x1fff;
  if (codedRateHz === undefined || frameBytes < 7) return null;
  return {
    get sound() {
      const channels = adtsChannels(bytes, (flags >>> 22) & 7);
      if (channels === null || codedRateHz < lowestRateWithoutSbrHz) return null;
      return { ...noSound, codec: 'aac', channels, sampleRateHz: codedRateHz };
    },
    frameBytes,
    samples: 1024 * ((bytes.readUInt8(6) & 3) + 1),
    codedRateHz,
  };
}

const programElement = 5;

/** Where the header leaves it open, the frame begins with a program config element. */
function adtsChannels(frame: Buffer, channelCode: number): number | null {
  if (channelCode !== 0) return channelCounts[channelCode] ?? null;
  const hasChecksum = (frame.readUInt8(1) & 1) === 0;
  const reader = new BitReader(frame.subarray(hasChecksum ? 9 : 7));
  return reader.bits(3) === programElement ? channelsOfProgram(reader) : null;
}

export function soundOfAdtsFrame(bytes: Buffer): SoundCoding | null {
  return adtsFrame(bytes)?.sound ?? null;
}
