import { computed, signal } from '@preact/signals';
import {
  centred,
  fitted,
  nextStep,
  overflows,
  panned,
  restaged,
  zoomedTo,
  type Point,
  type Scene,
  type Size,
  type View,
} from './geometry';

/** The two ways to look at a picture that are kept for the next one. */
export type ZoomMode = 'fit' | 'actual';

/** A view, and how large the picture is in it. */
export interface Placed extends View {
  readonly size: Size;
}

/** How the picture on the stage is looked at. While there is no picture, or no room for one, nothing happens. */
export class Zoom {
  /** `free`: the user chose a scale by hand. */
  readonly mode = signal<ZoomMode | 'free'>('fit');
  readonly placed = computed(() => {
    const { value } = this.current;
    return value && placedIn(value.scene, value.view);
  });
  readonly pannable = computed(() => {
    const { value } = this.current;
    return value ? overflows(value.scene, value.view) : { x: false, y: false };
  });
  private readonly current = signal<{ scene: Scene; view: View } | null>(null);
  private picture: Size | null = null;
  private stage: Size | null = null;

  /**
   * A picture is there, in its own pixels, or none. One of the same size as the last is looked at as that was: so a file
   * that changed stays in view, and two versions of a picture can be compared by stepping.
   */
  setPicture(picture: Size | null, mode: ZoomMode): void {
    const sameSize = picture?.width === this.picture?.width && picture?.height === this.picture?.height;
    if (sameSize && this.current.value) return;
    this.picture = picture;
    this.mode.value = mode;
    this.current.value = null;
    this.settle();
  }

  setStage(stage: Size): void {
    this.stage = stage;
    this.settle();
  }

  choose(mode: ZoomMode): void {
    this.mode.value = mode;
    this.change((scene) => viewIn(scene, mode));
  }

  /** Between all of the picture and its every pixel, there around `point` of the stage. */
  toggle(point: Point): void {
    if (this.mode.value !== 'fit') {
      this.choose('fit');
      return;
    }
    this.mode.value = 'actual';
    this.change((scene, view) => zoomedTo(scene, view, 1, point));
  }

  /** To the next round scale, around the middle. */
  step(direction: 'in' | 'out'): void {
    this.mode.value = 'free';
    this.change((scene, view) => {
      const middle = { x: scene.stage.width / 2, y: scene.stage.height / 2 };
      return zoomedTo(scene, view, nextStep(view.scale, direction), middle);
    });
  }

  zoomBy(factor: number, point: Point): void {
    this.mode.value = 'free';
    this.change((scene, view) => zoomedTo(scene, view, view.scale * factor, point));
  }

  panBy(by: Point): void {
    this.change((scene, view) => panned(scene, view, by));
  }

  private change(next: (scene: Scene, view: View) => View): void {
    const { value } = this.current;
    if (value) this.current.value = { scene: value.scene, view: next(value.scene, value.view) };
  }

  /** Brings the view in step with the sizes of picture and stage. */
  private settle(): void {
    const { picture, stage } = this;
    const hasRoom = stage && stage.width >= 1 && stage.height >= 1;
    if (!picture || !hasRoom) {
      this.current.value = null;
      return;
    }
    const scene = { picture, stage };
    const before = this.current.value;
    const stays = before && this.mode.value !== 'fit';
    const view = stays
      ? restaged(before.scene.stage, scene, before.view)
      : viewIn(scene, this.mode.value === 'fit' ? 'fit' : 'actual');
    this.current.value = { scene, view };
  }
}

function viewIn(scene: Scene, mode: ZoomMode): View {
  return mode === 'fit' ? fitted(scene) : centred(scene, 1);
}

function placedIn({ picture }: Scene, view: View): Placed {
  return {
    ...view,
    size: { width: picture.width * view.scale, height: picture.height * view.scale },
  };
}
