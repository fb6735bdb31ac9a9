import { soundOfAlacCookie } from '../codecs/alac';
import { noSound, type SoundCoding } from '../reading';
import { floatPcm, integerPcm, pcm, type PcmSound } from './pcm';

/** The chunk `desc`. */
export interface CafDescription {
  readonly sampleRateHz: number;
  readonly format: string;
  readonly flags: number;
  /** 0 when packets vary. */
  readonly bytesPerPacket: number;
  /** 0 when packets vary. */
  readonly framesPerPacket: number;
  readonly channels: number;
  readonly bitsPerChannel: number;
}

const flag = { isFloat: 1, isLittleEndian: 2 } as const;
const maxInteger = 0x7fff_ffff;

export function cafDescriptionOf(bytes: Buffer): CafDescription | null {
  const description = {
    sampleRateHz: Math.trunc(bytes.readDoubleBE(0)),
    format: bytes.toString('latin1', 8, 12),
    flags: bytes.readUInt32BE(12),
    bytesPerPacket: bytes.readUInt32BE(16),
    framesPerPacket: bytes.readUInt32BE(20),
    channels: bytes.readUInt32BE(24),
    bitsPerChannel: bytes.readUInt32BE(28),
  };
  const { sampleRateHz, bytesPerPacket, framesPerPacket, channels } = description;
  if (!(sampleRateHz > 0 && sampleRateHz <= maxInteger) || channels === 0 || channels > 64) return null;
  return bytesPerPacket > maxInteger || framesPerPacket > maxInteger ? null : description;
}

/** @param cookie the chunk `kuki`, in which a codec keeps its own header */
export function cafSoundOf(description: CafDescription, cookie: Buffer | null): SoundCoding | null {
  const { format, channels, sampleRateHz } = description;
  if (format === 'alac') return cookie && alacSound(description, cookie);
  const coding = simpleCoding(description);
  return coding && { ...noSound, ...coding, channels, sampleRateHz };
}

function simpleCoding({ format, flags, bitsPerChannel }: CafDescription): PcmSound | null {
  const byteOrder = (flags & flag.isLittleEndian) !== 0 ? 'le' : 'be';
  switch (format) {
    case 'lpcm':
      if ((flags & flag.isFloat) !== 0) return floatPcm(bitsPerChannel, byteOrder);
      return bitsPerChannel === 8 ? pcm('pcm_s8', 8) : integerPcm(bitsPerChannel, byteOrder);
    case 'alaw':
      return pcm('pcm_alaw', 8);
    case 'ulaw':
      return pcm('pcm_mulaw', 8);
    case 'ima4':
      return pcm('adpcm_ima_qt', 4);
    default:
      return null;
  }
}

const oldCookieBytes = 12;

/** Old files have another header before the cookie. */
function alacSound({ channels, sampleRateHz }: CafDescription, cookie: Buffer): SoundCoding | null {
  const isOld = cookie.toString('latin1', 4, 12) === 'frmaalac';
  const sound = soundOfAlacCookie(cookie.subarray(isOld ? oldCookieBytes : 0));
  return sound?.channels === channels && sound.sampleRateHz === sampleRateHz ? sound : null;
}
