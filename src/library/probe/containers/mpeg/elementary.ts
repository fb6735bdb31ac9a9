import { adtsFrame } from '../../codecs/aac';
import { ac3Frame } from '../../codecs/ac3';
import { frameRateOfH264Sps, mayHaveFieldsOfH264Sps, pictureOfH264Sps } from '../../codecs/h264';
import { frameRateOfHevcSps, pictureOfHevcSps } from '../../codecs/hevc';
import { frameRateOfMpegSequence, pictureOfMpegSequence } from '../../codecs/mpeg2Video';
import { mpegAudioFrame, soundOfMpegAudioFrame } from '../../codecs/mpegAudio';
import type { PictureCoding, Rational, SoundCoding } from '../../reading';
import { isPesStart } from './pes';

/** What the first bytes of an elementary stream say of it. */

export type ElementaryCodec = 'h264' | 'hevc' | 'mpegVideo' | 'mpegAudio' | 'aac' | 'ac3' | 'eac3';

const soundCodecs: ReadonlySet<ElementaryCodec> = new Set(['mpegAudio', 'aac', 'ac3', 'eac3']);

export function isPictureCodec(codec: ElementaryCodec): boolean {
  return !soundCodecs.has(codec);
}

export interface ElementaryPicture {
  readonly type: 'video';
  readonly coding: PictureCoding;
  readonly codecRate: Rational;
  /** FFmpeg believes these codecs' rates, and measures the others by their time stamps. */
  readonly isRateBelieved: boolean;
  /** Pictures of H.264 may be two fields: {@link ./fields.ts} tells whether they are. */
  readonly mayHaveFields: boolean;
}

export interface ElementarySound {
  readonly type: 'audio';
  readonly coding: SoundCoding;
  /** Of one frame; 0 where FFmpeg does not know. */
  readonly samples: number;
}

/** The streams begin with a frame that can be decoded by itself; null where they do not, or more must be known. */
export function elementaryOf(
  codec: ElementaryCodec,
  bytes: Buffer,
): ElementaryPicture | ElementarySound | null {
  switch (codec) {
    case 'h264':
      return pictureOfNals(bytes, h264);
    case 'hevc':
      return pictureOfNals(bytes, hevc);
    case 'aac':
      return soundOfAac(bytes);
    case 'mpegVideo':
      return pictureOfMpegVideo(bytes);
    case 'mpegAudio':
      return soundOfMpegAudio(bytes);
    case 'ac3':
    case 'eac3':
      return soundOfAc3(bytes);
  }
}

interface NalCodec {
  readonly isParameterSet: (firstByte: number) => boolean;
  readonly picture: (nal: Buffer) => PictureCoding | null;
  readonly rate: (nal: Buffer) => Rational | null;
  readonly mayHaveFields: (nal: Buffer) => boolean | null;
}
const h264: NalCodec = {
  isParameterSet: (byte) => (byte & 31) === 7,
  picture: pictureOfH264Sps,
  rate: frameRateOfH264Sps,
  mayHaveFields: mayHaveFieldsOfH264Sps,
};
const hevc: NalCodec = {
  isParameterSet: (byte) => ((byte >>> 1) & 63) === 33,
  picture: pictureOfHevcSps,
  rate: frameRateOfHevcSps,
  mayHaveFields: () => false,
};

function pictureOfNals(bytes: Buffer, codec: NalCodec): ElementaryPicture | null {
  const set = parameterSetIn(bytes, codec);
  const coding = set && codec.picture(set);
  const codecRate = set && codec.rate(set);
  if (!coding || !codecRate) return null;
  const mayHaveFields = codec.mayHaveFields(set) ?? true;
  return { type: 'video', coding, codecRate, isRateBelieved: false, mayHaveFields };
}

/** Only where there is one: which of several is in use, only the pictures tell. */
function parameterSetIn(bytes: Buffer, codec: NalCodec): Buffer | null {
  const [set, ...others] = nalsOf(bytes).filter((nal) => codec.isParameterSet(nal[0] ?? 0));
  return set && others.every((other) => other.equals(set)) ? set : null;
}

/** A frame of H.264 with start codes, as containers hold it that were not made for it. */
export function pictureOfH264Frame(bytes: Buffer): PictureCoding | null {
  const set = parameterSetIn(bytes, h264);
  return set && pictureOfH264Sps(set);
}

/** Between start codes, without the zeros that may stand before the next one. Empty where no start code comes first. */
export function nalsOf(bytes: Buffer): readonly Buffer[] {
  if (!isPesStart(bytes, 0) && !isPesStart(bytes, 1)) return [];
  const nals: Buffer[] = [];
  let start = bytes.indexOf(startCode);
  while (start !== -1) {
    const next = bytes.indexOf(startCode, start + 3);
    let end = next === -1 ? bytes.length : next;
    while (end > start + 3 && bytes[end - 1] === 0) end--;
    nals.push(bytes.subarray(start + 3, end));
    start = next;
  }
  return nals;
}

const startCode = Buffer.from([0, 0, 1]);

function soundOfAac(bytes: Buffer): ElementarySound | null {
  const frame = adtsFrame(bytes);
  return frame?.sound ? { type: 'audio', coding: frame.sound, samples: frame.samples } : null;
}

/** How long frames of E-AC-3 are, FFmpeg does not know when it looks at the end of a file. */
function soundOfAc3(bytes: Buffer): ElementarySound | null {
  const frame = ac3Frame(bytes);
  if (!frame?.sound) return null;
  const samples = frame.sound.codec === 'eac3' ? 0 : frame.samples;
  return { type: 'audio', coding: frame.sound, samples };
}

function soundOfMpegAudio(bytes: Buffer): ElementarySound | null {
  const frame = mpegAudioFrame(bytes, 0);
  const coding = soundOfMpegAudioFrame(bytes);
  return frame && coding && { type: 'audio', coding, samples: frame.samples };
}

const sequenceCode = 0xb3;

/** MPEG-1 says how long a frame lasts; the rate of MPEG-2 is measured, for frames may be shown longer. */
function pictureOfMpegVideo(bytes: Buffer): ElementaryPicture | null {
  if (!isPesStart(bytes, 0) || bytes[3] !== sequenceCode) return null;
  const coding = pictureOfMpegSequence(bytes);
  const codecRate = frameRateOfMpegSequence(bytes);
  if (!coding || !codecRate) return null;
  const isRateBelieved = coding.codec === 'mpeg1video';
  return { type: 'video', coding, codecRate, isRateBelieved, mayHaveFields: false };
}
