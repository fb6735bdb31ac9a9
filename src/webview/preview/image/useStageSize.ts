import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Zoom } from './zoom';

/** Tells `zoom` how much room the stage has, now and whenever that changes. */
export function useStageSize(stage: RefObject<HTMLElement | null>, zoom: Zoom): void {
  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      zoom.setStage({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage, zoom]);
}
