import { BitReader } from '../../codecs/bits';
import { noPicture, type PictureCoding } from '../../reading';

/** Sorenson's H.263, the first codec of Flash Video. */

const listedSizes = [
  [352, 288],
  [176, 144],
  [128, 96],
  [320, 240],
  [160, 120],
] as const;
const pictureStart = 1;

export function pictureOfSorensonFrame(bytes: Buffer): PictureCoding | null {
  const reader = new BitReader(bytes);
  if (reader.bits(17) !== pictureStart || reader.bits(5) > 1) return null;
  reader.skip(8);
  const code = reader.bits(3);
  const bitsOfSize = code === 0 ? 8 : 16;
  const [width, height] =
    code < 2 ? [reader.bits(bitsOfSize), reader.bits(bitsOfSize)] : (listedSizes[code - 2] ?? [0, 0]);
  if (width === 0 || height === 0) return null;
  return { ...noPicture, codec: 'flv1', width, height, pixelFormat: 'yuv420p' };
}
