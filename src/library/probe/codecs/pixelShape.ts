import { rational, type Rational } from '../reading';

/** Table E-1 of ISO/IEC 14496-10, which HEVC took over. */
const listedAspects: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 1],
  [12, 11],
  [10, 11],
  [16, 11],
  [40, 33],
  [24, 11],
  [20, 11],
  [32, 11],
  [80, 33],
  [18, 11],
  [15, 11],
  [64, 33],
  [160, 99],
  [4, 3],
  [3, 2],
  [2, 1],
];

/** `aspect_ratio_idc`: the ratio that the following 32 bits spell out. */
export const extendedAspect = 255;

/** Width and height of a pixel by `aspect_ratio_idc`; undefined where none is listed. */
export function listedAspect(code: number): readonly [number, number] | undefined {
  return listedAspects[code];
}

/** The same, of H.263 and MPEG-4 part 2, whose list ends early. */
export function listedShape(code: number): readonly [number, number] | undefined {
  return code <= 5 ? listedAspects[code] : undefined;
}

/** Null for what is unknown and for what FFmpeg does not believe: pixels that leave less than one column or row to see. */
export function pixelShape(
  width: number,
  height: number,
  [across, down]: readonly [number, number],
): Rational | null {
  const ratio = rational(across, down);
  if (!ratio) return null;
  const seen = across < down ? (width * across) / down : (height * down) / across;
  return seen >= 1 ? ratio : null;
}
