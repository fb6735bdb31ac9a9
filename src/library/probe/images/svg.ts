import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { decodeText, rootElementAt } from '../textContent';

/** CSS pixels; relative to a letter's size where nothing else is said: 16 pixels, and half of that. */
const unitPixels: Readonly<Partial<Record<string, number>>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  em: 16,
  rem: 16,
  ex: 8,
};

/** The size an SVG is drawn at by itself: its own, else that of its view box. ffprobe may be built without any SVG. */
export function readSvg(source: ByteSource): MediaFacts | null {
  const text = decodeText(source.head);
  const root = rootElementAt(text);
  if (root === -1) return null;
  const attributes = attributesOf(text, root);
  const [, , boxWidth = NaN, boxHeight = NaN] = (attributes.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/, 4)
    .map(Number);
  const width = length(attributes.get('width'));
  const height = length(attributes.get('height'));
  const ratio = boxWidth > 0 && boxHeight > 0 ? boxWidth / boxHeight : NaN;
  return pictureFacts('svg', {
    containerFormat: 'svg_pipe',
    codec: 'svg',
    width: rounded(width ?? (height === null ? boxWidth : height * ratio)),
    height: rounded(height ?? (width === null ? boxHeight : width / ratio)),
    hasAlpha: true,
  });
}

const wanted: ReadonlySet<string> = new Set(['width', 'height', 'viewBox']);
/** A name and what is quoted; one after the other, so that nothing is taken for an attribute that stands in quotes. */
const attribute = /\s*([^\s=>"'/<]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const maxAttributes = 1000;

function attributesOf(text: string, root: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const name = /^<[^\s/>]+/.exec(text.slice(root, root + 256))?.[0] ?? '<';
  attribute.lastIndex = root + name.length;
  for (let count = 0; count < maxAttributes && found.size < wanted.size; count++) {
    const match = attribute.exec(text);
    if (!match) break;
    const [, key = '', doubly, singly = ''] = match;
    if (wanted.has(key)) found.set(key, doubly ?? singly);
  }
  return found;
}

/** Null for lengths that depend on where it is shown, such as `100%`. */
function length(value: string | undefined): number | null {
  const match = /^\s*([+-]?[\d.]{1,30}(?:e[+-]?\d{1,3})?)\s*([a-z]{0,3})\s*$/i.exec(value ?? '');
  const unit = unitPixels[(match?.[2] ?? '').toLowerCase()];
  const pixels = Number(match?.[1]) * (unit ?? NaN);
  return pixels > 0 ? pixels : null;
}

/** Null for no size, and for one that no screen has. */
function rounded(pixels: number): number | null {
  return pixels > 0 && pixels < 2 ** 31 ? Math.max(1, Math.round(pixels)) : null;
}
