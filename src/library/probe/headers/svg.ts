import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { rootElementAt } from '../textContent';

/** CSS pixels. */
const unitPixels: Readonly<Partial<Record<string, number>>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
};

/** The size an SVG is drawn at by itself: its own, else that of its view box. ffprobe may be built without any SVG. */
export function readSvg(source: ByteSource): Promise<MediaFacts> {
  const isUtf16 = source.head.readUInt16LE(0) === 0xfeff;
  const text = source.head.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
  const root = /^(?:[^>"']|"[^"]*"|'[^']*')*/.exec(text.slice(Math.max(0, rootElementAt(text))))?.[0] ?? '';
  const [, , boxWidth, boxHeight] = (attribute(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = length(attribute(root, 'width'));
  const height = length(attribute(root, 'height'));
  const ratio = boxWidth && boxHeight ? boxWidth / boxHeight : null;
  const facts = pictureFacts('svg', {
    containerFormat: 'svg_pipe',
    codec: 'svg',
    width: rounded(width ?? (height !== null && ratio ? height * ratio : boxWidth)),
    height: rounded(height ?? (width !== null && ratio ? width / ratio : boxHeight)),
    hasAlpha: true,
  });
  return Promise.resolve(facts);
}

function attribute(root: string, name: string): string | null {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(root);
  return match?.[1] ?? match?.[2] ?? null;
}

/** Null for lengths that depend on where it is shown, such as `100%`. */
function length(value: string | null): number | null {
  const match = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(value ?? '');
  const unit = unitPixels[(match?.[2] ?? '').toLowerCase()];
  const pixels = Number(match?.[1]) * (unit ?? NaN);
  return pixels > 0 ? pixels : null;
}

function rounded(pixels: number | undefined): number | null {
  return pixels !== undefined && Number.isFinite(pixels) && pixels > 0
    ? Math.max(1, Math.round(pixels))
    : null;
}
