import { computed, effect, signal } from '@preact/signals';
import {
  clampScrollTop,
  scrollGeometry,
  scrollTopToShow,
  topOfRow,
  visibleRows,
  type Span,
} from '../layout/scroll';
import { cardSizes, gridLayout, listHeaderHeightPx, listLayout, type Layout } from '../layout/tiles';

export const viewModes = ['grid', 'list'] as const;
export type ViewMode = (typeof viewModes)[number];

/** Rows kept in the document above and below what is seen. */
const overscanRows = 1;

/** What is where: the viewport, how far it is scrolled and how assets are laid out in it. */
export class LayoutStore {
  readonly viewMode = signal<ViewMode>('grid');
  readonly cardSizePx = signal<number>(cardSizes.initial);
  readonly total = signal(0);
  readonly scrollTopPx = signal(0);
  /** A position to scroll to once the document is tall enough for it. */
  readonly scrollRequest = signal<{ readonly topPx: number } | null>(null);
  private readonly viewport = signal({ widthPx: 0, heightPx: 0 });

  readonly layout = computed<Layout>(() =>
    this.viewMode.value === 'list'
      ? listLayout
      : gridLayout(this.viewport.value.widthPx, this.cardSizePx.value),
  );
  readonly geometry = computed(() => {
    const { columns, rowHeightPx } = this.layout.value;
    return scrollGeometry(Math.ceil(this.total.value / columns), rowHeightPx, this.rowsHeightPx.value);
  });
  /** Files in the document: those that are seen, and a row on either side. */
  readonly visible = steady(() => this.filesAt(this.scrollTopPx.value, this.total.value));
  /** The first file that is wholly or mostly seen. */
  readonly firstSeen = computed(() => {
    const { columns, rowHeightPx } = this.layout.value;
    return Math.round(this.scrollTopPx.value / rowHeightPx) * columns;
  });
  /** Height in which rows are seen; the list's header covers the rest. */
  private readonly rowsHeightPx = computed(() =>
    Math.max(0, this.viewport.value.heightPx - (this.viewMode.value === 'list' ? listHeaderHeightPx : 0)),
  );

  constructor() {
    let shown = this.layout.peek();
    effect(() => {
      const next = this.layout.value;
      if (next.columns === shown.columns && next.rowHeightPx === shown.rowHeightPx) return;
      this.keepFirstFile(shown, next);
      shown = next;
    });
  }

  /** Follows the size and scrolling of the element that rows are drawn in, until the returned function is called. */
  attach(element: HTMLElement): () => void {
    const measure = () => {
      const { clientWidth: widthPx, clientHeight: heightPx } = element;
      // A hidden page measures nothing; what it showed is still what it will show.
      if (widthPx > 0 && heightPx > 0) this.viewport.value = { widthPx, heightPx };
    };
    const follow = () => {
      this.scrollTopPx.value = element.scrollTop;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', follow, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', follow);
    };
  }

  /** The files that scrolling to `topPx` brings into the document, were there `total` of them. */
  filesAt(topPx: number, total: number): Span {
    const { columns, rowHeightPx } = this.layout.value;
    const geometry = scrollGeometry(Math.ceil(total / columns), rowHeightPx, this.rowsHeightPx.value);
    const { rowCount, viewportPx } = geometry;
    const top = clampScrollTop(topPx, geometry);
    const { first, end } = visibleRows(top, viewportPx, rowHeightPx, rowCount, overscanRows);
    return { first: first * columns, end: Math.min(end * columns, total) };
  }

  rowOf(index: number): number {
    return Math.floor(index / this.layout.peek().columns);
  }

  topOf(index: number): number {
    return topOfRow(this.rowOf(index), this.geometry.peek());
  }

  scrollTo(topPx: number): void {
    const clamped = clampScrollTop(topPx, this.geometry.peek());
    this.scrollTopPx.value = clamped;
    this.scrollRequest.value = { topPx: clamped };
  }

  showFile(index: number): void {
    const current = this.scrollTopPx.peek();
    const topPx = scrollTopToShow(this.rowOf(index), current, this.geometry.peek());
    if (topPx !== current) this.scrollTo(topPx);
  }

  get pageRows(): number {
    const { rowHeightPx, viewportPx } = this.geometry.peek();
    return Math.floor(viewportPx / rowHeightPx);
  }

  /** How far the viewport's top lies below the top of a row in its middle. */
  get centringOffsetPx(): number {
    const { rowHeightPx, viewportPx } = this.geometry.peek();
    return -Math.max(0, (viewportPx - rowHeightPx) / 2);
  }

  /** Another width, card size or view: the file at the top stays at the top. */
  private keepFirstFile(before: Layout, after: Layout): void {
    const row = this.scrollTopPx.peek() / before.rowHeightPx;
    if (row === 0) return;
    const index = Math.floor(row) * before.columns;
    this.scrollTo((Math.floor(index / after.columns) + (row % 1)) * after.rowHeightPx);
  }
}

/** A computed span that stays the same object while its bounds are the same, so that nothing is drawn again. */
function steady(compute: () => Span) {
  let last: Span = { first: 0, end: 0 };
  return computed(() => {
    const next = compute();
    if (next.first !== last.first || next.end !== last.end) last = next;
    return last;
  });
}
