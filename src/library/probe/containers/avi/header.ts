import type { ByteSource } from '../../byteSource';
import { chunksOf, type Chunk } from './chunks';

/** What stands before the frames of an AVI. */
export interface AviHeader {
  readonly streams: readonly AviStream[];
  /** By lower-case name, as FFmpeg names them. */
  readonly tags: ReadonlyMap<string, string>;
  /** Of the list that holds the frames. */
  readonly framesAt: number;
}

export interface AviStream {
  /** `vids`, `auds`. */
  readonly type: string;
  readonly scale: number;
  readonly rate: number;
  /** In units of scale/rate seconds. */
  readonly length: number;
  /** Bytes; 0 where each chunk is one unit. */
  readonly sampleSize: number;
  /** `strf`: BITMAPINFOHEADER or WAVEFORMATEX. */
  readonly format: Buffer;
  /** Width to height of the screen and in pixels, from `vprp`; null where there is none. */
  readonly display: DisplayShape | null;
}

export interface DisplayShape {
  readonly aspect: readonly [number, number];
  readonly size: readonly [number, number];
}

const headerBytes = 48;
/** Shorter ones are no display shapes. */
const displayBytes = 36;
const maxFormatBytes = 64 * 1024;
/** More than FFmpeg can number, or anybody has. */
const maxStreams = 16;
/** Text that FFmpeg would cut is not a title. */
const maxTagBytes = 4096;

/** Null for what FFmpeg treats otherwise than every AVI that is whole. */
export function aviHeader(source: ByteSource): AviHeader | null {
  const tags = new Map<string, string>();
  const streams: AviStream[] = [];
  for (const chunk of chunksOf(source, 12, source.sizeBytes)) {
    if (chunk.id === 'LIST') {
      const list = source.read(chunk.contentAt, 4).toString('latin1');
      if (list === 'movi') return { streams, tags, framesAt: chunk.contentAt };
      if (list === 'hdrl' && !readStreams(source, chunk, streams, tags)) return null;
      if (list === 'INFO') readTags(source, chunk, tags);
      if (list === 'ncdt') return null;
    } else if (chunk.id === 'IDIT') readDate(source, chunk, tags);
    else if (chunk.length > 1_000_000) return null;
  }
  return null;
}

const known: ReadonlySet<string> = new Set(['avih', 'LIST', 'JUNK', 'vedt', 'IDIT']);

function readStreams(
  source: ByteSource,
  list: Chunk,
  streams: AviStream[],
  tags: Map<string, string>,
): boolean {
  for (const chunk of chunksOf(source, list.contentAt + 4, list.contentAt + list.length)) {
    if (!known.has(chunk.id)) return false;
    if (chunk.id === 'IDIT') readDate(source, chunk, tags);
    if (chunk.id !== 'LIST') continue;
    const type = source.read(chunk.contentAt, 4).toString('latin1');
    if (type === 'odml') continue;
    const stream = type === 'strl' ? streamOf(source, chunk) : null;
    if (!stream || streams.length >= maxStreams) return false;
    streams.push(stream);
  }
  return true;
}

/** Null when there is anything in it that is not read here: names and private data have meanings of their own. */
function streamOf(source: ByteSource, list: Chunk): AviStream | null {
  let header: Buffer | null = null;
  let format: Buffer | null = null;
  let display: DisplayShape | null = null;
  for (const { id, contentAt, length } of chunksOf(
    source,
    list.contentAt + 4,
    list.contentAt + list.length,
  )) {
    if (id === 'strh' && !header && length >= headerBytes) header = source.read(contentAt, headerBytes);
    else if (id === 'strf' && length <= maxFormatBytes) format = Buffer.from(source.read(contentAt, length));
    else if (id === 'vprp')
      display = length > displayBytes ? displayOf(source.read(contentAt, length)) : null;
    else if (id !== 'JUNK' && id !== 'indx') return null;
  }
  if (!header || !format) return null;
  return {
    type: header.toString('latin1', 0, 4),
    scale: header.readUInt32LE(20),
    rate: header.readUInt32LE(24),
    length: header.readUInt32LE(32),
    sampleSize: header.readUInt32LE(44),
    format,
    display,
  };
}

/** FFmpeg reads the two halves of the aspect in this order. */
function displayOf(content: Buffer): DisplayShape | null {
  const [across, down] = [content.readUInt16LE(22), content.readUInt16LE(20)];
  const size = [content.readUInt32LE(24), content.readUInt32LE(28)] as const;
  return across > 0 && down > 0 && size.every((length) => length > 0)
    ? { aspect: [across, down], size }
    : null;
}

const tagNames: Readonly<Partial<Record<string, string>>> = {
  INAM: 'title',
  IART: 'artist',
};

/** Bytes that are no UTF-8 are left to FFmpeg, which prints them as they are. */
function readTags(source: ByteSource, list: Chunk, tags: Map<string, string>): void {
  for (const { id, contentAt, length } of chunksOf(
    source,
    list.contentAt + 4,
    list.contentAt + list.length,
  )) {
    const name = tagNames[id];
    if (name === undefined) continue;
    const content = source.read(contentAt, length);
    if (content.length !== length || length > maxTagBytes) throw new RangeError('a tag that is too long');
    const end = content.indexOf(0);
    tags.set(name, asUtf8(end === -1 ? content : content.subarray(0, end)));
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const maxDateBytes = 63;

/** `Mon Mar 10 15:04:43 2003`, as cameras write it; FFmpeg reads some other ways, too. */
function readDate(source: ByteSource, { contentAt, length }: Chunk, tags: Map<string, string>): void {
  const text = source.read(contentAt, Math.min(length, maxDateBytes)).toString('latin1');
  const [, name = '', day = '', time, year] =
    /^[A-Z]\w\w +([A-Z]\w\w) +(\d\d?) +(\d\d:\d\d:\d\d) +(\d{4})(?!\d)/.exec(text) ?? [];
  const month = months.indexOf(name) + 1;
  if (month === 0) throw new RangeError('a date of another form');
  tags.set('creation_time', `${year}-${`${month}`.padStart(2, '0')}-${day.padStart(2, '0')} ${time}`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function asUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RangeError('a tag that is not UTF-8');
  }
}
