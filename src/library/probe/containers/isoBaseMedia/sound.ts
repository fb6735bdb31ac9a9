import { soundOfAacConfiguration } from '../../codecs/aac';
import { soundOfAc3Frame } from '../../codecs/ac3';
import { soundOfAlacCookie } from '../../codecs/alac';
import { soundOfDtsFrame } from '../../codecs/dts';
import { soundOfFlacStreamInfo } from '../../codecs/flac';
import { codecOfObjectType, pcmBitDepth } from '../../codecs/fourCharacterCodes';
import { soundOfMpegAudioFrame } from '../../codecs/mpegAudio';
import { soundOfOpusBox } from '../../codecs/opus';
import { noSound, type SoundCoding } from '../../reading';
import { boxOf } from './boxes';
import { readStreamDescription } from './descriptors';
import type { SoundEntry } from './sampleEntry';
import { soundCodecOf } from './soundCodec';

/** What a description of sound leaves open. */
export interface SoundContext {
  readonly timeScale: number;
  /** The first bytes of the first frame, or as many of them as it has. */
  readonly firstFrame: (maxBytes: number) => Buffer | null;
}

type SoundReader = (entry: SoundEntry, context: SoundContext) => SoundCoding | null;

/** The longest frame of those codecs that must be seen. */
const maxFrameBytes = 32 * 1024;

/** Null for a codec that is not known here, or that says too little. */
export function soundOf(entry: SoundEntry, context: SoundContext): SoundCoding | null {
  const codec = soundCodecOf(entry);
  if (codec === null) return null;
  const bitDepth = pcmBitDepth(codec);
  return bitDepth === null
    ? (readers[codec]?.(entry, context) ?? null)
    : plainSound({ codec, bitDepth }, entry, context);
}

/** By codec, as FFmpeg names it. */
const readers: Readonly<Partial<Record<string, SoundReader>>> = {
  aac: mpegSound,
  amr_nb: () => ({ ...noSound, codec: 'amr_nb', channels: 1, sampleRateHz: 8000 }),
  amr_wb: () => ({ ...noSound, codec: 'amr_wb', channels: 1, sampleRateHz: 16000 }),
  alac: (entry) => fromBox(entry, 'alac', (content) => soundOfAlacCookie(content.subarray(4))),
  flac: (entry) => fromBox(entry, 'dfLa', soundOfFlacStreamInfo),
  opus: (entry) => fromBox(entry, 'dOps', soundOfOpusBox),
  ac3: (_, context) => fromFrame(context, 'ac3', soundOfAc3Frame),
  eac3: (_, context) => fromFrame(context, 'eac3', soundOfAc3Frame),
  dts: (_, context) => fromFrame(context, 'dts', soundOfDtsFrame),
  mp2: (_, context) => fromFrame(context, 'mp2', soundOfMpegAudioFrame),
  mp3: (_, context) => fromFrame(context, 'mp3', soundOfMpegAudioFrame),
  adpcm_ima_qt: (entry, context) => plainSound({ codec: 'adpcm_ima_qt', bitDepth: 4 }, entry, context),
};

/** More than 16 bits say of a rate is in the track's time scale. */
function plainSound(
  coding: Pick<SoundCoding, 'codec' | 'bitDepth'>,
  { channels, sampleRateHz }: SoundEntry,
  { timeScale }: SoundContext,
): SoundCoding | null {
  return channels > 0 ? { ...coding, channels, sampleRateHz: sampleRateHz || timeScale } : null;
}

function mpegSound(entry: SoundEntry, context: SoundContext): SoundCoding | null {
  const descriptor = boxOf(entry.boxes, 'esds')?.content;
  const description = descriptor && readStreamDescription(descriptor);
  if (!description) return null;
  const codec = codecOfObjectType(description.objectType);
  if (codec === 'aac') {
    return description.decoderConfiguration && soundOfAacConfiguration(description.decoderConfiguration);
  }
  const isTold = codec !== null && codecsOfFrames.has(codec);
  return isTold ? (readers[codec]?.(entry, context) ?? null) : null;
}

/** Those that need nothing but a frame to be known. */
const codecsOfFrames: ReadonlySet<string> = new Set(['mp3', 'ac3', 'eac3', 'dts']);

function fromBox(
  { boxes }: SoundEntry,
  type: string,
  read: (content: Buffer) => SoundCoding | null,
): SoundCoding | null {
  const content = boxOf(boxes, type)?.content;
  return content ? read(content) : null;
}

/** A frame of another codec than the container says is for FFmpeg to judge. */
function fromFrame(
  { firstFrame }: SoundContext,
  codec: string,
  read: (frame: Buffer) => SoundCoding | null,
): SoundCoding | null {
  const frame = firstFrame(maxFrameBytes);
  const sound = frame && read(frame);
  return sound?.codec === codec ? sound : null;
}
