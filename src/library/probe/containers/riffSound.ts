import { soundOfAacConfiguration, soundOfAdtsFrame } from '../codecs/aac';
import { soundOfAc3Frame } from '../codecs/ac3';
import { audioCodecOfWave, pcmBitDepth } from '../codecs/fourCharacterCodes';
import { soundOfMpegAudioFrame } from '../codecs/mpegAudio';
import { noSound, type SoundCoding } from '../reading';

/** WAVEFORMATEX, as AVI and ASF describe sound. */
export interface WaveHeader {
  readonly codec: string | null;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  readonly extraData: Buffer;
}

const extensible = 0xfffe;
const plainBytes = 18;
const extensibleBytes = 40;
/** What follows the tag in the GUID of a sub-format. */
const guidOfTags = '000000001000800000aa00389b71';

export function waveHeaderOf(format: Buffer): WaveHeader {
  const bitsPerSample = format.length >= 16 ? format.readUInt16LE(14) : 8;
  const tag = formatTagOf(format, bitsPerSample);
  return {
    codec: tag === null ? null : audioCodecOfWave(tag, bitsPerSample),
    channels: format.readUInt16LE(2),
    sampleRateHz: format.readUInt32LE(4),
    bitsPerSample,
    extraData: format.subarray(plainBytes),
  };
}

/** Of the extensible format, that of its sub-format; null where not all bits of a sample are used. */
function formatTagOf(format: Buffer, bitsPerSample: number): number | null {
  const tag = format.readUInt16LE(0);
  if (tag !== extensible) return tag;
  const isUsable =
    format.length >= extensibleBytes &&
    format.readUInt16LE(18) === bitsPerSample &&
    format.toString('hex', 26, 40) === guidOfTags;
  return isUsable ? format.readUInt16LE(24) : null;
}

/** Bits of a sample of ADPCM, which FFmpeg tells, too. */
const adpcmDepths: Readonly<Partial<Record<string, number>>> = { adpcm_ms: 4, adpcm_ima_wav: 4 };
const plainCodecs: ReadonlySet<string> = new Set(['wmav1', 'wmav2']);

/** `frame` is the first one, or its beginning. Null where it and the header differ, or only FFmpeg can tell more. */
export function soundOfWave(header: WaveHeader, frame: Buffer): SoundCoding | null {
  const { codec, channels, sampleRateHz, extraData } = header;
  if (codec === null || channels === 0 || sampleRateHz === 0) return null;
  const bitDepth = pcmBitDepth(codec) ?? adpcmDepths[codec] ?? null;
  if (bitDepth !== null || plainCodecs.has(codec)) {
    return { ...noSound, codec, channels, sampleRateHz, bitDepth };
  }
  const coded = codedSound(codec, extraData, frame);
  const isAgreed =
    coded?.codec === codec && coded.channels === channels && coded.sampleRateHz === sampleRateHz;
  return isAgreed ? coded : null;
}

function codedSound(codec: string, extraData: Buffer, frame: Buffer): SoundCoding | null {
  switch (codec) {
    case 'mp2':
    case 'mp3':
      return soundOfMpegAudioFrame(frame);
    case 'ac3':
      return soundOfAc3Frame(frame);
    case 'aac':
      return extraData.length > 0 ? soundOfAacConfiguration(extraData) : soundOfAdtsFrame(frame);
    default:
      return null;
  }
}
