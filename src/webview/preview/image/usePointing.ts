import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Point } from './geometry';
import type { Zoom } from './zoom';

/** A wheel turns by about 100 pixels a notch, a trackpad's pinch by a few: so a notch is held to this. */
const largestTurnPx = 40;
const zoomPerPx = 0.0075;
const lineHeightPx = 16;
const mainButton = 0;

/** Zooming by pinch or Ctrl and wheel, moving by dragging or wheel, and double click between fit and actual size. */
export function usePointing(stage: RefObject<HTMLElement | null>, zoom: Zoom): void {
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const ended = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
    ) => element.addEventListener(type, listener, { signal: ended.signal, passive: false });

    on('wheel', (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeightPx : 1;
      if (event.ctrlKey || event.metaKey)
        zoom.zoomBy(zoomFactor(event.deltaY * unit), pointOn(element, event));
      else zoom.panBy({ x: -event.deltaX * unit, y: -event.deltaY * unit });
    });
    on('dblclick', (event) => zoom.toggle(pointOn(element, event)));
    let last: Point | null = null;
    on('pointerdown', (event) => {
      if (event.button !== mainButton) return;
      element.setPointerCapture(event.pointerId);
      last = pointOn(element, event);
    });
    on('pointermove', (event) => {
      if (!last) return;
      const now = pointOn(element, event);
      zoom.panBy({ x: now.x - last.x, y: now.y - last.y });
      last = now;
    });
    on('lostpointercapture', () => (last = null));
    return () => ended.abort();
  }, [stage, zoom]);
}

function zoomFactor(turnPx: number): number {
  return Math.exp(-Math.max(-largestTurnPx, Math.min(largestTurnPx, turnPx)) * zoomPerPx);
}

function pointOn(element: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
