import type { ByteSource } from '../byteSource';

/** A frame of an ID3v2 tag: such as may matter, the others are stepped over. */
export interface Id3Frame {
  /** Three letters in version 2.2, else four. */
  readonly id: string;
  /** With unsynchronisation taken back. */
  readonly content: Buffer;
  /** Only the beginning was read. */
  readonly isCut: boolean;
}

export interface Id3Frames {
  readonly frames: readonly Id3Frame[];
  readonly endsAt: number;
}

const headerBytes = 10;
const maxFrames = 4096;
/** Longer frames are no titles. */
const maxContentBytes = 64 * 1024;
/** Of a picture, to tell its type. */
const pictureHeadBytes = 64;
const maxFrameBytes = 1 << 28;

const tagFlags = { unsynchronised: 0x80, extended: 0x40, footer: 0x10 } as const;
const frameFlags = {
  compressed: 0x0008,
  encrypted: 0x0004,
  unsynchronised: 0x0002,
  hasLength: 0x0001,
} as const;

/** The frames of the tag that begins at `offset`, `none` where none does; null for what only FFmpeg can read. */
export function id3FramesOf(source: ByteSource, offset: number): Id3Frames | 'none' | null {
  const header = source.read(offset, headerBytes);
  if (!isId3Header(header)) return 'none';
  const version = header.readUInt8(3);
  const flags = header.readUInt8(5);
  const bytes = syncSafe(header.readUInt32BE(6));
  const endsAt = offset + headerBytes + bytes + (version === 4 && flags & tagFlags.footer ? headerBytes : 0);
  if (version < 2 || version > 4) return { frames: [], endsAt: offset + headerBytes + bytes };
  if (version === 2 && flags & tagFlags.extended) return { frames: [], endsAt };
  const extendedBytes = version > 2 && flags & tagFlags.extended ? extensionOf(source, offset, version) : 0;
  // FFmpeg steps over such a tag, but by another length than it would others.
  if (extendedBytes > bytes) return null;
  const start = offset + headerBytes + extendedBytes;
  const isUnsynchronised = (flags & tagFlags.unsynchronised) !== 0;
  const frames = framesBetween(source, start, offset + headerBytes + bytes, version, isUnsynchronised);
  return frames && { frames, endsAt };
}

function isId3Header(bytes: Buffer): boolean {
  if (bytes.length < headerBytes || bytes.toString('latin1', 0, 3) !== 'ID3') return false;
  return bytes[3] !== 0xff && bytes[4] !== 0xff && (bytes.readUInt32BE(6) & 0x80808080) === 0;
}

/** Seven bits of each byte. */
function syncSafe(value: number): number {
  return (
    (value & 0x7f) | ((value & 0x7f00) >>> 1) | ((value & 0x7f0000) >>> 2) | ((value & 0x7f000000) >>> 3)
  );
}

/** In version 2.4 its length counts itself. */
function extensionOf(source: ByteSource, offset: number, version: number): number {
  const length = syncSafe(source.read(offset + headerBytes, 4).readUInt32BE(0));
  return version === 4 ? Math.max(4, length) : length + 4;
}

function framesBetween(
  source: ByteSource,
  start: number,
  end: number,
  version: number,
  isUnsynchronised: boolean,
): Id3Frame[] | null {
  const frames: Id3Frame[] = [];
  const frameHeaderBytes = version === 2 ? 6 : 10;
  let at = start;
  for (let count = 0; at + frameHeaderBytes <= end; count++) {
    if (count === maxFrames) return null;
    const header = source.read(at, frameHeaderBytes);
    if (header.length < frameHeaderBytes || header[0] === 0) break;
    at += frameHeaderBytes;
    const bytes = frameBytesOf(source, header, at, end, version);
    if (bytes === null || bytes > maxFrameBytes || at + bytes > end) break;
    const flags = version === 2 ? 0 : header.readUInt16BE(8);
    const frame = frameOf(source, header, at, bytes, flags, isUnsynchronised);
    if (frame === 'compressed') return null;
    if (frame) frames.push(frame);
    at += bytes;
  }
  return frames;
}

/** Some writers of version 2.4 put plain lengths where seven bits a byte belong: the next frame tells. Null: neither. */
function frameBytesOf(
  source: ByteSource,
  header: Buffer,
  contentAt: number,
  end: number,
  version: number,
): number | null {
  if (version === 2) return header.readUIntBE(3, 3);
  const plain = header.readUInt32BE(4);
  if (version === 3 || plain <= 0x7f) return plain;
  const safe = syncSafe(plain);
  if (plain >= end - contentAt + 10) return safe;
  if (isFrameStart(source, contentAt + safe)) return safe;
  return isFrameStart(source, contentAt + plain) ? plain : null;
}

function isFrameStart(source: ByteSource, at: number): boolean {
  const id = source.read(at, 4);
  return id.length === 4 && (id.readUInt32BE(0) === 0 || /^[A-Z0-9]{4}$/.test(id.toString('latin1')));
}

function frameOf(
  source: ByteSource,
  header: Buffer,
  contentAt: number,
  frameBytes: number,
  flags: number,
  isTagUnsynchronised: boolean,
): Id3Frame | 'compressed' | null {
  const id = header.toString('latin1', 0, header.length === 6 ? 3 : 4);
  const isOfUse = id.startsWith('T') || /^(?:APIC|PIC|CHAP|USLT|COMM|COM)$/.test(id);
  if (!isOfUse || frameBytes === 0 || flags & frameFlags.encrypted) return null;
  if (flags & frameFlags.compressed) return 'compressed';
  const skipped = flags & frameFlags.hasLength ? 4 : 0;
  const length = frameBytes - skipped;
  const isPicture = id === 'APIC' || id === 'PIC';
  const readBytes = Math.min(length, isPicture ? pictureHeadBytes : maxContentBytes);
  const isUnread = !id.startsWith('T') && id !== 'CHAP' && !isPicture;
  const stored = isUnread ? Buffer.alloc(0) : source.read(contentAt + skipped, Math.max(0, readBytes));
  const isUnsynchronised = isTagUnsynchronised || (flags & frameFlags.unsynchronised) !== 0;
  const content = isUnsynchronised ? synchronised(stored) : stored;
  return { id, content, isCut: readBytes < length };
}

/** A zero was put behind every 0xff. */
function synchronised(bytes: Buffer): Buffer {
  if (!bytes.includes('\xff\0', 0, 'latin1')) return bytes;
  const plain = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    plain[length++] = byte;
    if (byte === 0xff && bytes[at + 1] === 0) at++;
  }
  return plain.subarray(0, length);
}
