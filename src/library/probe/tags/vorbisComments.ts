import { zeroTerminatedText } from './text';

/** Bytes that may lie anywhere: of a packet that is spread over pages, or of a block of a file. */
export interface Bytes {
  readonly length: number;
  /** Fewer where they end. */
  read(offset: number, length: number): Buffer;
}

export interface VorbisComments {
  /** By lower-case name; several of one name are joined with semicolons, as FFmpeg does. */
  readonly tags: ReadonlyMap<string, string>;
  readonly chapterIds: ReadonlySet<number>;
  /** There are tags besides those that matter. */
  readonly hasOthers: boolean;
}

const maxComments = 10_000;
/** Longer ones are pictures. */
const maxCommentBytes = 64 * 1024;
const pictureName = 'metadata_block_picture';
const wanted: ReadonlySet<string> = new Set(['title', 'artist', 'album', 'creation_time']);

/** Reads from the length of the vendor's name on. Null where a comment that matters is longer than one may be. */
export function readVorbisComments(bytes: Bytes): VorbisComments | null {
  const tags = new Map<string, string>();
  const chapters = new Set<number>();
  let hasOthers = false;
  const vendorBytes = bytes.read(0, 4).readUInt32LE(0);
  const count = bytes.read(4 + vendorBytes, 4).readUInt32LE(0);
  let at = 8 + vendorBytes;
  for (let comment = 0; comment < Math.min(count, maxComments) && at + 4 <= bytes.length; comment++) {
    const length = bytes.read(at, 4).readUInt32LE(0);
    at += 4;
    if (at + length > bytes.length) break;
    const taken = take(bytes.read(at, Math.min(length, maxCommentBytes)), length, tags, chapters);
    if (taken === 'too long') return null;
    hasOthers ||= taken === 'other';
    at += length;
  }
  return count > maxComments ? null : { tags, chapterIds: chapters, hasOthers };
}

type Taken = 'wanted' | 'other' | 'none' | 'too long';

function take(content: Buffer, length: number, tags: Map<string, string>, chapters: Set<number>): Taken {
  const separator = content.indexOf('=');
  if (separator < 1 || separator === length - 1) return 'none';
  const name = content.toString('latin1', 0, separator).toLowerCase();
  if (name === pictureName) return 'none';
  if (name.startsWith('chapter'))
    return takeChapter(name, content.toString('latin1', separator + 1), chapters);
  if (!wanted.has(name)) return 'other';
  if (content.length < length) return 'too long';
  const value = zeroTerminatedText(content.subarray(separator + 1));
  const earlier = tags.get(name);
  tags.set(name, earlier === undefined ? value : `${earlier};${value}`);
  return 'wanted';
}

/** `CHAPTER001=00:01:02.345` begins chapter 1, `CHAPTER001NAME` names it. */
function takeChapter(name: string, value: string, chapters: Set<number>): Taken {
  const number = /^chapter *([+-]?\d{1,3})/.exec(name)?.[1];
  if (number === undefined || name.length < 9) return 'other';
  const id = Number(number);
  if (name.length > 10) return name.endsWith('name') && chapters.has(id) ? 'none' : 'other';
  if (!/^\s*\d{1,2}:\s*\d{1,2}:\s*\d{1,2}\.\s*\d{1,3}/.test(value)) return 'other';
  chapters.add(id);
  return 'none';
}
