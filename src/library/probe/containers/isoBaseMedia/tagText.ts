/** Text of tags, in the ways that QuickTime and iTunes have to write it. A zero ends it, as it does in FFmpeg. */

/** What Mac OS Roman has above ASCII, from 0x80. */
const macRoman =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
  '¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** Languages below this are numbers of Macintosh's, and so is the script; above, it is UTF-8. */
const firstIsoLanguage = 0x400;
const unspecifiedLanguage = 0x7fff;

/** Of a box in `udta`: the text's length, its language, the text; or, where that length is too long, nothing but text. */
export function textOfUserData(content: Buffer): string {
  if (content.length <= 4) return macText(content);
  const bytes = content.readUInt16BE(0);
  if (bytes > content.length) return utf8Text(content);
  const language = content.readUInt16BE(2);
  const text = content.subarray(4, 4 + bytes);
  if (text.length < bytes) throw new RangeError('text beyond its box');
  const isMac = language < firstIsoLanguage || language === unspecifiedLanguage;
  return isMac ? macText(text) : utf8Text(text);
}

/** Of `data` in a list of iTunes's, by its type; null for what is no text. */
export function textOfItem(content: Buffer, type: number): string | null {
  switch (type) {
    case 0:
    case 3:
      return macText(content);
    case 1:
    case 4:
      return utf8Text(content);
    case 21:
      return content.length >= 1 && content.length <= 4 ? `${content.readIntBE(0, content.length)}` : '0';
    case 22:
      return content.length >= 1 && content.length <= 4 ? `${content.readUIntBE(0, content.length)}` : '0';
    default:
      return null;
  }
}

function utf8Text(bytes: Buffer): string {
  return untilZero(bytes).toString('utf8');
}

function macText(bytes: Buffer): string {
  return untilZero(bytes)
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (character) => macRoman[character.charCodeAt(0) - 0x80] ?? '');
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
