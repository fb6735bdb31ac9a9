import type { ByteSource } from '../byteSource';
import type { Reading } from '../reading';
import { textOf } from '../tags/text';
import { microsecondsOf, ticksByBitRate } from './mediaTime';
import { pcm, type PcmSound } from './pcm';
import { soundReading } from './soundReading';

const headerBytes = 24;
const unknownSize = 0xffff_ffff;
const maxHeaderBytes = 64 * 1024;

const codings: Readonly<Partial<Record<number, PcmSound>>> = {
  1: pcm('pcm_mulaw', 8),
  2: pcm('pcm_s8', 8),
  3: pcm('pcm_s16be', 16),
  4: pcm('pcm_s24be', 24),
  5: pcm('pcm_s32be', 32),
  6: pcm('pcm_f32be', 32),
  7: pcm('pcm_f64be', 64),
  27: pcm('pcm_alaw', 8),
};

/** Sun's and NeXT's sound: a header of six numbers and a note. */
export function readAu(source: ByteSource): Reading | null {
  const { head } = source;
  const headerLength = head.readUInt32BE(4);
  const dataBytes = head.readUInt32BE(8);
  const coding = codings[head.readUInt32BE(12)];
  const sampleRateHz = head.readUInt32BE(16);
  const channels = head.readUInt32BE(20);
  if (!coding || sampleRateHz === 0 || channels === 0 || channels > 64) return null;
  if (headerLength > maxHeaderBytes || headerLength > source.sizeBytes) return null;
  if (dataBytes !== unknownSize && dataBytes > 0x7fff_ffff) return null;
  const frameBits = channels * coding.bitDepth;
  const dataAt = Math.max(headerBytes, headerLength);
  const samples =
    dataBytes === unknownSize
      ? ticksByBitRate(source.sizeBytes - dataAt, sampleRateHz, frameBits * sampleRateHz)
      : Math.floor((dataBytes * 8) / frameBits);
  return soundReading(source, {
    containerFormat: 'au',
    sound: { ...coding, channels, sampleRateHz },
    durationMicroseconds: microsecondsOf(samples, sampleRateHz),
    tags: tagsOf(head.subarray(headerBytes, headerLength)),
  });
}

/** `Title=…` and so on, a line each, up to a zero. */
function tagsOf(note: Buffer): Map<string, string> {
  const end = note.indexOf(0);
  const lines = textOf(end === -1 ? note : note.subarray(0, end)).split('\n');
  // Without a zero, FFmpeg does not see the last line's end.
  if (end === -1) lines.pop();
  return new Map(
    lines.flatMap((line) => {
      const separator = line.indexOf('=');
      return separator === -1
        ? []
        : [[line.slice(0, separator).toLowerCase(), line.slice(separator + 1)] as const];
    }),
  );
}
