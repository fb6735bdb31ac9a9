import { batch, signal } from '@preact/signals';
import type { AssetId } from '../../../library/model';

/** A file and its place in the view. */
export interface Spot {
  readonly index: number;
  readonly id: AssetId;
}

const none: ReadonlySet<AssetId> = new Set();

/**
 * Which files are selected, which one has the cursor, and the anchor that a range is measured from: as in VS Code's
 * Explorer. What is selected is always part of the view that is shown.
 */
export class Selection {
  readonly selected = signal<ReadonlySet<AssetId>>(none);
  readonly cursor = signal<Spot | null>(null);
  private anchor: Spot | null = null;

  /** Where a range would start. */
  get anchorIndex(): number {
    return this.anchor?.index ?? this.cursor.peek()?.index ?? 0;
  }

  only(spot: Spot): void {
    this.put(new Set([spot.id]), spot, spot);
  }

  toggle(spot: Spot): void {
    const next = new Set(this.selected.peek());
    if (!next.delete(spot.id)) next.add(spot.id);
    this.put(next, spot, spot);
  }

  /** Selects the range between anchor and `spot`; with `keep` on top of what is selected. */
  extend(spot: Spot, rangeIds: Iterable<AssetId>, keep: boolean): void {
    this.put(new Set(keep ? [...this.selected.peek(), ...rangeIds] : rangeIds), spot, this.anchor ?? spot);
  }

  moveCursor(spot: Spot): void {
    this.put(this.selected.peek(), spot, spot);
  }

  all(ids: Iterable<AssetId>): void {
    this.put(new Set(ids), this.cursor.peek(), this.anchor);
  }

  clear(): void {
    this.put(none, this.cursor.peek(), this.anchor);
  }

  /** Every file that has to be found again when the view changes. */
  get ids(): AssetId[] {
    const spots = [this.cursor.peek(), this.anchor].flatMap((spot) => (spot ? [spot.id] : []));
    return [...spots, ...this.selected.peek()];
  }

  /**
   * The view changed: `places` says where our files are now, and those it does not name are gone. A cursor whose file
   * is gone moves to the file that took its place, if `at` knows it.
   */
  relocate(places: ReadonlyMap<AssetId, number>, at: (index: number) => AssetId | undefined): void {
    const move = (spot: Spot | null): Spot | null => {
      if (!spot) return null;
      const index = places.get(spot.id);
      if (index !== undefined) return { id: spot.id, index };
      const heir = at(spot.index);
      return heir === undefined ? null : { id: heir, index: spot.index };
    };
    const selected = this.selected.peek();
    const left = [...selected].filter((id) => places.has(id));
    this.put(
      left.length === selected.size ? selected : new Set(left),
      move(this.cursor.peek()),
      move(this.anchor),
    );
  }

  /** As a page was left: `relocate` gives the cursor its place. */
  restore(ids: readonly AssetId[], cursorId: AssetId | null): void {
    const spot = cursorId === null ? null : { id: cursorId, index: 0 };
    this.put(new Set(ids), spot, spot);
  }

  private put(selected: ReadonlySet<AssetId>, cursor: Spot | null, anchor: Spot | null): void {
    batch(() => {
      this.selected.value = selected;
      this.cursor.value = cursor;
    });
    this.anchor = anchor;
  }
}
