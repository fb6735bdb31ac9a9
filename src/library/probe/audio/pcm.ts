/** Samples stored as numbers of a fixed size. */
export interface PcmSound {
  /** As ffprobe spells `codec_name`. */
  readonly codec: string;
  readonly bitDepth: number;
}

export function pcm(codec: string, bitDepth: number): PcmSound {
  return { codec, bitDepth };
}

/** Whole bytes for so many bits; null for sizes that FFmpeg has no name for. */
export function integerPcm(bits: number, byteOrder: 'le' | 'be'): PcmSound | null {
  const bytes = Math.ceil(bits / 8);
  switch (bytes) {
    case 2:
    case 3:
    case 4:
    case 8:
      return pcm(`pcm_s${bytes * 8}${byteOrder}`, bytes * 8);
    default:
      return null;
  }
}

export function floatPcm(bits: number, byteOrder: 'le' | 'be'): PcmSound | null {
  return bits === 32 || bits === 64 ? pcm(`pcm_f${bits}${byteOrder}`, bits) : null;
}
