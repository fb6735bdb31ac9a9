import type { ByteSource } from '../../byteSource';
import { boxesBetween, boxesIn, boxOf, contentOf, type Box } from './boxes';
import { textOfItem, textOfUserData } from './tagText';

/**
 * Tags as FFmpeg reads them: QuickTime's user data, iTunes's list and QuickTime's metadata keys, later ones over earlier
 * ones, a track's among the movie's. Only what names the work; 3GPP's `titl`, `auth` and `albm` FFmpeg does not know.
 */
export interface TagState {
  readonly tags: Map<string, string>;
  /** Names of the metadata keys, from 1. */
  readonly keys: string[];
  /** Some `meta` said that its list goes by keys. */
  hasKeys: boolean;
  coverCount: number;
  /** Chapters of Nero's list. */
  chapterCount: number;
  /** Set by what FFmpeg may read otherwise: then nothing here counts. */
  isDoubtful: boolean;
}

export function noTags(): TagState {
  return { tags: new Map(), keys: [], hasKeys: false, coverCount: 0, chapterCount: 0, isDoubtful: false };
}

const nameOfCode: Readonly<Partial<Record<string, string>>> = {
  '\xa9nam': 'title',
  '\xa9ART': 'artist',
  '\xa9aut': 'artist',
  '\xa9alb': 'album',
};
const maxTextBytes = 256 * 1024;
const maxKeysBytes = 64 * 1024;

/** Reads `udta` and `meta`, and whatever of either is in them. */
export function collectTags(source: ByteSource, box: Box, state: TagState, isInTrack: boolean): void {
  if (box.type === 'meta') collectMeta(source, box, state, isInTrack);
  else if (box.type === 'udta') collectUserData(source, box, state, isInTrack);
}

function collectUserData(source: ByteSource, userData: Box, state: TagState, isInTrack: boolean): void {
  for (const box of boxesIn(source, userData)) {
    const length = box.endAt - box.contentAt;
    if (box.type === 'meta') collectMeta(source, box, state, isInTrack);
    else if (box.type === 'chpl') state.chapterCount = neroChapters(source, box);
    // GoPro's highlights count as chapters.
    else if (box.type === 'HMMT') state.isDoubtful ||= length >= 2 && hasHighlights(source, box);
    else if (box.type === 'ilst' || box.type === 'udta') state.isDoubtful = true;
    else {
      const name = nameOfCode[box.type];
      if (name !== undefined) setText(state, name, textOfUserData(contentOf(source, box, maxTextBytes)));
    }
  }
}

function hasHighlights(source: ByteSource, box: Box): boolean {
  return source.read(box.contentAt, 4).readUInt32BE(0) > 0;
}

/** Its own boxes begin right away in QuickTime and behind four bytes in MPEG-4: `hdlr` is the first of them. */
function collectMeta(source: ByteSource, meta: Box, state: TagState, isInTrack: boolean): void {
  const handlerAt = source.read(meta.contentAt, Math.min(64, meta.endAt - meta.contentAt)).indexOf('hdlr');
  if (handlerAt < 4) {
    state.isDoubtful ||= meta.endAt - meta.contentAt > 8;
    return;
  }
  const boxes = boxesBetween(source, meta.contentAt + handlerAt - 4, meta.endAt);
  const handler = boxOf(boxes, 'hdlr');
  if (handler && !isInTrack) {
    state.hasKeys ||= source.read(handler.contentAt, 12).toString('latin1', 8, 12) === 'mdta';
  }
  for (const box of boxes) {
    if (box.type === 'keys' && state.hasKeys && state.keys.length === 0) readKeys(source, box, state);
    if (box.type === 'ilst') collectItems(source, box, state);
    if (box.type === 'udta' || box.type === 'meta') state.isDoubtful = true;
  }
}

function readKeys(source: ByteSource, box: Box, state: TagState): void {
  const content = contentOf(source, box, maxKeysBytes);
  if (content.length < 8) return;
  const count = content.readUInt32BE(4);
  let at = 8;
  for (let key = 0; key < count; key++) {
    const bytes = content.readUInt32BE(at);
    if (bytes < 8 || content.toString('latin1', at + 4, at + 8) !== 'mdta') throw new RangeError('keys');
    state.keys.push(content.toString('utf8', at + 8, at + bytes));
    at += bytes;
  }
}

const coverTypes: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x1b]);

function collectItems(source: ByteSource, list: Box, state: TagState): void {
  for (const item of boxesIn(source, list)) {
    if (item.type === '----') collectCustomItem(source, item, state);
    else collectItem(source, item, state);
  }
}

function collectItem(source: ByteSource, item: Box, state: TagState): void {
  const name = nameOfCode[item.type] ?? (state.hasKeys ? keyOf(item.type, state) : undefined);
  const isCover = item.type === 'covr' || name === 'com.apple.quicktime.artwork';
  if (name === undefined && !isCover) return;
  for (let at = item.contentAt; item.endAt - at > 8;) {
    const head = source.read(at, 16);
    const bytes = head.readUInt32BE(0);
    if (head.toString('latin1', 4, 8) !== 'data' || bytes < 16 || bytes > item.endAt - at) return;
    const type = head.readUInt32BE(8);
    const value = { type: 'data', contentAt: at + 16, endAt: at + bytes };
    at += bytes;
    if (!isCover) {
      if (name !== undefined) setText(state, name, textOfItem(contentOf(source, value, maxTextBytes), type));
      return;
    }
    if (!coverTypes.has(type)) continue;
    state.isDoubtful ||= bytes === 16 || value.endAt > source.sizeBytes;
    state.coverCount++;
  }
}

function keyOf(type: string, { keys }: TagState): string | undefined {
  return keys[Buffer.from(type, 'latin1').readUInt32BE(0) - 1];
}

/** iTunes's own: whose name, what name, which value, each with four bytes of flags. */
function collectCustomItem(source: ByteSource, item: Box, state: TagState): void {
  const parts = boxesIn(source, item);
  const [meaning, name, value] = ['mean', 'name', 'data'].map((type) => boxOf(parts, type));
  if (!meaning || !name || !value || parts.length !== 3) return;
  const key = contentOf(source, name, maxTextBytes).toString('utf8', 4);
  if (key === 'cdec' || value.endAt - value.contentAt <= 8) return;
  if (!/^(?:title|artist|album|creation_time)$/i.test(key)) return;
  setText(state, key, textOfItem(contentOf(source, value, maxTextBytes).subarray(8), 1));
}

/** `null` stands for a value that FFmpeg skips. What it would repair because it is no UTF-8 is left to it. */
function setText(state: TagState, name: string, text: string | null): void {
  if (text === null) return;
  if (text.includes('\ufffd')) state.isDoubtful = true;
  state.tags.set(name.toLowerCase(), text);
}

/** Version 1 has four more bytes in front of the count; each chapter has a time, and a name with its length. */
function neroChapters(source: ByteSource, box: Box): number {
  const content = contentOf(source, box, 256 * 1024);
  if (content.length < 5) return 0;
  const countAt = content.readUInt8(0) > 0 ? 8 : 4;
  const count = content.readUInt8(countAt);
  let at = countAt + 1;
  let room = content.length - 5;
  for (let chapter = 0; chapter < count; chapter++) {
    if (room < 9) return chapter;
    const bytes = 9 + content.readUInt8(at + 8);
    room -= bytes;
    if (room < 0) return chapter;
    at += bytes;
  }
  return count;
}
