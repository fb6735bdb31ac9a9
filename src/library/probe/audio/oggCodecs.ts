import { soundOfFlacStreamInfo } from '../codecs/flac';
import { soundOfOpusHead } from '../codecs/opus';
import { frameRateOfTheoraHeader, pictureOfTheoraHeader } from '../codecs/theora';
import { soundOfVorbisHeader } from '../codecs/vorbis';
import type { PictureCoding, Rational, SoundCoding } from '../reading';
import type { FirstData, OggPacket } from './oggPacket';
import { opusStart, speexStart, theoraStart, vorbisStart, type OggStart } from './oggStart';

/** How a codec lives in Ogg. */
export interface OggCodec {
  readonly headerCount: number;
  /** Where in the second header the comments begin. */
  readonly commentsAt: number;
  isHeader(packet: OggPacket, headersBefore: number): boolean;
  /** Null for what is not understood. */
  coding(identification: Buffer): OggCoding | null;
  /** The time of a granule position. */
  ticks(granule: number, identification: Buffer): number;
  /** The time at which the first packet begins, as FFmpeg has it; null for what is not understood. */
  start(headers: readonly OggPacket[], data: FirstData): OggStart | null;
}

export type OggCoding =
  | { readonly type: 'audio'; readonly sound: SoundCoding; readonly timeBase: Rational }
  | { readonly type: 'video'; readonly picture: PictureCoding; readonly timeBase: Rational };

const identificationBytes = 128;

export function identificationOf(headers: readonly OggPacket[]): Buffer {
  return headers[0]?.read(0, identificationBytes) ?? Buffer.alloc(0);
}

function byRate(sound: SoundCoding | null): OggCoding | null {
  if (!sound?.sampleRateHz) return null;
  return { type: 'audio', sound, timeBase: { numerator: 1, denominator: sound.sampleRateHz } };
}

const same = (granule: number) => granule;
const fromZero = (): OggStart => ({ ticks: 0, isSubtracted: true });

const vorbis: OggCodec = {
  headerCount: 3,
  commentsAt: 7,
  isHeader: (packet, before) => before < 3 && ((packet.read(0, 1)[0] ?? 0) & 1) === 1,
  coding: (identification) =>
    identification.length === 30 ? byRate(soundOfVorbisHeader(identification)) : null,
  ticks: same,
  start: vorbisStart,
};

const opus: OggCodec = {
  headerCount: 2,
  commentsAt: 8,
  isHeader: (_, before) => before < 2,
  coding: (identification) => byRate(soundOfOpusHead(identification)),
  ticks: same,
  start: opusStart,
};

const speex: OggCodec = {
  headerCount: 2,
  commentsAt: 0,
  isHeader: (_, before) => before < 2,
  coding: (identification) => byRate(speexSound(identification)),
  ticks: same,
  start: speexStart,
};

const flac: OggCodec = {
  headerCount: 2,
  commentsAt: 4,
  isHeader: (packet) => packet.read(0, 1)[0] !== 0xff,
  coding: (identification) => byRate(flacSound(identification)),
  ticks: same,
  start: fromZero,
};

const theora: OggCodec = {
  headerCount: 3,
  commentsAt: 7,
  isHeader: (packet) => ((packet.read(0, 1)[0] ?? 0) & 0x80) !== 0,
  coding: theoraCoding,
  ticks: theoraTicks,
  start: (headers, data) => theoraStart(data, (granule) => theoraTicks(granule, identificationOf(headers))),
};

const codecs: readonly (readonly [string, OggCodec])[] = [
  ['\x01vorbis', vorbis],
  ['OpusHead', opus],
  ['Speex   ', speex],
  ['\x7fFLAC', flac],
  ['\x80theora', theora],
];

export function oggCodecOf(start: Buffer): OggCodec | null {
  return codecs.find(([magic]) => start.toString('latin1', 0, magic.length) === magic)?.[1] ?? null;
}

function speexSound(header: Buffer): SoundCoding | null {
  if (header.length < 68) return null;
  const sampleRateHz = header.readUInt32LE(36);
  const channels = header.readUInt32LE(48);
  if (sampleRateHz === 0 || sampleRateHz > 0x7fff_ffff || channels < 1 || channels > 2) return null;
  return { codec: 'speex', channels, sampleRateHz, bitDepth: null };
}

/** The native header follows version, count of headers, its signature and the header of its own block. */
function flacSound(packet: Buffer): SoundCoding | null {
  if (packet[5] !== 1 || packet.readUInt32BE(13) !== 34) return null;
  return soundOfFlacStreamInfo(packet.subarray(17, 51));
}

function theoraCoding(header: Buffer): OggCoding | null {
  const picture = pictureOfTheoraHeader(header);
  const rate = frameRateOfTheoraHeader(header);
  // Before 3.2.1, frames were counted from 0.
  if (!picture || !rate || header.readUIntBE(7, 3) < 0x030201) return null;
  return { type: 'video', picture, timeBase: { numerator: rate.denominator, denominator: rate.numerator } };
}

/** How many frames there are to the last key frame, and after it. The bits of the second are told in the header. */
function theoraTicks(granule: number, header: Buffer): number {
  const framesAfterKey = 2 ** ((header.readUInt16BE(40) >>> 5) & 31);
  return Math.floor(granule / framesAfterKey) + (granule % framesAfterKey);
}
