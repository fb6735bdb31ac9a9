/** Where a picture lies on its stage, and how zooming and dragging move it. Pure; lengths are CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture (in its own pixels) on a stage. Both are at least one pixel wide and high. */
export interface Scene {
  readonly picture: Size;
  readonly stage: Size;
}

export interface View {
  /** CSS pixels per pixel of the picture. */
  readonly scale: number;
  /** The picture's top left corner, seen from the stage's. */
  readonly offset: Point;
}

const largestScale = 64;
const smallestScale = 0.1;
const steps = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64,
] as const;

/** Largest scale at which the whole picture is seen; a small picture is not blown up. */
export function fitScale({ picture, stage }: Scene): number {
  return Math.min(1, stage.width / picture.width, stage.height / picture.height);
}

export function centred(scene: Scene, scale: number): View {
  return settled(scene, {
    scale,
    offset: {
      x: (scene.stage.width - scene.picture.width * scale) / 2,
      y: (scene.stage.height - scene.picture.height * scale) / 2,
    },
  });
}

export function fitted(scene: Scene): View {
  return centred(scene, fitScale(scene));
}

/** Zooms to `scale`, or as near as is allowed, so that what lies under `point` of the stage stays there. */
export function zoomedTo(scene: Scene, view: View, scale: number, point: Point): View {
  const smallest = Math.min(smallestScale, fitScale(scene));
  const allowed = clamp(scale, smallest, largestScale);
  const growth = allowed / view.scale;
  const move = (corner: number, fixed: number) => fixed - (fixed - corner) * growth;
  return settled(scene, {
    scale: allowed,
    offset: { x: move(view.offset.x, point.x), y: move(view.offset.y, point.y) },
  });
}

export function panned(scene: Scene, view: View, by: Point): View {
  return settled(scene, { ...view, offset: { x: view.offset.x + by.x, y: view.offset.y + by.y } });
}

/** The stage got another size: what was in its middle stays there. */
export function restaged(before: Size, after: Scene, view: View): View {
  return panned(after, view, {
    x: (after.stage.width - before.width) / 2,
    y: (after.stage.height - before.height) / 2,
  });
}

/** The next round scale above or below. */
export function nextStep(scale: number, direction: 'in' | 'out'): number {
  // A scale that differs by a rounding error only is on its step already.
  const found =
    direction === 'in'
      ? steps.find((step) => step > scale * 1.001)
      : steps.findLast((step) => step < scale * 0.999);
  return found ?? scale;
}

/** Whether there is more of the picture than the stage shows, in each direction. */
export function overflows({ picture, stage }: Scene, { scale }: View): { x: boolean; y: boolean } {
  // Half a pixel more is a rounding error of fitting, not something to pan to.
  return {
    x: picture.width * scale > stage.width + 0.5,
    y: picture.height * scale > stage.height + 0.5,
  };
}

/** No gap beside a picture that is larger than the stage; a smaller one is centred. */
function settled({ picture, stage }: Scene, { scale, offset }: View): View {
  return {
    scale,
    offset: {
      x: settledAxis(offset.x, picture.width * scale, stage.width),
      y: settledAxis(offset.y, picture.height * scale, stage.height),
    },
  };
}

function settledAxis(offset: number, length: number, room: number): number {
  return length <= room ? (room - length) / 2 : clamp(offset, room - length, 0);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
