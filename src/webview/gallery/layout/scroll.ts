/** Which rows a scrolled viewport shows, and where rows lie. All lengths in CSS pixels; rows are equally high. */

export interface Span {
  /** First index. */
  readonly first: number;
  /** One past the last index. */
  readonly end: number;
}

export interface ScrollGeometry {
  readonly rowCount: number;
  readonly rowHeightPx: number;
  readonly viewportPx: number;
  /** Height to give the scrolled element. */
  readonly contentPx: number;
}

/**
 * Chromium draws no element higher than 2^25 px. Rows beyond cannot be reached; nothing breaks. All arithmetic between
 * scroll positions and rows is in this file, so that a compressed scale can take the place of this bound.
 */
export const maxContentPx = 33_000_000;

export function scrollGeometry(rowCount: number, rowHeightPx: number, viewportPx: number): ScrollGeometry {
  return { rowCount, rowHeightPx, viewportPx, contentPx: Math.min(rowCount * rowHeightPx, maxContentPx) };
}

/** Rows of which at least a pixel is seen, and `overscan` more on either side. */
export function visibleRows(
  scrollTopPx: number,
  viewportPx: number,
  rowHeightPx: number,
  rowCount: number,
  overscan: number,
): Span {
  const first = Math.floor(scrollTopPx / rowHeightPx) - overscan;
  const end = Math.ceil((scrollTopPx + viewportPx) / rowHeightPx) + overscan;
  return { first: clamp(first, 0, rowCount), end: clamp(end, 0, rowCount) };
}

export function topOfRow(row: number, { rowHeightPx }: ScrollGeometry): number {
  return row * rowHeightPx;
}

export function clampScrollTop(scrollTopPx: number, { contentPx, viewportPx }: ScrollGeometry): number {
  return clamp(scrollTopPx, 0, Math.max(0, contentPx - viewportPx));
}

/** The nearest scroll position at which the whole row is seen (its top, when it is higher than the viewport). */
export function scrollTopToShow(row: number, scrollTopPx: number, geometry: ScrollGeometry): number {
  const top = topOfRow(row, geometry);
  const highest = Math.max(0, top + geometry.rowHeightPx - geometry.viewportPx);
  return clampScrollTop(clamp(scrollTopPx, Math.min(highest, top), top), geometry);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
