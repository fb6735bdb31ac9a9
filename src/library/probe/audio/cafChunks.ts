import type { ByteSource } from '../byteSource';
import type { SoundCoding } from '../reading';
import { textOf } from '../tags/text';
import { cafDescriptionOf, cafSoundOf, type CafDescription } from './cafDescription';

export interface CafChunks {
  readonly description: CafDescription;
  readonly sound: SoundCoding;
  readonly dataAt: number;
  /** Null without a table of packets. */
  readonly packetCount: number | null;
  readonly tags: ReadonlyMap<string, string>;
}

const maxChunks = 1000;
const maxContentBytes = 64 * 1024;
const descriptionAt = 8;
const chunkHeaderBytes = 12;
const maxPackets = 0x7fff_ffff / 24;

/** Null for what is not whole and for sound that only a decoder can describe. */
export function cafChunksOf(source: ByteSource): CafChunks | null {
  const { head, sizeBytes } = source;
  if (head.toString('latin1', 0, 4) !== 'caff' || head.readUInt16BE(4) !== 1) return null;
  if (head.toString('latin1', descriptionAt, 12) !== 'desc' || head.readBigInt64BE(12) !== 32n) return null;
  const description = cafDescriptionOf(head.subarray(20, 52));
  if (!description) return null;
  let [dataAt, packetCount, cookie]: [number | null, number | null, Buffer | null] = [null, null, null];
  let tags: ReadonlyMap<string, string> = new Map();
  let at = 52;
  for (let chunk = 0; ; chunk++) {
    if (chunk === maxChunks) return null;
    const header = source.read(at, chunkHeaderBytes);
    if (header.length < chunkHeaderBytes) break;
    const bytes = Number(header.readBigInt64BE(4));
    const content = at + chunkHeaderBytes;
    const id = header.toString('latin1', 0, 4);
    // Sound whose writer did not come back to say how long it is goes on to the end.
    if (id === 'data' && bytes < 0) {
      dataAt = content + 4;
      break;
    }
    if (bytes < 0 || content + bytes > sizeBytes) return null;
    if (id === 'data') dataAt = content + 4;
    if (id === 'kuki') cookie = source.read(content, Math.min(bytes, maxContentBytes));
    if (id === 'pakt') packetCount = packetCountOf(source.read(content, 24));
    if (id === 'info') tags = bytes > maxContentBytes ? tags : tagsOf(source.read(content, bytes));
    if (id === 'pakt' && packetCount === null) return null;
    at = content + bytes;
  }
  const sound = cafSoundOf(description, cookie);
  return dataAt === null || !sound ? null : { description, sound, dataAt, packetCount, tags };
}

function packetCountOf(table: Buffer): number | null {
  const count = Number(table.readBigInt64BE(0));
  return count >= 0 && count <= maxPackets ? count : null;
}

/** Zero-terminated names and values, in turn. */
function tagsOf(content: Buffer): ReadonlyMap<string, string> {
  const count = content.readUInt32BE(0);
  if (count * 3 > content.length) return new Map();
  const texts: string[] = [];
  for (let at = 4; at < content.length && texts.length < 2 * count;) {
    const zeroAt = content.indexOf(0, at);
    const end = zeroAt === -1 ? content.length : zeroAt;
    texts.push(textOf(content.subarray(at, end)));
    at = end + 1;
  }
  const tags = new Map<string, string>();
  for (let at = 0; at + 1 < texts.length; at += 2)
    tags.set((texts[at] ?? '').toLowerCase(), texts[at + 1] ?? '');
  return tags;
}
