/** Codes of ISO/IEC 23091-2 (and the codecs' own specifications, which agree), as ffprobe spells them. */

const unspecified = 2;

const matrices = [
  'gbr',
  'bt709',
  null,
  'reserved',
  'fcc',
  'bt470bg',
  'smpte170m',
  'smpte240m',
  'ycgco',
  'bt2020nc',
  'bt2020c',
  'smpte2085',
  'chroma-derived-nc',
  'chroma-derived-c',
  'ictcp',
] as const;

const transfers = [
  'reserved',
  'bt709',
  null,
  'reserved',
  'bt470m',
  'bt470bg',
  'smpte170m',
  'smpte240m',
  'linear',
  'log100',
  'log316',
  'iec61966-2-4',
  'bt1361e',
  'iec61966-2-1',
  'bt2020-10',
  'bt2020-12',
  'smpte2084',
  'smpte428',
  'arib-std-b67',
] as const;

export const rgbMatrix = 0;

/** ffprobe's `color_space` for `MatrixCoefficients`; null where the file leaves it open. */
export function matrixName(code: number): string | null {
  return matrices[code] ?? null;
}

/** ffprobe's `color_transfer` for `TransferCharacteristics`; null where the file leaves it open. */
export function transferName(code: number): string | null {
  return transfers[code] ?? null;
}

/** The three codes that a stream gives together. */
export interface ColorDescription {
  readonly transfer: number;
  readonly matrix: number;
}

export const unspecifiedColors: ColorDescription = { transfer: unspecified, matrix: unspecified };
