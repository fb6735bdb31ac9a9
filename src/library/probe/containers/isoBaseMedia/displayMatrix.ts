import type { Rational } from '../../reading';
import { fractionOf } from './time';

/** Nine numbers in three rows: 16.16, 16.16 and 2.30 bits of fixed point (ISO/IEC 14496-12, 6.2.2). */
export type DisplayMatrix = readonly number[];

const one = 1 << 16;
const identity: DisplayMatrix = [one, 0, 0, 0, one, 0, 0, 0, 1 << 30];
const fractionBits = [16n, 16n, 30n] as const;

export function readDisplayMatrix(bytes: Buffer, at: number): DisplayMatrix {
  return identity.map((_, index) => bytes.readInt32BE(at + 4 * index));
}

function isIdentity(matrix: DisplayMatrix): boolean {
  return matrix.every((value, index) => value === identity[index]);
}

/** A track's matrix, then the movie's. Null when together they change nothing. */
export function combined(track: DisplayMatrix, movie: DisplayMatrix): DisplayMatrix | null {
  const product = isIdentity(movie) ? track : multiplied(track, movie);
  return isIdentity(product) ? null : product;
}

function multiplied(track: DisplayMatrix, movie: DisplayMatrix): DisplayMatrix {
  const cell = (row: number, column: number) =>
    fractionBits.reduce((sum, bits, inner) => {
      const factor = BigInt(track[row * 3 + inner] ?? 0) * BigInt(movie[inner * 3 + column] ?? 0);
      return sum + (factor >> bits);
    }, 0n);
  return identity.map((_, index) => Number(BigInt.asIntN(32, cell(Math.floor(index / 3), index % 3))));
}

/** How far to turn clockwise, in whole degrees as ffprobe cuts them. */
export function clockwiseDegrees(matrix: DisplayMatrix): number {
  const [a = 0, b = 0, , c = 0, d = 0] = matrix;
  const [across, down] = [Math.hypot(a / one, c / one), Math.hypot(b / one, d / one)];
  if (across === 0 || down === 0) return 0;
  return Math.trunc((Math.atan2(b / one / down, a / one / across) * 180) / Math.PI);
}

/** A matrix that stretches one way more than the other makes pixels that are not square. */
export function stretchedAspect(matrix: DisplayMatrix): Rational | null {
  const [a = 0, b = 0, , c = 0, d = 0] = matrix;
  const [across, down] = [Math.hypot(a, c), Math.hypot(b, d)];
  const isSensible = across > 1 && down > 1 && across < 1 << 24 && down < 1 << 24;
  if (!isSensible || Math.abs(across / down - 1) <= 0.01) return null;
  return fractionOf(across / down);
}
