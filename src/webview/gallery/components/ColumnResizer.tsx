import type { Signal } from '@preact/signals';
import {
  initialColumnWidths,
  maxColumnWidthPx,
  minColumnWidthPx,
  type ColumnKey,
  type ColumnWidths,
} from '../layout/listColumns';

interface ColumnResizerProps {
  widths: Signal<ColumnWidths>;
  columnKey: ColumnKey;
  label: string;
}

const keyStepPx = 16;

/** The border right of a column: dragged, moved with the arrow keys, or double-clicked back to what it was at first. */
export function ColumnResizer({ widths, columnKey, label }: ColumnResizerProps) {
  const widthPx = widths.value[columnKey];
  const resize = (px: number) => {
    const bounded = Math.min(maxColumnWidthPx, Math.max(minColumnWidthPx, Math.round(px)));
    widths.value = { ...widths.peek(), [columnKey]: bounded };
  };
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const handle = event.currentTarget;
    const startPx = event.clientX - widthPx;
    const drag = (move: PointerEvent) => resize(move.clientX - startPx);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', drag);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', drag), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    resize(widthPx + steps * keyStepPx);
  };
  return (
    <div
      class="list-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuemin={minColumnWidthPx}
      aria-valuemax={maxColumnWidthPx}
      aria-valuenow={widthPx}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDblClick={() => resize(initialColumnWidths[columnKey])}
    />
  );
}
