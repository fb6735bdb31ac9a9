/** How cards and rows share the width there is. All lengths in CSS pixels. */

export interface Layout {
  /** Assets side by side; 1 in the list. */
  readonly columns: number;
  readonly rowHeightPx: number;
  /** Width of one card; of the small picture in the list. */
  readonly cardWidthPx: number;
}

export const cardSizes = { min: 96, max: 320, step: 16, initial: 176 } as const;
export const tileGapPx = 6;
/** Padding around a card's picture and words, on each side. */
export const tilePaddingPx = 6;
/** File name and details under the picture. */
const captionPx = 40;

const listRowHeightPx = 28;
export const listHeaderHeightPx = 28;
export const listPicturePx = 24;

/** Cards about `cardSizePx` wide, stretched or shrunk so that the row is full. */
export function gridLayout(widthPx: number, cardSizePx: number): Layout {
  const columns = Math.max(1, Math.round((widthPx - tileGapPx) / (cardSizePx + tileGapPx)));
  const cardWidthPx = Math.max(1, Math.floor((widthPx - tileGapPx * (columns + 1)) / columns));
  return { columns, cardWidthPx, rowHeightPx: cardWidthPx + captionPx + tileGapPx };
}

export const listLayout: Layout = { columns: 1, rowHeightPx: listRowHeightPx, cardWidthPx: listPicturePx };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As large as fits into the square without growing beyond the picture's own size. */
export function fitPicture(boxPx: number, { width, height }: Size): Size {
  const scale = Math.min(1, boxPx / width, boxPx / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The narrowest width on offer that is sharp at `shownPx` on this screen, else the widest. */
export function pickThumbnailWidth<W extends number>(
  offered: readonly [W, ...W[]],
  shownPx: number,
  devicePixelRatio: number,
): W {
  const sufficient = offered.filter((width) => width >= shownPx * devicePixelRatio);
  return sufficient.length > 0
    ? sufficient.reduce((a, b) => (a < b ? a : b))
    : offered.reduce((a, b) => (a > b ? a : b));
}
