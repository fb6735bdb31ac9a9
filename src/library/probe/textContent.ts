const inspectedBytes = 4096;

/** What a file that is text is to us; null for bytes that are no text. */
export function textMeaning(head: Buffer): 'lfs-pointer' | 'playlist' | 'svg' | 'text' | null {
  const text = textOf(head);
  if (text === null) return null;
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  const root = rootElementName(text);
  if (playlistRoots.has(root) || playlists.some((pattern) => pattern.test(text))) return 'playlist';
  if (/^\s*v=0[ \t\r]*\n/.test(text) && /^[omst]=/m.test(text)) return 'playlist';
  return root === 'svg' ? 'svg' : 'text';
}

/** Control characters are what tells other bytes from text in any 8-bit encoding; UTF-16 shows by its mark. */
function textOf(head: Buffer): string | null {
  if (isUtf16(head)) return decodeText(head);
  const inspected = head.subarray(0, inspectedBytes);
  if (inspected.length === 0 || controlBytes.test(inspected.toString('latin1'))) return null;
  // Only markup may have declarations and comments of any length before it says what it is.
  const text = decodeText(inspected);
  return /^\s*</.test(text) && rootElementAt(text) === -1 ? decodeText(head) : text;
}

/** All but tabulators, ends of lines and of pages, and escape. */
const controlBytes = /[^\t\n\f\r\x1b\x20-\xff]/;

function isUtf16(head: Buffer): boolean {
  if (head.length < 2) return false;
  const mark = head.readUInt16BE(0);
  return mark === 0xfffe || mark === 0xfeff;
}

/** UTF-8, or UTF-16 by its mark, which is left out. */
export function decodeText(bytes: Buffer): string {
  if (!isUtf16(bytes)) return bytes.toString('utf8').replace(/^\ufeff/, '');
  const whole = bytes.subarray(0, bytes.length & ~1);
  return (whole[0] === 0xfe ? Buffer.from(whole).swap16() : whole).toString('utf16le', 2);
}

/** Files that make a player open other files: HLS, concat, PLS; SDP (above); and, by their root element, DASH, ASX, SMIL. */
const playlists = [/^\s*#EXTM3U/, /^\s*ffconcat\s/, /^\s*\[(?:playlist|InternetShortcut)\]/i];
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

/** A document type may hold declarations of its own, in brackets, and values and comments with any sign in them. */
function afterDoctype(text: string, from: number): number {
  const sign = /["'[\]>]|<!--/g;
  sign.lastIndex = from + 2;
  let isInBrackets = false;
  for (let match = sign.exec(text); match; match = sign.exec(text)) {
    const [found] = match;
    if (found === '[') isInBrackets = true;
    else if (found === ']') isInBrackets = false;
    else if (found === '<!--') sign.lastIndex = after(text, '-->', sign.lastIndex);
    else if (found !== '>') sign.lastIndex = after(text, found, sign.lastIndex);
    else if (!isInBrackets) return sign.lastIndex;
  }
  return text.length;
}

/** Lower case, without a namespace's prefix; '' when there is none. */
function rootElementName(text: string): string {
  const at = rootElementAt(text);
  const name = at === -1 ? null : /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 100));
  return name?.[1]?.toLowerCase() ?? '';
}
