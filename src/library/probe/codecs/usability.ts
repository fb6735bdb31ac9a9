import type { BitReader } from './bits';
import { unspecifiedColors, type ColorDescription } from './colors';
import { extendedAspect, listedAspect } from './pixelShape';

/** The beginning of `vui_parameters`, which HEVC took over from H.264: how the samples are meant to be seen. */
export interface Usability {
  /** Null for a code that stands for nothing. */
  readonly aspect: readonly [number, number] | null;
  readonly isFullRange: boolean;
  readonly colors: ColorDescription;
}

export const unknownAspect = [0, 1] as const;

export const unknownUsability: Usability = {
  aspect: unknownAspect,
  isFullRange: false,
  colors: unspecifiedColors,
};

/** Leaves the reader behind the chroma locations. */
export function usabilityOf(reader: BitReader): Usability {
  const aspect = aspectOf(reader);
  if (reader.flag()) reader.skip(1);
  const signal = reader.flag() ? signalOf(reader) : { isFullRange: false, colors: unspecifiedColors };
  if (reader.flag()) {
    reader.unsignedGolomb();
    reader.unsignedGolomb();
  }
  return { aspect, ...signal };
}

function aspectOf(reader: BitReader): Usability['aspect'] {
  if (!reader.flag()) return unknownAspect;
  const code = reader.bits(8);
  return code === extendedAspect ? [reader.bits(16), reader.bits(16)] : (listedAspect(code) ?? null);
}

function signalOf(reader: BitReader): Omit<Usability, 'aspect'> {
  reader.skip(3);
  const isFullRange = reader.flag();
  if (!reader.flag()) return { isFullRange, colors: unspecifiedColors };
  reader.skip(8);
  return { isFullRange, colors: { transfer: reader.bits(8), matrix: reader.bits(8) } };
}
