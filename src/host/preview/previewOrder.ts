import { EventEmitter, type Event } from 'vscode';
import { LibraryError, type AssetId } from '../../library/model';
import { Owner } from '../disposal';
import type { PreviewLibrary } from './previewedFile';

export interface Place {
  /** Zero-based. */
  readonly index: number;
  readonly total: number;
}

/** What previous and next mean. */
export interface PreviewOrder {
  /** Null for what the order does not hold. */
  placeOf(id: AssetId): Promise<Place | null>;
  /** Null at either end, and for what the order does not hold. */
  neighbourOf(id: AssetId, delta: -1 | 1): Promise<AssetId | null>;
  /** Places may have changed. */
  readonly onDidChange: Event<unknown>;
}

/** The order of the view that the gallery shows. Without a gallery there is none. */
export class ViewOrder extends Owner implements PreviewOrder {
  private readonly change = this.own(new EventEmitter<void>());
  readonly onDidChange = this.change.event;
  private viewId: number | null = null;

  constructor(private readonly library: () => PreviewLibrary | null) {
    super();
  }

  /** Another view of the library is in front, or none. */
  setView(viewId: number | null): void {
    if (viewId === this.viewId) return;
    this.viewId = viewId;
    this.change.fire();
  }

  /** The content of a view has changed. */
  viewChanged(viewId: number): void {
    if (viewId === this.viewId) this.change.fire();
  }

  placeOf(id: AssetId): Promise<Place | null> {
    return this.inView(id, async (library, viewId, index) => {
      const { total } = await library.request('viewRows', { viewId, offset: index, count: 1 });
      return { index, total };
    });
  }

  neighbourOf(id: AssetId, delta: -1 | 1): Promise<AssetId | null> {
    return this.inView(id, async (library, viewId, index) => {
      const offset = index + delta;
      if (offset < 0) return null;
      const { ids } = await library.request('viewIds', { viewId, offset, count: 1 });
      return ids[0] ?? null;
    });
  }

  private async inView<T>(
    id: AssetId,
    work: (library: PreviewLibrary, viewId: number, index: number) => Promise<T>,
  ): Promise<T | null> {
    const { viewId } = this;
    const library = this.library();
    if (viewId === null || !library) return null;
    try {
      const { indices } = await library.request('locateInView', { viewId, ids: [id] });
      const [index] = indices;
      return typeof index === 'number' ? await work(library, viewId, index) : null;
    } catch (error) {
      // The gallery opens another view by itself.
      if (error instanceof LibraryError && error.code === 'view-unknown') return null;
      throw error;
    }
  }
}
