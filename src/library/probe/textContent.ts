const inspectedBytes = 4096;

/** What a file that is text is to us; null for bytes that are no text. */
export function textMeaning(head: Buffer): 'lfs-pointer' | 'playlist' | 'svg' | 'text' | null {
  const text = textOf(head);
  if (text === null) return null;
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  const root = rootElementName(text);
  if (playlistRoots.has(root) || playlists.some((pattern) => pattern.test(text))) return 'playlist';
  return root === 'svg' ? 'svg' : 'text';
}

/** Control characters are what tells other bytes from text in any 8-bit encoding; UTF-16 shows by its mark. */
function textOf(head: Buffer): string | null {
  if (head.length >= 2 && head.readUInt16LE(0) === 0xfeff) return head.toString('utf16le', 2);
  if (head.length === 0 || head.subarray(0, inspectedBytes).some(isControlByte)) return null;
  return head.toString('utf8').replace(/^\ufeff/, '');
}

function isControlByte(byte: number): boolean {
  return byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);
}

/** Files that make a player open other files: HLS, concat, SDP, PLS; and, by their root element, DASH, ASX, SMIL. */
const playlists = [
  /^\s*#EXTM3U/,
  /^\s*ffconcat\s/,
  /^\s*v=0\s*\n(?:.*\n)*?[omst]=/,
  /^\s*\[(?:playlist|InternetShortcut)\]/i,
];
const playlistRoots: ReadonlySet<string> = new Set(['mpd', 'asx', 'smil']);

/**
 * Where the root element begins, behind declarations and comments; -1 when there is none. A loop and no pattern: patterns
 * that try again can be made to try for ever.
 */
export function rootElementAt(text: string): number {
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (text.startsWith('<!', at)) at = afterDoctype(text, at);
    else return text.startsWith('<', at) ? at : -1;
  }
}

/** The end of the text when `end` does not occur. */
function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

/** A document type may hold declarations of its own, in brackets. */
function afterDoctype(text: string, from: number): number {
  const end = after(text, '>', from);
  const bracket = text.indexOf('[', from);
  return bracket === -1 || bracket > end ? end : after(text, '>', after(text, ']', bracket));
}

/** Lower case, without a namespace's prefix; '' when there is none. */
function rootElementName(text: string): string {
  const at = rootElementAt(text);
  const name = at === -1 ? null : /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 100));
  return name?.[1]?.toLowerCase() ?? '';
}
