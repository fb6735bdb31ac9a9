import { textOf } from './text';

const encodings = { latin1: 0, utf16: 1, utf16BigEndian: 2, utf8: 3 } as const;

/** A string of an ID3v2 frame, and what is left of the frame behind it. */
export interface Id3String {
  readonly text: string;
  readonly rest: Buffer;
}

/** Reads up to the first zero character or the end; null where a byte order mark is missing. */
export function id3String(bytes: Buffer, encoding: number): Id3String | null {
  switch (encoding) {
    case encodings.latin1:
    case encodings.utf8:
      return singleBytes(bytes, encoding);
    case encodings.utf16:
      return markedUtf16(bytes);
    case encodings.utf16BigEndian:
      return utf16(bytes, true);
    default:
      return { text: '', rest: bytes };
  }
}

function singleBytes(bytes: Buffer, encoding: number): Id3String {
  const zeroAt = bytes.indexOf(0);
  const end = zeroAt === -1 ? bytes.length : zeroAt;
  const content = bytes.subarray(0, end);
  const text = encoding === encodings.latin1 ? content.toString('latin1') : textOf(content);
  return { text, rest: bytes.subarray(end + 1) };
}

function markedUtf16(bytes: Buffer): Id3String | null {
  if (bytes.length < 2) return null;
  const mark = bytes.readUInt16BE(0);
  if (mark !== 0xfffe && mark !== 0xfeff) return null;
  return utf16(bytes.subarray(2), mark === 0xfeff);
}

function utf16(bytes: Buffer, isBigEndian: boolean): Id3String {
  let end = 0;
  while (end + 2 <= bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2;
  const content = Buffer.from(bytes.subarray(0, end));
  if (isBigEndian) content.swap16();
  return { text: beforeLoneSurrogate(content.toString('utf16le')), rest: bytes.subarray(end + 2) };
}

/** FFmpeg ends a string where half a character stands alone. */
function beforeLoneSurrogate(text: string): string {
  const end = text.search(/\p{Surrogate}/u);
  return end === -1 ? text : text.slice(0, end);
}
