import { soundOfAacConfiguration } from '../../codecs/aac';
import { soundOfAc3Frame } from '../../codecs/ac3';
import { soundOfAlacCookie } from '../../codecs/alac';
import { soundOfDtsFrame } from '../../codecs/dts';
import { soundOfFlacStreamInfo } from '../../codecs/flac';
import { audioCodecOfWave, codecOfMatroska, pcmBitDepth } from '../../codecs/fourCharacterCodes';
import { soundOfMpegAudioFrame } from '../../codecs/mpegAudio';
import { soundOfOpusHead } from '../../codecs/opus';
import { soundOfVorbisHeader } from '../../codecs/vorbis';
import type { SoundCoding } from '../../reading';
import { floatOf, lastOf, unsignedOf } from './ebml';
import type { FirstFrames } from './frames';
import { ids } from './ids';
import { firstXiphPacket } from './lacing';
import type { Track } from './track';

/** What the `Audio` element of a track says. */
interface AudioSettings {
  readonly codedRateHz: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth: number | null;
}

function audioSettingsOf({ audio }: Track): AudioSettings {
  const codedRateHz = floatOf(lastOf(audio, ids.samplingFrequency), 8000);
  const outputRateHz = floatOf(lastOf(audio, ids.outputSamplingFrequency), 0);
  return {
    codedRateHz,
    sampleRateHz: Math.trunc(outputRateHz || codedRateHz),
    channels: unsignedOf(lastOf(audio, ids.channels), 1),
    bitDepth: unsignedOf(lastOf(audio, ids.bitDepth), null),
  };
}

/** A frame, and for some codecs what extends it. */
const packetBytes = 32 * 1024;
const frameHeaderBytes = 64;

/** Null for what only FFmpeg can tell. */
export function soundOf(track: Track, frames: FirstFrames): SoundCoding | null {
  if (track.strippedHeader === null) return null;
  const { codec, settings } = codecOf(track);
  const sound = codec === null ? null : codedSound(codec, track, { settings, frames });
  return sound?.codec === codec ? sound : null;
}

const acm = { codecId: 'A_MS/ACM', headerBytes: 16 } as const;
/** Those of which all that matters stands in the frames or in the wave header (`WAVEFORMATEX`). */
const plainWaveCodec = /^(?:pcm_.*|mp[23]|ac3)$/;

function codecOf(track: Track): { readonly codec: string | null; readonly settings: AudioSettings } {
  const settings = audioSettingsOf(track);
  const { codecId, codecPrivate } = track;
  if (codecId !== acm.codecId) return { codec: codecOfMatroska(codecId, settings.bitDepth), settings };
  if (codecPrivate.length < acm.headerBytes) return { codec: null, settings };
  const codec = audioCodecOfWave(codecPrivate.readUInt16LE(0), codecPrivate.readUInt16LE(14));
  return {
    codec: codec !== null && plainWaveCodec.test(codec) ? codec : null,
    settings: { ...settings, channels: codecPrivate.readUInt16LE(2) },
  };
}

interface Context {
  readonly settings: AudioSettings;
  readonly frames: FirstFrames;
}

function codedSound(codec: string, track: Track, { settings, frames }: Context): SoundCoding | null {
  const { codecPrivate } = track;
  const frame = (bytes: number) => frames.of(track, bytes) ?? Buffer.alloc(0);
  switch (codec) {
    case 'aac':
      return soundOfAacConfiguration(
        codecPrivate.length > 0 ? codecPrivate : aacConfigurationOf(track, settings),
      );
    case 'opus':
      return soundOfOpusHead(codecPrivate);
    case 'vorbis':
      return codecPrivate.length === 0 ? null : soundOfVorbisHeader(firstXiphPacket(codecPrivate));
    case 'flac':
      return soundOfFlacStreamInfo(codecPrivate);
    case 'alac':
      return soundOfAlacCookie(codecPrivate);
    case 'ac3':
    case 'eac3':
      return agreeing(soundOfAc3Frame(frame(packetBytes)), settings);
    case 'dts':
      return agreeing(soundOfDtsFrame(frame(packetBytes)), settings);
    case 'mp1':
    case 'mp2':
    case 'mp3':
      return agreeing(soundOfMpegAudioFrame(frame(frameHeaderBytes)), settings);
    default:
      return pcmOf(codec, settings);
  }
}

function pcmOf(codec: string, { channels, sampleRateHz }: AudioSettings): SoundCoding | null {
  const bitDepth = pcmBitDepth(codec);
  return bitDepth === null || channels < 1 || sampleRateHz < 1
    ? null
    : { codec, channels, sampleRateHz, bitDepth };
}

/** Where container and first frame disagree, which of them FFmpeg believes depends on what follows. */
function agreeing(sound: SoundCoding | null, { channels, sampleRateHz }: AudioSettings): SoundCoding | null {
  return sound?.channels === channels && sound.sampleRateHz === sampleRateHz ? sound : null;
}

const aacRatesHz = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const aacProfiles = ['MAIN', 'LC', 'SSR'] as const;

/** Old files tell the profile with the codec's name and have no configuration: `A_AAC/MPEG4/LC/SBR`. */
function aacConfigurationOf(
  { codecId }: Track,
  { codedRateHz, sampleRateHz, channels }: AudioSettings,
): Buffer {
  const named = aacProfiles.findIndex((profile) => codecId.includes(profile));
  const objectType = (named === -1 ? aacProfiles.length : named) + 1;
  const rate = aacRateIndex(codedRateHz);
  const bytes = [(objectType << 3) | (rate >> 1), ((rate & 1) << 7) | ((channels & 15) << 3)];
  if (!codecId.includes('SBR')) return Buffer.from(bytes);
  return Buffer.from([...bytes, 0x56, 0xe5, 0x80 | (aacRateIndex(sampleRateHz) << 3)]);
}

function aacRateIndex(rateHz: number): number {
  const index = aacRatesHz.indexOf(rateHz);
  if (index === -1) throw new RangeError('no such rate');
  return index;
}
