import type { ByteSource } from '../byteSource';
import { zeroTerminatedText } from './text';

const tagBytes = 128;

/** The tag in the last 128 bytes, by FFmpeg's names; empty when there is none. */
export function readId3v1(source: ByteSource): Map<string, string> {
  const tags = new Map<string, string>();
  if (source.sizeBytes <= tagBytes) return tags;
  const tag = source.read(source.sizeBytes - tagBytes, tagBytes);
  if (tag.length < tagBytes || tag.toString('latin1', 0, 3) !== 'TAG') return tags;
  for (const [name, at] of [
    ['title', 3],
    ['artist', 33],
    ['album', 63],
  ] as const) {
    const value = zeroTerminatedText(tag.subarray(at, at + 30)).trimEnd();
    if (value !== '') tags.set(name, value);
  }
  return tags;
}
