import type { ByteSource } from '../byteSource';
import type { Reading } from '../reading';
import { readId3v2 } from '../tags/id3v2';
import { zeroTerminatedText } from '../tags/text';
import { commonChunkOf, type CommonChunk } from './aiffCommon';
import { microsecondsOf } from './mediaTime';
import { soundReading } from './soundReading';

const maxChunks = 1000;
const maxTextBytes = 64 * 1024;
const oldestVersion = 0xa280_5140;

const textChunks: Readonly<Partial<Record<string, string>>> = {
  NAME: 'title',
  AUTH: 'author',
  '(c) ': 'copyright',
  ANNO: 'comment',
};

interface Found {
  isCompressed: boolean;
  common: CommonChunk | null;
  hasSound: boolean;
  tags: ReadonlyMap<string, string>;
  chapterCount: number;
}

/** AIFF and AIFF-C: chunks in any order. FFmpeg stops when it has the sound and, after it, the common chunk. */
export function readAiff(source: ByteSource): Reading | null {
  const { head } = source;
  if (head.toString('latin1', 0, 4) !== 'FORM') return null;
  const type = head.toString('latin1', 8, 12);
  if (type !== 'AIFF' && type !== 'AIFC') return null;
  const end = 8 + head.readUInt32BE(4);
  const found: Found = {
    isCompressed: type === 'AIFC',
    common: null,
    hasSound: false,
    tags: new Map(),
    chapterCount: 0,
  };
  let at = 12;
  for (let chunk = 0; at < end; chunk++) {
    const header = source.read(at, 8);
    if (header.length < 8 || chunk === maxChunks) return null;
    const id = header.toString('latin1', 0, 4);
    const bytes = header.readUInt32BE(4);
    if (at + 8 + bytes > source.sizeBytes) return null;
    if (!take(source, id, at + 8, bytes, found)) return null;
    if (id === 'COMM' && found.hasSound) break;
    at += 8 + bytes + (bytes & 1);
  }
  const { common, hasSound, tags, chapterCount } = found;
  if (!common || !hasSound) return null;
  return soundReading(source, {
    containerFormat: 'aiff',
    sound: common.sound,
    durationMicroseconds: microsecondsOf(common.samples, common.sound.sampleRateHz),
    tags,
    chapterCount,
  });
}

/** False for what only FFmpeg can read. */
function take(source: ByteSource, id: string, at: number, bytes: number, found: Found): boolean {
  switch (id) {
    case 'COMM':
      found.common = commonChunkOf(source.read(at, Math.min(bytes, maxTextBytes)), found.isCompressed);
      return found.common !== null;
    case 'SSND':
      found.hasSound = true;
      return bytes >= 8;
    case 'FVER':
      found.isCompressed = source.read(at, 4).readUInt32BE(0) === oldestVersion;
      return true;
    case 'ID3 ':
      return takeId3(source, at, found);
    case 'wave':
    case 'APCM':
    case '\0\0\0\0':
      return false;
    default: {
      const name = textChunks[id];
      if (name === undefined) return true;
      if (bytes > maxTextBytes) return false;
      found.tags = new Map(found.tags).set(name, zeroTerminatedText(source.read(at, bytes)));
      return true;
    }
  }
}

function takeId3(source: ByteSource, at: number, found: Found): boolean {
  const id3 = readId3v2(source, at, found.tags);
  if (!id3) return false;
  found.tags = id3.tags;
  found.chapterCount += id3.chapterCount;
  return true;
}
