import { isUtf8 } from 'node:buffer';

/**
 * Tags that name no encoding are UTF-8 today and were Latin-1 once. ffprobe believes in UTF-8 and puts a replacement
 * character where it is none; so do we for text that is it elsewhere, which Latin-1 is hardly ever by chance.
 */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return isUtf8(bytes) || hasOtherThanAscii(text) ? text : bytes.toString('latin1');
}

const notAscii = /[^\0-\x7f\ufffd]/;

function hasOtherThanAscii(text: string): boolean {
  return notAscii.test(text);
}

/** Text up to its first zero byte. */
export function zeroTerminatedText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return textOf(end === -1 ? bytes : bytes.subarray(0, end));
}
