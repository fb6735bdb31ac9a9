import type { ByteSource } from '../byteSource';
import { adtsFrame } from '../codecs/aac';
import { mpegAudioFrame } from '../codecs/mpegAudio';
import type { WaveChunks } from './waveChunks';

/**
 * How compressed sound begins that passes itself off as 16 bits: DTS (of 14 and 16 bits, in either byte order) and what
 * goes over a digital connection (IEC 61937). FFmpeg looks for it, and then so must it.
 */
const compressedStarts = [
  '\x7f\xfe\x80\x01',
  '\xfe\x7f\x01\x80',
  '\x1f\xff\xe8\x00',
  '\xff\x1f\x00\xe8',
  '\x72\xf8\x1f\x4e',
] as const;
const searchedBytes = 16 * 1024;

export function looksCompressed(source: ByteSource, { format, dataAt }: WaveChunks): boolean {
  if (format.coding.codec !== 'pcm_s16le') return false;
  const data = source.read(dataAt, searchedBytes);
  return hasCompressedFrame(data) || compressedStarts.some((start) => data.includes(start, 0, 'latin1'));
}

/** MPEG audio, AAC or AC-3 right from the first sample that is not silent. */
function hasCompressedFrame(data: Buffer): boolean {
  const start = data.findIndex((byte) => byte !== 0);
  if (start === -1 || start + 2 > data.length) return false;
  const sync = data.readUInt16BE(start);
  if (sync === 0x0b77 || sync === 0x770b) return true;
  const bytes = data.subarray(start);
  const frame = mpegAudioFrame(bytes, 0) ?? adtsFrame(bytes);
  if (!frame) return false;
  const next = bytes.subarray(frame.frameBytes);
  return mpegAudioFrame(next, 0) !== null || adtsFrame(next) !== null;
}
