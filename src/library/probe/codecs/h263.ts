import { noPicture, type PictureCoding } from '../reading';
import { BitReader } from './bits';
import { listedShape, pixelShape } from './pixelShape';

/** H.263 (ITU-T H.263, 5.1): the header of a picture. */

const startCode = 0x20;
const sizes = [null, [128, 96], [176, 144], [352, 288], [704, 576], [1408, 1152]] as const;
const customSize = 6;
const extendedType = 7;
const extendedAspect = 15;
/** Of all listed sizes. */
const listedSizesShape = [12, 11] as const;

/** Null when the bytes do not begin with a picture, or with one that leaves its size to an earlier one. */
export function pictureOfH263Frame(bytes: Buffer): PictureCoding | null {
  const reader = new BitReader(bytes.subarray(0, 64));
  if (reader.bits(22) !== startCode) return null;
  reader.skip(8);
  if (reader.bits(2) !== 2) return null;
  reader.skip(3);
  const code = reader.bits(3);
  if (code !== extendedType) return pictureOf(sizes[code], listedSizesShape);
  if (reader.bits(3) !== 1) return null;
  const extendedCode = reader.bits(3);
  reader.skip(15 + 9);
  if (reader.flag()) reader.skip(2);
  if (extendedCode !== customSize) return pictureOf(sizes[extendedCode], listedSizesShape);
  const aspectCode = reader.bits(4);
  const width = (reader.bits(9) + 1) * 4;
  reader.skip(1);
  const height = reader.bits(9) * 4;
  const shape =
    aspectCode === extendedAspect ? ([reader.bits(8), reader.bits(8)] as const) : listedShape(aspectCode);
  return pictureOf([width, height], shape ?? [0, 1]);
}

type Pair = readonly [number, number];

function pictureOf(size: Pair | null | undefined, shape: Pair): PictureCoding | null {
  if (!size) return null;
  const [width, height] = size;
  const pixelAspectRatio = pixelShape(width, height, shape);
  return { ...noPicture, codec: 'h263', width, height, pixelFormat: 'yuv420p', pixelAspectRatio };
}
