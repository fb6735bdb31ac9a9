import type { ByteSource } from '../byteSource';
import { readId3v2 } from '../tags/id3v2';
import { takeRiffInfo } from '../tags/riffInfo';
import { waveFormatOf, type WaveFormat } from './waveFormat';

/** What the chunks of a WAVE file say together. */
export interface WaveChunks {
  readonly format: WaveFormat;
  readonly dataAt: number;
  /** 0 when it is not known. */
  readonly dataBytes: number;
  /** Infinite when the data has no known end. */
  readonly dataEnd: number;
  /** As the header counts them, per channel; 0 when it does not. */
  readonly sampleCount: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly chapterCount: number;
}

interface State {
  format: WaveFormat | null;
  data: { at: number; bytes: number; end: number } | null;
  sampleCount: number;
  /** Of the chunk `ds64`, which stands for sizes of more than 32 bits. */
  longDataBytes: number | null;
  readonly tags: Map<string, string>;
  id3Tags: ReadonlyMap<string, string>;
  readonly chapterIds: Set<number>;
}

const maxChunks = 1000;
const maxContentBytes = 64 * 1024;
const unknownBytes = 0xffff_ffff;
const descriptionBytes = 602;

/** In any order; FFmpeg looks behind the data when it knows where it ends. Null for what is not whole. */
export function waveChunksOf(source: ByteSource): WaveChunks | null {
  const { head, sizeBytes } = source;
  const form = head.toString('latin1', 0, 4);
  if (!/^(?:RIFF|RF64|BW64)$/.test(form) || head.toString('latin1', 8, 12) !== 'WAVE') return null;
  const state: State = {
    format: null,
    data: null,
    sampleCount: 0,
    longDataBytes: null,
    tags: new Map(),
    id3Tags: new Map(),
    chapterIds: new Set(),
  };
  let at = 12;
  if (form !== 'RIFF') {
    const next = takeLongSizes(head, state);
    if (next === null) return null;
    at = next;
  }
  for (let chunk = 0; ; chunk++) {
    if (chunk === maxChunks) return null;
    const header = source.read(at, 8);
    if (header.length < 8) break;
    const content = at + 8;
    const bytes = header.readUInt32LE(4);
    const next = takeChunk(source, header.toString('latin1', 0, 4), content, bytes, state);
    if (next === null) return null;
    if (next >= sizeBytes) break;
    at = next + (next & 1);
  }
  const { format, data, sampleCount, tags, id3Tags, chapterIds } = state;
  if (!format || !data) return null;
  return {
    format,
    dataAt: data.at,
    dataBytes: data.bytes,
    dataEnd: data.end,
    sampleCount,
    // ID3 counts only where there are no tags of the format's own.
    tags: tags.size > 0 ? tags : id3Tags,
    chapterCount: chapterIds.size,
  };
}

/** Where the next chunk begins. */
function takeLongSizes(head: Buffer, state: State): number | null {
  if (head.toString('latin1', 12, 16) !== 'ds64') return null;
  const bytes = head.readUInt32LE(16);
  if (bytes < 24) return null;
  const dataBytes = Number(head.readBigInt64LE(28));
  const sampleCount = Number(head.readBigInt64LE(36));
  if (dataBytes < 0 || sampleCount < 0 || !Number.isSafeInteger(dataBytes * 8)) return null;
  if (!Number.isSafeInteger(sampleCount)) return null;
  state.longDataBytes = dataBytes;
  state.sampleCount = sampleCount;
  return 20 + bytes;
}

/** Where the chunk ends, Infinity to look no further; null for what only FFmpeg can read. */
function takeChunk(source: ByteSource, id: string, at: number, bytes: number, state: State): number | null {
  const end = at + bytes;
  const content = () => source.read(at, Math.min(bytes, maxContentBytes));
  switch (id) {
    case 'fmt ':
      state.format ??= waveFormatOf(content());
      return state.format && end;
    case 'data':
      return takeData(at, bytes, state);
    case 'fact':
      if (state.sampleCount === 0) state.sampleCount = source.read(at, 4).readUInt32LE(0);
      return end;
    case 'bext':
      if (bytes < descriptionBytes || end > source.sizeBytes) return null;
      takeDescription(content(), state.tags);
      return end;
    case 'LIST':
    case 'list':
      if (bytes < 4 || bytes > maxContentBytes) return null;
      if (source.read(at, 4).toString('latin1') === 'INFO') takeRiffInfo(content().subarray(4), state.tags);
      return end;
    case 'ID3 ':
    case 'id3 ':
      return takeId3(source, at, state) ? end : null;
    case 'cue ':
      return takeCues(content(), bytes, state) ? end : null;
    case 'SMV0':
    case 'XMA2':
      return null;
    default:
      return end;
  }
}

function takeData(at: number, bytes: number, state: State): number {
  const { longDataBytes } = state;
  const size = longDataBytes ?? (bytes === unknownBytes ? 0 : bytes);
  const end = longDataBytes === null && size === 0 ? Infinity : at + size;
  state.data = { at, bytes: size, end };
  return end;
}

/** Broadcast Wave: none of it is a title, but FFmpeg has it for tags, which hide those of ID3. */
function takeDescription(content: Buffer, tags: Map<string, string>): void {
  const time = content.toString('latin1', 330, 338).split('\0', 1)[0] ?? '';
  if (time !== '') tags.set('creation_time', time);
  tags.set('time_reference', '');
}

function takeId3(source: ByteSource, at: number, state: State): boolean {
  const id3 = readId3v2(source, at, state.id3Tags);
  if (!id3 || (id3.hasUnreadTags && id3.tags.size === 0)) return false;
  state.id3Tags = id3.tags;
  for (let chapter = 0; chapter < id3.chapterCount; chapter++) state.chapterIds.add(chapter);
  return true;
}

/** Each cue point begins a chapter; the format must have come before. */
function takeCues(content: Buffer, bytes: number, state: State): boolean {
  if (bytes < 4 || !state.format) return true;
  const count = content.readUInt32LE(0);
  if (bytes < count * 24 + 4) return true;
  for (let cue = 0; cue < count; cue++) state.chapterIds.add(content.readUInt32LE(4 + cue * 24));
  return true;
}
