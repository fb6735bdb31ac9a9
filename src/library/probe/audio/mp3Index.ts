import type { ByteSource } from '../byteSource';
import { mpegAudioFrame } from '../codecs/mpegAudio';

/** What an encoder notes in a first frame that holds no sound. */
export interface Mp3Index {
  /** Null when it cannot be believed: files were joined. */
  readonly frameCount: number | null;
  readonly samplesPerFrame: number;
  readonly sampleRateHz: number;
  readonly endsAt: number;
}

const frameHeaderBytes = 4;
const flag = { frames: 1, bytes: 2 } as const;
const readBytes = 256;

/** Of Xing (and LAME) or of Fraunhofer (VBRI); null when the frame at `at` is one of sound. */
export function mp3IndexOf(source: ByteSource, at: number): Mp3Index | null {
  const bytes = source.read(at, readBytes);
  const frame = mpegAudioFrame(bytes, 0);
  if (frame?.layer !== 3) return null;
  const counts = vbriOf(bytes) ?? xingOf(bytes, frame.version !== 1, frame.channels === 1);
  if (!counts || (counts.frames === 0 && counts.bytes === 0)) return null;
  const left = source.sizeBytes - at - frameHeaderBytes;
  const isJoined =
    counts.isXing && counts.bytes > 0 && left > counts.bytes && left - counts.bytes > counts.bytes >>> 4;
  return {
    frameCount: isJoined || counts.frames === 0 ? null : counts.frames,
    samplesPerFrame: frame.version === 1 ? 1152 : 576,
    sampleRateHz: frame.sampleRateHz,
    endsAt: at + frame.frameBytes,
  };
}

interface Counts {
  readonly isXing: boolean;
  readonly frames: number;
  readonly bytes: number;
}

/** Stands where the sound's side information ends, which depends on version and channels. */
function xingOf(bytes: Buffer, isLowRate: boolean, isMono: boolean): Counts | null {
  const at = frameHeaderBytes + (isLowRate ? (isMono ? 9 : 17) : isMono ? 17 : 32);
  const signature = bytes.toString('latin1', at, at + 4);
  if (signature !== 'Xing' && signature !== 'Info') return null;
  const flags = bytes.readUInt32BE(at + 4);
  const hasFrames = (flags & flag.frames) !== 0;
  const frames = hasFrames ? bytes.readUInt32BE(at + 8) : 0;
  const hasBytes = (flags & flag.bytes) !== 0;
  return { isXing: true, frames, bytes: hasBytes ? bytes.readUInt32BE(at + (hasFrames ? 12 : 8)) : 0 };
}

function vbriOf(bytes: Buffer): Counts | null {
  const at = frameHeaderBytes + 32;
  if (bytes.toString('latin1', at, at + 4) !== 'VBRI' || bytes.readUInt16BE(at + 4) !== 1) return null;
  return { isXing: false, bytes: bytes.readUInt32BE(at + 10), frames: bytes.readUInt32BE(at + 14) };
}
