import type { ByteSource } from '../byteSource';
import { ac3Frame } from '../codecs/ac3';
import type { Reading } from '../reading';
import { estimatedMicroseconds } from './estimate';
import { soundReading } from './soundReading';

/** What FFmpeg counts time in where a format has no time of its own. */
const ticksPerSecond = 90_000;
/** FFmpeg estimates the bit rate from so many. */
const examinedFrames = 50;
const headerBytes = 16;

/** AC-3 in a row of frames: of one bit rate, or else it is FFmpeg's. */
export function readAc3(source: ByteSource): Reading | null {
  const first = ac3Frame(source.head);
  if (first?.sound?.codec !== 'ac3' || !hasOneBitRate(source, first.bitRate)) return null;
  return soundReading(source, {
    containerFormat: 'ac3',
    sound: first.sound,
    durationMicroseconds: estimatedMicroseconds(source.sizeBytes, ticksPerSecond, first.bitRate, false),
  });
}

function hasOneBitRate(source: ByteSource, bitRate: number): boolean {
  let at = 0;
  for (let count = 0; count < examinedFrames && at + headerBytes <= source.sizeBytes; count++) {
    const frame = ac3Frame(source.read(at, headerBytes));
    if (frame?.bitRate !== bitRate || !frame.sound) return false;
    at += frame.frameBytes;
  }
  return true;
}
