import { adtsFrame } from '../codecs/aac';
import { mpegAudioFrame } from '../codecs/mpegAudio';

/** Frame headers of MPEG audio and of AAC in ADTS: two in a row, at the right distance, are no accident. */

/** Encoders may leave some zeros or a broken frame in front. */
const searchBytes = 4096;

export function looksLikeMpegAudio(head: Buffer): boolean {
  return hasTwoFrames(head, mpegAudioFrame);
}

export function looksLikeAdts(head: Buffer): boolean {
  return hasTwoFrames(head.subarray(0, searchBytes * 4), (bytes, at) => adtsFrame(bytes.subarray(at)), 1);
}

type FrameAt = (bytes: Buffer, at: number) => { readonly frameBytes: number } | null;

function hasTwoFrames(bytes: Buffer, frameAt: FrameAt, maxStarts = searchBytes): boolean {
  for (let at = 0; at < Math.min(maxStarts, bytes.length); at++) {
    const first = frameAt(bytes, at);
    if (first && frameAt(bytes, at + first.frameBytes)) return true;
  }
  return false;
}
