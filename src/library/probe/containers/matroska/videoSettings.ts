import type { Rational } from '../../reading';
import { allOf, childrenOf, floatOf, lastOf, unsignedOf, type Element } from './ebml';
import { ids } from './ids';
import { nearestRational } from './ratios';

/** What the `Video` element of a track says. */
export interface VideoSettings {
  readonly width: number;
  readonly height: number;
  /** Null where the codec is to tell. */
  readonly pixelAspectRatio: Rational | null;
  /** Clockwise. */
  readonly rotationDegrees: number;
  readonly hasAlphaLayer: boolean;
  readonly color: Buffer | undefined;
}

const maxInteger = 2 ** 31 - 1;

export function videoSettingsOf(video: readonly Element[]): VideoSettings {
  const width = unsignedOf(lastOf(video, ids.pixelWidth), 0);
  const height = unsignedOf(lastOf(video, ids.pixelHeight), 0);
  if (width > maxInteger || height > maxInteger) throw new RangeError('no such size');
  const [color, ...moreColors] = allOf(video, ids.color);
  if (moreColors.length > 0) throw new RangeError('a second of its kind');
  return {
    width,
    height,
    pixelAspectRatio: pixelShapeOf(video, width, height),
    rotationDegrees: rotationOf(childrenOf(lastOf(video, ids.projection) ?? Buffer.alloc(0))),
    hasAlphaLayer: unsignedOf(lastOf(video, ids.alphaMode), 0) !== 0,
    color,
  };
}

const unknownUnit = 4;
/** StereoMode: both eyes share the picture, side by side or one above the other, each at half the size. */
const halfWide: ReadonlySet<number> = new Set([1, 8, 9, 11]);
const halfHigh: ReadonlySet<number> = new Set([2, 3, 6, 7]);

/** From the size for display, whatever its unit, but for the unknown one: only its ratio counts. */
function pixelShapeOf(video: readonly Element[], width: number, height: number): Rational | null {
  if (unsignedOf(lastOf(video, ids.displayUnit), 0) >= unknownUnit) return null;
  const displayWidth = unsignedOf(lastOf(video, ids.displayWidth), width);
  const displayHeight = unsignedOf(lastOf(video, ids.displayHeight), height);
  const stereoMode = unsignedOf(lastOf(video, ids.stereoMode), 0);
  return nearestRational(
    height * displayWidth * (halfWide.has(stereoMode) ? 2 : 1),
    width * displayHeight * (halfHigh.has(stereoMode) ? 2 : 1),
    maxInteger,
  );
}

/**
 * The roll of a flat projection, which turns counter-clockwise. FFmpeg takes a yaw of half a turn for a mirror, which
 * comes first, and leaves alone what no plane can do.
 */
function rotationOf(projection: readonly Element[]): number {
  const isFlat = unsignedOf(lastOf(projection, ids.projectionType), 0) === 0;
  const isPlain = (lastOf(projection, ids.projectionPrivate)?.[0] ?? 0) === 0;
  if (!isFlat) {
    // What FFmpeg does not understand of these makes it give up the file.
    if (lastOf(projection, ids.projectionPrivate) !== undefined)
      throw new RangeError('a projection on a body');
    return 0;
  }
  const [yaw, pitch, roll] = [ids.projectionPoseYaw, ids.projectionPosePitch, ids.projectionPoseRoll].map(
    (id) => floatOf(lastOf(projection, id), 0),
  );
  if (yaw === undefined || roll === undefined || !isPlain) return 0;
  if (pitch !== 0 || (yaw !== 0 && Math.abs(yaw) !== 180) || Number.isNaN(roll)) return 0;
  return Math.trunc(yaw === 0 ? -roll : 180 - roll);
}
