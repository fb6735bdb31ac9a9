import { isUtf8 } from 'node:buffer';

/** Elements of EBML (RFC 8794). What breaks its rules throws RangeError: only FFmpeg knows how to make do with it. */

export interface ElementHeader {
  /** With the bits that tell its length. */
  readonly id: number;
  /** Null when unknown: up to an element that cannot be inside. */
  readonly contentBytes: number | null;
  readonly headerBytes: number;
}

/** No header is longer. */
export const maxHeaderBytes = 12;

export function headerAt(bytes: Buffer, at: number): ElementHeader {
  const idBytes = lengthOfNumber(bytes.readUInt8(at));
  if (idBytes > 4) throw new RangeError('no identifier');
  const sizeAt = at + idBytes;
  const sizeBytes = lengthOfNumber(bytes.readUInt8(sizeAt));
  const contentBytes = numberAt(bytes, sizeAt, sizeBytes);
  return {
    id: bytes.readUIntBE(at, idBytes),
    contentBytes: contentBytes === 2 ** (7 * sizeBytes) - 1 ? null : contentBytes,
    headerBytes: idBytes + sizeBytes,
  };
}

/** By the zero bits before the first one. */
export function lengthOfNumber(firstByte: number): number {
  if (firstByte === 0) throw new RangeError('no number');
  return Math.clz32(firstByte) - 23;
}

/** A number of so many bytes, without its marker; beyond 2^53 it is near the truth, which is as far off as any file. */
export function numberAt(bytes: Buffer, at: number, length: number): number {
  if (length <= 6) return bytes.readUIntBE(at, length) - 2 ** (7 * length);
  const high = bytes.readUIntBE(at, length - 6) & (length === 7 ? 1 : 0xff);
  return high * 2 ** 48 + bytes.readUIntBE(at + length - 6, 6);
}

export interface Element {
  readonly id: number;
  readonly content: Buffer;
}

/** More than any file has a reason for. */
const maxChildren = 100_000;

/** The elements that fill a parent. */
export function childrenOf(parent: Buffer): readonly Element[] {
  const children: Element[] = [];
  let at = 0;
  while (at < parent.length) {
    const { id, contentBytes, headerBytes } = headerAt(parent, at);
    const contentAt = at + headerBytes;
    if (contentBytes === null || contentAt + contentBytes > parent.length) throw new RangeError('no end');
    if (children.length === maxChildren) throw new RangeError('too many elements');
    at = contentAt + contentBytes;
    children.push({ id, content: parent.subarray(contentAt, at) });
  }
  return children;
}

/** Of several of a kind that may stand once, FFmpeg keeps the last. */
export function lastOf(children: readonly Element[], id: number): Buffer | undefined {
  return children.findLast((child) => child.id === id)?.content;
}

export function allOf(children: readonly Element[], id: number): readonly Buffer[] {
  return children.filter((child) => child.id === id).map(({ content }) => content);
}

/** Empty and missing alike stand for the default. */
export function unsignedOf<Missing>(content: Buffer | undefined, missing: Missing): number | Missing {
  if (content === undefined || content.length === 0) return missing;
  if (content.length > 8) throw new RangeError('no unsigned number');
  const lowBytes = Math.min(6, content.length);
  const high = content.length > 6 ? content.readUIntBE(0, content.length - 6) : 0;
  return high * 2 ** 48 + content.readUIntBE(content.length - lowBytes, lowBytes);
}

/** As text, for identifiers use all 64 bits. `0` stands for none. */
export function identifierOf(content: Buffer | undefined): string {
  const digits = content?.toString('hex').replace(/^0+/, '') ?? '';
  return digits === '' ? '0' : digits;
}

export function floatOf(content: Buffer | undefined, missing: number): number {
  if (content === undefined || content.length === 0) return missing;
  if (content.length === 4) return content.readFloatBE(0);
  if (content.length === 8) return content.readDoubleBE(0);
  throw new RangeError('no floating point number');
}

/** Up to the first NUL, which may fill up the room. What is not UTF-8 is left to ffprobe's way with it. */
export function textOf(content: Buffer): string {
  const end = content.indexOf(0);
  const text = end === -1 ? content : content.subarray(0, end);
  if (!isUtf8(text)) throw new RangeError('no UTF-8');
  return text.toString('utf8');
}
