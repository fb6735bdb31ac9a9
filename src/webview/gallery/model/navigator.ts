import type { AssetId } from '../../../library/model';
import type { AssetAction } from '../../../protocol/pages';
import { moveCursor } from '../layout/navigation';
import type { GalleryClient } from './client';
import type { LayoutStore } from './layoutStore';
import type { Selection, Spot } from './selection';
import { TypeAhead } from './typeAhead';
import type { ViewStore } from './viewStore';

/** How a click or key changes the selection. */
export interface Modifiers {
  /** Ctrl, or Cmd on a Mac. */
  readonly toggle: boolean;
  /** Shift: everything from the anchor. */
  readonly range: boolean;
}

const currentDelayMs = 100;

/** What a reader does with cursor and selection, by mouse and by keyboard alike. */
export class Navigator {
  /** A step of the cursor that still waits for its file's id; the next step starts from there. */
  private pendingIndex: number | null = null;
  private readonly typeAhead = new TypeAhead();
  private currentTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly client: GalleryClient,
    private readonly view: ViewStore,
    private readonly layout: LayoutStore,
    private readonly selection: Selection,
  ) {}

  select(spot: Spot, { toggle, range }: Modifiers): void {
    if (range) this.attempt(this.extendTo(spot, toggle));
    else if (toggle) this.selection.toggle(spot);
    else this.selection.only(spot);
  }

  /** True when the key is one that moves the cursor. */
  move(key: string, modifiers: Modifiers): boolean {
    const total = this.layout.total.peek();
    const { columns } = this.layout.layout.peek();
    const from = this.pendingIndex ?? this.selection.cursor.peek()?.index;
    const index = from ?? this.layout.firstSeen.peek();
    const target = moveCursor(key, { index, total, columns, pageRows: this.layout.pageRows });
    if (target === null || total === 0) return false;
    // The first arrow only shows where the cursor is.
    const isFirst = from === undefined && key.startsWith('Arrow');
    this.attempt(this.moveTo(isFirst ? index : target, modifiers));
    return true;
  }

  /** Puts the cursor on the first file that is seen, when there is none. */
  showCursor(): void {
    const index = this.layout.firstSeen.peek();
    const exists = index < this.layout.total.peek();
    if (!this.selection.cursor.peek() && exists)
      this.attempt(this.moveTo(index, { toggle: true, range: false }));
  }

  /** True when the key was taken for a letter of a file's name. */
  type(key: string): boolean {
    const cursor = this.selection.cursor.peek()?.index ?? -1;
    const search = this.typeAhead.add(key, cursor);
    if (!search) return false;
    this.attempt(
      this.jumpTo(search.namePrefix, search.from % Math.max(1, this.layout.total.peek()), search.signal),
    );
    return true;
  }

  selectAll(): void {
    this.attempt(
      this.view.idsIn({ first: 0, end: this.layout.total.peek() }).then((ids) => this.selection.all(ids)),
    );
  }

  toggleCursor(): void {
    const cursor = this.selection.cursor.peek();
    if (cursor) this.selection.toggle(cursor);
  }

  /** Acts on the file under the cursor; previous and next in the preview then follow from it. */
  open(action: AssetAction): void {
    const cursor = this.selection.cursor.peek();
    if (!cursor) return;
    const current = this.client.request('setCurrent', { viewId: this.view.viewId, id: cursor.id });
    this.attempt(current.then(() => this.client.request('act', { action, ids: [cursor.id] })));
  }

  /** Tells the host, once the cursor rests, where previous and next would start. */
  tellCurrent(id: AssetId | null, viewId: number): void {
    if (this.currentTimer) clearTimeout(this.currentTimer);
    this.currentTimer = setTimeout(() => {
      this.attempt(this.client.request('setCurrent', { viewId, id }));
    }, currentDelayMs);
  }

  private async moveTo(index: number, modifiers: Modifiers): Promise<void> {
    this.pendingIndex = index;
    this.layout.showFile(index);
    try {
      const [id] = await this.view.idsIn({ first: index, end: index + 1 });
      if (this.pendingIndex !== index || id === undefined) return;
      const spot = { index, id };
      if (modifiers.toggle && !modifiers.range) this.selection.moveCursor(spot);
      else this.select(spot, modifiers);
    } finally {
      if (this.pendingIndex === index) this.pendingIndex = null;
    }
  }

  private async extendTo(spot: Spot, keep: boolean): Promise<void> {
    const anchor = this.selection.anchorIndex;
    const span = { first: Math.min(anchor, spot.index), end: Math.max(anchor, spot.index) + 1 };
    this.selection.extend(spot, await this.view.idsIn(span), keep);
  }

  private async jumpTo(namePrefix: string, from: number, signal: AbortSignal): Promise<void> {
    const { viewId } = this.view;
    const { index } = await this.client.request('findByName', { viewId, namePrefix, from }, signal);
    if (index !== null) await this.moveTo(index, { toggle: false, range: false });
  }

  private attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.view.fail(error));
  }
}
