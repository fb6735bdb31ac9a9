import { zeroTerminatedText } from './text';

/** FFmpeg's names. */
const names: Readonly<Partial<Record<string, string>>> = { INAM: 'title', IART: 'artist', IPRD: 'album' };

/** Adds the tags of a `LIST` chunk of type `INFO`, given what follows that type. Later ones count. */
export function takeRiffInfo(content: Buffer, tags: Map<string, string>): void {
  for (let at = 0; at + 8 <= content.length;) {
    const id = content.toString('latin1', at, at + 4);
    const length = content.readUInt32LE(at + 4);
    if (at + 8 + length > content.length) break;
    const text = zeroTerminatedText(content.subarray(at + 8, at + 8 + length));
    tags.set(names[id.toUpperCase()] ?? id.toLowerCase(), text);
    at += 8 + length + (length & 1);
  }
}
