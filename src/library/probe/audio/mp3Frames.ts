import type { ByteSource } from '../byteSource';
import { mpegAudioFrame, type MpegAudioFrame } from '../codecs/mpegAudio';

export interface PlacedFrame {
  readonly frame: MpegAudioFrame;
  readonly at: number;
}

const searchedBytes = 64 * 1024;
const headerBytes = 4;
/** What two frames in a row have in common: all but checksum, bit rate, padding and how channels are joined. */
const sameFormatMask = 0xfffe_0ccf;

/** The first frame that another one follows, behind whatever else there may be; null when FFmpeg finds none either. */
export function firstMp3Frame(source: ByteSource, offset: number): PlacedFrame | null {
  const direct = pairAt(source, offset);
  if (direct !== 'none') return direct;
  const bytes = source.read(offset, searchedBytes);
  for (let skipped = bytes.indexOf(0xff, 1); skipped !== -1; skipped = bytes.indexOf(0xff, skipped + 1)) {
    const pair = pairAt(source, offset + skipped);
    if (pair !== 'none') return pair;
  }
  return null;
}

/** Null where the file ends before the next frame, which FFmpeg takes for an error. */
function pairAt(source: ByteSource, at: number): PlacedFrame | 'none' | null {
  const first = source.read(at, headerBytes);
  if (first.length < headerBytes) return null;
  const frame = mpegAudioFrame(first, 0);
  if (!frame) return 'none';
  const header = first.readUInt32BE(0);
  const second = source.read(at + frame.frameBytes, headerBytes);
  if (second.length < headerBytes) return null;
  const isSame = ((header ^ second.readUInt32BE(0)) & sameFormatMask) === 0;
  return isSame && mpegAudioFrame(second, 0) ? { frame, at } : 'none';
}

/** FFmpeg looks at the frames that end in as many parts of this size as it takes for so many to end. */
const partBytes = 1024;
const examinedFrames = 50;
/** Seconds after which FFmpeg looks no further, less what may be meant by it. */
const examinedSeconds = 4.9;

/** Bits per second as FFmpeg estimates it from the first frames; null where those differ in kind or do not follow. */
export function mp3BitRate(source: ByteSource, start: number): number | null {
  const first = mpegAudioFrame(source.read(start, headerBytes), 0);
  if (!first || (examinedFrames * first.samples) / first.sampleRateHz > examinedSeconds) return null;
  const average = new RunningAverage(first.layer === 3 ? 0 : 1);
  let [at, ended, end] = [start, 0, Infinity];
  while (at + headerBytes <= Math.min(end, source.sizeBytes)) {
    const frame = mpegAudioFrame(source.read(at, headerBytes), 0);
    if (!frame) return isTag(source, at) ? average.value : null;
    if (!isSameKind(frame, first)) return null;
    average.add(frame.bitRate);
    at += frame.frameBytes;
    if (++ended === examinedFrames) end = start + Math.ceil((at - start) / partBytes) * partBytes;
  }
  return average.value;
}

function isSameKind(a: MpegAudioFrame, b: MpegAudioFrame): boolean {
  return (
    a.layer === b.layer &&
    a.version === b.version &&
    a.sampleRateHz === b.sampleRateHz &&
    a.channels === b.channels
  );
}

function isTag(source: ByteSource, at: number): boolean {
  const left = source.sizeBytes - at;
  const start = source.read(at, 8).toString('latin1');
  return (left === 128 && start.startsWith('TAG')) || start === 'APETAGEX';
}

/** In whole numbers, as FFmpeg counts. It takes the sound for layer 3 first, and begins again when it is not. */
class RunningAverage {
  #value = 0;
  #count = 0;
  constructor(private readonly uncounted: number) {}

  /** Null as long as there is none. */
  get value(): number | null {
    return this.#count > this.uncounted && this.#value > 0 ? this.#value : null;
  }

  add(bitRate: number): void {
    this.#count++;
    if (this.#count <= this.uncounted) return;
    const weight = this.#count === this.uncounted + 1 ? 1 : this.#count;
    this.#value += Math.trunc((bitRate - this.#value) / weight);
  }
}
