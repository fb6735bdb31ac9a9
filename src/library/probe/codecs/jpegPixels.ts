/**
 * FFmpeg's names by how often each of up to four components is sampled, across and down: one hexadecimal digit each, in
 * order. Odd samplings are enlarged to the next format that FFmpeg has.
 */
const formatOfSampling: ReadonlyMap<number, string> = new Map(
  Object.entries({
    gray: [
      0x11000000, 0x13000000, 0x14000000, 0x31000000, 0x33000000, 0x34000000, 0x41000000, 0x43000000,
      0x44000000,
    ],
    yuvj444p: [
      0x11111100, 0x12121100, 0x22122100, 0x21211100, 0x21112100, 0x22211200, 0x22221100, 0x22112200,
      0x11222200, 0x31111100,
    ],
    yuvj440p: [0x12111100, 0x14121200, 0x14111100, 0x22211100, 0x22112100],
    yuvj422p: [0x21111100, 0x22121100, 0x22111200],
    yuvj420p: [0x22111100, 0x23111100, 0x42111100, 0x24111100],
    yuvj411p: [0x41111100],
    yuva444p: [0x11111111],
    yuva420p: [0x22111122, 0x22111111],
  }).flatMap(([name, samplings]) => samplings.map((sampling) => [sampling, name] as const)),
);

/** Of a frame header with 8 bits per sample; null for what FFmpeg does not read, or we are not sure of. */
export function pixelFormatOfSamplings(
  frame: Buffer,
  adobeTransform: number | null,
  isLimitedRange: boolean,
): string | null {
  const count = frame.readUInt8(9);
  if (count < 1 || count > 4) return null;
  const digits = sampling(frame, count);
  const format = formatOfSampling.get(digits);
  if (format === undefined) return null;
  if (count === 4) return inkFormat(format, isNamed(frame, inkNames) ? 0 : adobeTransform);
  if (count === 3 && isRgb(frame, digits, adobeTransform))
    return frame.readUInt8(1) === progressive ? null : 'gbrp';
  return isLimitedRange ? format.replace('yuvj', 'yuv') : format;
}

const progressive = 0xc2;
const inkNames = [0x43, 0x4d, 0x59, 0x4b];
const rgbNames = [0x52, 0x47, 0x42];
const even = 0x11111100;
/** Samplings where FFmpeg goes by the components' names, but not by Adobe's word. */
const halved: ReadonlySet<number> = new Set([
  0x12111100, 0x14121200, 0x14111100, 0x22211100, 0x22112100, 0x21111100,
]);

function isRgb(frame: Buffer, digits: number, adobeTransform: number | null): boolean {
  if (digits === even && adobeTransform === 0) return true;
  return (digits === even || halved.has(digits)) && isNamed(frame, rgbNames);
}

function isNamed(frame: Buffer, names: readonly number[]): boolean {
  return names.every((name, i) => frame.readUInt8(10 + 3 * i) === name);
}

/** Twice as often everywhere is as good as once. */
function sampling(frame: Buffer, count: number): number {
  let digits = 0;
  for (let i = 0; i < 4; i++) digits = digits * 256 + (i < count ? frame.readUInt8(11 + 3 * i) : 0);
  if (!(digits & 0xd0d0d0d0)) digits -= (digits & 0xf0f0f0f0) >>> 1;
  if (!(digits & 0x0d0d0d0d)) digits -= (digits & 0x0f0f0f0f) >>> 1;
  return digits;
}

/** Four components are inks, or luma and chroma of three of them. */
function inkFormat(format: string, adobeTransform: number | null): string | null {
  if (adobeTransform === 0) return 'gbrap';
  if (adobeTransform === 2) return 'yuva444p';
  return format;
}
