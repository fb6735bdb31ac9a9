import type { ByteSource } from '../byteSource';
import { id3FramesOf, type Id3Frame } from './id3Frames';
import { id3String } from './id3Text';

/** What the ID3v2 tags at one place hold, read as FFmpeg reads them. */
export interface Id3 {
  /** By FFmpeg's names, in the order of the file. */
  readonly tags: ReadonlyMap<string, string>;
  readonly chapterCount: number;
  readonly pictureCount: number;
  /** Holds comments or lyrics, which count as tags but are not read. */
  readonly hasUnreadTags: boolean;
  /** Where the tags end: what they were put before begins here. */
  readonly endsAt: number;
}

const maxTags = 64;

/** FFmpeg's names by those of the frames, of all versions. */
const names: Readonly<Partial<Record<string, string>>> = {
  tit2: 'title',
  tt2: 'title',
  tpe1: 'artist',
  tp1: 'artist',
  talb: 'album',
  tal: 'album',
  tden: 'creation_time',
};

/**
 * Reads the tags that follow one another from `offset`; none is an answer too. Pictures are stepped over. Null for what
 * FFmpeg reads and we do not: compressed frames.
 * @param earlier tags that were found before these, in the order of the file
 */
export function readId3v2(
  source: ByteSource,
  offset: number,
  earlier: ReadonlyMap<string, string> = new Map(),
): Id3 | null {
  const raw = new Map(earlier);
  const counts = { chapters: 0, pictures: 0, unread: 0 };
  let at = offset;
  for (let tag = 0; tag < maxTags; tag++) {
    const found = id3FramesOf(source, at);
    if (found === 'none') return idOf(raw, counts, at);
    if (found === null) return null;
    for (const frame of found.frames) if (!take(frame, raw, counts)) return null;
    at = found.endsAt;
  }
  return null;
}

interface Counts {
  chapters: number;
  pictures: number;
  unread: number;
}

function idOf(raw: ReadonlyMap<string, string>, counts: Counts, endsAt: number): Id3 {
  const tags = new Map([...raw].map(([name, value]) => [names[name] ?? name, value] as const));
  return {
    tags,
    chapterCount: counts.chapters,
    pictureCount: counts.pictures,
    hasUnreadTags: counts.unread > 0,
    endsAt,
  };
}

/** False for what only FFmpeg can read. */
function take(frame: Id3Frame, raw: Map<string, string>, counts: Counts): boolean {
  const { id } = frame;
  if (id === 'APIC' || id === 'PIC') {
    if (isPicture(frame)) counts.pictures++;
    return true;
  }
  if (id === 'CHAP') {
    if (frame.isCut) return false;
    if (isChapter(frame.content)) counts.chapters++;
    return true;
  }
  if (!id.startsWith('T')) {
    counts.unread++;
    return true;
  }
  return takeText(frame, raw);
}

/** The first of several frames counts. */
function takeText({ id, content, isCut }: Id3Frame, raw: Map<string, string>): boolean {
  if (content.length === 0) return true;
  const encoding = content.readUInt8(0);
  const first = id3String(content.subarray(1), encoding);
  if (!first) return true;
  const isNamed = id === 'TXXX' || id === 'TXX';
  const value = isNamed ? id3String(first.rest, encoding) : first;
  const name = (isNamed ? first.text : id).toLowerCase();
  if (!value || (!isNamed && value.text === '')) return true;
  if (isCut && (names[name] !== undefined || Object.values(names).includes(name))) return false;
  if (!raw.has(name)) raw.set(name, value.text);
  return true;
}

/** FFmpeg takes no others. */
const pictureTypes = /^(?:image\/(?:gif|jpeg|jpg|png|tiff|bmp)|JPG|PNG)$/i;

function isPicture({ id, content }: Id3Frame): boolean {
  const type =
    id === 'PIC' ? content.toString('latin1', 1, 4) : content.toString('latin1', 1).split('\0', 1)[0];
  return pictureTypes.test(type ?? '');
}

/** An identifier, four times and offsets, and frames of its own, which must fit. */
function isChapter(content: Buffer): boolean {
  const at = content.indexOf(0) + 1;
  if (at === 0 || content.length - at < 16) return false;
  if (content.readUInt32BE(at) > content.readUInt32BE(at + 4)) return false;
  let frameAt = at + 16;
  while (content.length - frameAt > 10) {
    frameAt += 10 + content.readUInt32BE(frameAt + 4);
    if (frameAt > content.length) return false;
  }
  return true;
}
