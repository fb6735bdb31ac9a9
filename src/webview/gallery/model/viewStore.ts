import { batch, signal } from '@preact/signals';
import { LibraryError, type AssetId, type AssetQuery, type ViewState } from '../../../library/model';
import type { Span } from '../layout/scroll';
import type { GalleryClient } from './client';
import type { LayoutStore } from './layoutStore';
import { RowStore, isCancelled } from './rows';
import type { Selection } from './selection';

/** A file, and how far the viewport's top lies below the top of its row: what holds a place while files come and go. */
export interface Seat {
  readonly id: AssetId;
  readonly offsetPx: number;
}

export const wholeLibrary: AssetQuery = {
  search: '',
  kinds: [],
  sort: { field: 'name', descending: false },
};

/**
 * The view that is shown. Whatever changes it (another query, files that come and go, a library that was restarted)
 * is first read completely (count, places of the files we hold on to, the rows that will be seen) and then shown in
 * one step, so that nothing flickers and the reader's place is kept.
 */
export class ViewStore {
  readonly query = signal<AssetQuery>(wholeLibrary);
  readonly state = signal<ViewState | null>(null);
  /** A sentence for the reader; null when all is well. */
  readonly failure = signal<string | null>(null);
  readonly rows: RowStore;
  private running: AbortController | null = null;
  /** The newest state heard of, when it is not shown yet. */
  private announced: ViewState | null = null;
  private reopening = false;

  constructor(
    private readonly client: GalleryClient,
    private readonly layout: LayoutStore,
    private readonly selection: Selection,
  ) {
    this.rows = new RowStore(client, {
      outdated: (newer) => this.changed(newer),
      failed: (error) => this.fail(error),
    });
  }

  /** Shows another query at the first of `seats` that it holds, else at its beginning. */
  async open(query: AssetQuery, seats: readonly Seat[]): Promise<void> {
    this.query.value = query;
    await this.run(async (signal) => {
      const view = await this.client.request('openView', query, signal);
      await this.show(view, seats, 0, signal);
      this.reopening = false;
    });
  }

  changed(view: ViewState): void {
    this.announced = view;
    if (!this.running) void this.catchUp();
  }

  /** The library no longer knows our view. */
  async reopen(): Promise<void> {
    await this.open(this.query.peek(), this.seats());
  }

  /** Holds the place: every file on the screen, topmost first. At the very top, the top itself is the place. */
  seats(): Seat[] {
    const topPx = this.layout.scrollTopPx.peek();
    if (topPx === 0) return [];
    return range(this.layout.visible.peek())
      .map((index) => ({ id: this.rows.at(index)?.id, offsetPx: topPx - this.layout.topOf(index) }))
      .filter(
        (seat): seat is Seat =>
          seat.id !== undefined && seat.offsetPx < this.layout.layout.peek().rowHeightPx,
      );
  }

  /** Ids of a stretch of the view, loaded or not. */
  async idsIn({ first, end }: Span): Promise<readonly AssetId[]> {
    const loaded = range({ first, end }).map((index) => this.rows.at(index)?.id);
    if (loaded.every((id) => id !== undefined)) return loaded;
    const ids: AssetId[] = [];
    for (let offset = first; offset < end; offset += idsPerRequest) {
      const count = Math.min(idsPerRequest, end - offset);
      ids.push(...(await this.client.request('viewIds', { viewId: this.viewId, offset, count })).ids);
    }
    return ids;
  }

  get viewId(): number {
    const viewId = this.state.peek()?.viewId;
    if (viewId === undefined) throw new LibraryError('view-unknown', 'Nothing is shown yet.');
    return viewId;
  }

  fail(error: unknown): void {
    if (isCancelled(error)) return;
    if (error instanceof LibraryError && error.code === 'view-unknown' && !this.reopening) {
      this.reopening = true;
      void this.reopen();
      return;
    }
    this.failure.value = error instanceof Error ? error.message : String(error);
  }

  /** One change at a time; a newer one that replaces the whole view ends the one before. */
  private async run(change: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    try {
      await change(running.signal);
      this.failure.value = null;
    } catch (error) {
      if (!running.signal.aborted) this.fail(error);
      return;
    } finally {
      if (this.running === running) this.running = null;
    }
    if (!this.running) await this.catchUp();
  }

  private async catchUp(): Promise<void> {
    const newest = this.announced;
    const shown = this.state.peek();
    if (newest?.viewId !== shown?.viewId || !newest || newest.version <= (shown?.version ?? 0)) return;
    await this.run((signal) => this.show(newest, this.seats(), this.layout.scrollTopPx.peek(), signal));
  }

  private async show(
    view: ViewState,
    seats: readonly Seat[],
    otherwiseTopPx: number,
    signal: AbortSignal,
  ): Promise<void> {
    const startPx = this.layout.scrollTopPx.peek();
    const places = await this.locate(view, [...seats.map(({ id }) => id), ...this.selection.ids], signal);
    const seat = seats.find(({ id }) => places.has(id));
    const topPx = seat ? this.layout.topOf(places.get(seat.id) ?? 0) + seat.offsetPx : otherwiseTopPx;
    const rows = await this.rows.load(view, this.layout.filesAt(topPx, view.total), signal);
    // In a view that only changed, the reader may have scrolled on while we were reading.
    const sameView = view.viewId === this.state.peek()?.viewId;
    const scrolledPx = sameView ? this.layout.scrollTopPx.peek() - startPx : 0;
    batch(() => {
      this.state.value = { viewId: rows.viewId, version: rows.version, total: rows.total };
      this.layout.total.value = rows.total;
      this.rows.replace(rows);
      this.selection.relocate(places, (index) => this.rows.at(index)?.id);
      this.layout.scrollTo(topPx + scrolledPx);
    });
  }

  private async locate(
    { viewId }: ViewState,
    ids: readonly AssetId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<AssetId, number>> {
    const asked = [...new Set(ids)].slice(0, idsPerRequest);
    if (asked.length === 0) return new Map();
    const { indices } = await this.client.request('locateInView', { viewId, ids: asked }, signal);
    const places = new Map<AssetId, number>();
    for (const [place, id] of asked.entries()) {
      const index = indices[place] ?? null;
      if (index !== null) places.set(id, index);
    }
    return places;
  }
}

/** As many as the contract lets one message carry. */
const idsPerRequest = 100_000;

function range({ first, end }: Span): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
}
