import type { FormatName } from './formats';
import { looksLikeAdts, looksLikeMpegAudio } from './audio/mpegFrames';
import { textMeaning } from './textContent';

/** What the first bytes of a file say it is. */
export type Content =
  | { readonly type: 'media'; readonly format: FormatName }
  | { readonly type: 'text' | 'playlist' | 'lfs-pointer' | 'unknown' };

/** Pure, and total over any bytes. `head` should be some thousand bytes, or all there are. */
export function sniff(head: Buffer): Content {
  const format = formatOfSignature(head);
  if (format) return { type: 'media', format };
  const meaning = textMeaning(head);
  if (meaning === 'svg') return { type: 'media', format: 'svg' };
  if (meaning) return { type: meaning };
  const weak = formatOfWeakSignature(head);
  return weak ? { type: 'media', format: weak } : { type: 'unknown' };
}

/** An ID3 tag says music, not which: what follows it does. Answers the tag's length, 0 when there is none. */
export function id3Length(head: Buffer): number {
  if (head.length < 10 || head.readUIntBE(0, 3) !== 0x494433) return 0;
  let size = 0;
  for (let at = 6; at < 10; at++) size = size * 128 + (head.readUInt8(at) & 0x7f);
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0;
  return size + (hasFooter ? 20 : 10);
}

type Decide = (head: Buffer) => FormatName | null;

/** `at`, bytes (as Latin-1) and what they mean; in order. */
const signatures: readonly (readonly [number, string, FormatName | Decide])[] = [
  [0, '\x89PNG\r\n\x1a\n', (head) => (isAnimatedPng(head) ? 'apng' : 'png')],
  [0, '\xff\xd8\xff', 'jpg'],
  [0, 'GIF87a', 'gif'],
  [0, 'GIF89a', 'gif'],
  [0, 'RIFF', formatOfRiff],
  [0, 'RF64', formatOfRiff],
  [4, 'ftyp', formatOfBrand],
  [0, 'II*\0', 'tiff'],
  [0, 'MM\0*', 'tiff'],
  [0, 'II+\0\x08\0\0\0', 'tiff'],
  [0, 'MM\0+\0\x08\0\0', 'tiff'],
  [0, '8BPS', 'psd'],
  [0, '\xff\x0a', 'jxl'],
  [0, '\0\0\0\x0cJXL ', 'jxl'],
  [0, '\x1aE\xdf\xa3', (head) => (head.subarray(0, 4096).includes('webm', 0, 'latin1') ? 'webm' : 'mkv')],
  [0, 'OggS', formatOfOgg],
  [0, 'fLaC', 'flac'],
  [0, 'FORM', (head) => (/^AIF[FC]$/.test(head.toString('latin1', 8, 12)) ? 'aiff' : null)],
  [0, 'FLV\x01', 'flv'],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'wmv'],
  [0, '\0\0\x01\xba', 'mpg'],
  [0, '\0\0\x01\xb3', 'm2v'],
  [0, 'MThd', 'mid'],
  [0, '#!AMR', 'amr'],
  [0, 'caff', 'caf'],
  [0, '.snd', 'au'],
  [0, '\x0b\x77', 'ac3'],
  ...['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].map((type) => [4, type, 'mov'] as const),
  [0, 'BM', (head) => (head.length >= 26 && head.readUInt32LE(14) <= 256 ? 'bmp' : null)],
];

/** The same as bytes: text would have to be made of every file's beginning for every signature. */
const byteSignatures = signatures.map(([at, text, meaning]) => ({
  at,
  bytes: Buffer.from(text, 'latin1'),
  meaning,
}));

function formatOfSignature(head: Buffer): FormatName | null {
  for (const { at, bytes, meaning } of byteSignatures) {
    if (!hasBytesAt(head, at, bytes)) continue;
    const format = typeof meaning === 'function' ? meaning(head) : meaning;
    if (format) return format;
  }
  return null;
}

function hasBytesAt(head: Buffer, at: number, bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (head[at + i] !== bytes[i]) return false;
  return true;
}

/** Signatures of so few bits that text may not have them by chance first. */
function formatOfWeakSignature(head: Buffer): FormatName | null {
  if (isTransportStream(head, 188, 0)) return 'ts';
  if (isTransportStream(head, 192, 4)) return 'm2ts';
  if (isTransportStream(head, 204, 0)) return 'ts';
  if (isIcon(head)) return 'ico';
  if (looksLikeAdts(head)) return 'aac';
  if (looksLikeMpegAudio(head)) return 'mp3';
  return null;
}

/** `acTL` announces an animation and must come before the picture itself. */
function isAnimatedPng(head: Buffer): boolean {
  const picture = head.indexOf('IDAT', 8, 'latin1');
  return head.subarray(8, picture === -1 ? head.length : picture).includes('acTL', 0, 'latin1');
}

const riffForms: Readonly<Partial<Record<string, FormatName>>> = { WEBP: 'webp', 'AVI ': 'avi', WAVE: 'wav' };

function formatOfRiff(head: Buffer): FormatName | null {
  return riffForms[head.toString('latin1', 8, 12)] ?? null;
}

const brands: readonly (readonly [RegExp, FormatName])[] = [
  [/^avi[fs]/, 'avif'],
  [/^hei[cxms]|^hev[cx]/, 'heic'],
  [/^qt/, 'mov'],
  [/^M4[ABP]/, 'm4a'],
  [/^M4V/, 'm4v'],
  [/^3g[egprs]/, '3gp'],
  [/^3g2/, '3g2'],
];

/** The major brand decides; a still picture may carry a general one and say more in its compatible brands. */
function formatOfBrand(head: Buffer): FormatName {
  const major = head.toString('latin1', 8, 12);
  const exact = brands.find(([pattern]) => pattern.test(major));
  if (exact) return exact[1];
  if (!/^m[is]f1/.test(major)) return 'mp4';
  const boxEnd = Math.min(head.readUInt32BE(0), 256);
  return /avi[fs]/.test(head.toString('latin1', 16, boxEnd)) ? 'avif' : 'heic';
}

/** The codecs' names open the first packets of an Ogg file, one stream after the other. */
function formatOfOgg(head: Buffer): FormatName {
  const start = head.toString('latin1', 0, 4096);
  if (/\x80theora|\x01video\0/.test(start)) return 'ogv';
  return start.includes('OpusHead') ? 'opus' : 'ogg';
}

/** Up to five packets in a row, at least two. */
function isTransportStream(head: Buffer, packetBytes: number, at: number): boolean {
  const packets = Math.min(Math.floor((head.length - at) / packetBytes), 5);
  for (let packet = 0; packet < packets; packet++) if (head[at + packet * packetBytes] !== 0x47) return false;
  return packets >= 2;
}

/** Icon (1) or cursor (2) with at least one picture, whose entry has its reserved byte as it should. */
function isIcon(head: Buffer): boolean {
  if (head.length < 22 || head.readUInt16LE(0) !== 0) return false;
  const type = head.readUInt16LE(2);
  const pictures = head.readUInt16LE(4);
  return (type === 1 || type === 2) && pictures > 0 && head[9] === 0;
}
