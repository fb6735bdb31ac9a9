const inspectedBytes = 4096;

/** What a file that is text is to us; null for bytes that are no text. */
export function textMeaning(head: Buffer): 'lfs-pointer' | 'playlist' | 'svg' | 'text' | null {
  const text = textOf(head);
  if (text === null) return null;
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  if (playlists.some((pattern) => pattern.test(text))) return 'playlist';
  return svgRoot.test(text) ? 'svg' : 'text';
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

/** Files that make a player open other files: HLS, concat, SDP, DASH, ASX, PLS, SMIL. Never handed to ffprobe. */
const playlists = [
  /^\s*#EXTM3U/,
  /^\s*ffconcat\s/,
  /^\s*v=0\s*\n(?:.*\n)*?[omst]=/,
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:MPD|asx|smil)[\s>]/i,
  /^\s*\[playlist\]/i,
  /^\s*\[InternetShortcut\]/i,
];

/** The root element comes after any declaration, comments and a document type, which may hold declarations of its own. */
export const svgRoot =
  /^\s*(?:<\?[^]*?\?>\s*|<!--[^]*?-->\s*|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?\s*>\s*)*<(?:\w+:)?svg(?=[\s/>])/i;
