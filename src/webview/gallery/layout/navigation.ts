export interface Cursor {
  readonly index: number;
  readonly total: number;
  readonly columns: number;
  /** Rows that fit on the screen. */
  readonly pageRows: number;
}

/** Where a navigation key leads; null when the key does not navigate. Never leaves the files there are. */
export function moveCursor(key: string, { index, total, columns, pageRows }: Cursor): number | null {
  const last = total - 1;
  const page = Math.max(1, pageRows) * columns;
  switch (key) {
    case 'ArrowLeft':
      return columns > 1 ? Math.max(0, index - 1) : null;
    case 'ArrowRight':
      return columns > 1 ? Math.min(last, index + 1) : null;
    case 'ArrowUp':
      return index < columns ? index : index - columns;
    case 'ArrowDown':
      return down(index, columns, columns, last);
    case 'PageUp':
      return index < page ? index % columns : index - page;
    case 'PageDown':
      return down(index, page, columns, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Stays in its column where the target row has one, goes to the last file where it has not. */
function down(index: number, distance: number, columns: number, last: number): number {
  const target = index + distance;
  if (target <= last) return target;
  const lastRow = Math.floor(last / columns);
  if (Math.floor(index / columns) === lastRow) return index;
  return Math.min(last, lastRow * columns + (index % columns));
}
