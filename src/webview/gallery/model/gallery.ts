import { computed, effect, signal, untracked } from '@preact/signals';
import type { AssetQuery } from '../../../library/model';
import type { Listeners } from '../../../protocol/connection';
import type { GalleryContract, LibraryStatus, PageCommand } from '../../../protocol/pages';
import type { SavedState } from '../../shared/savedState';
import { initialColumnWidths, type ColumnWidths } from '../layout/listColumns';
import type { GalleryClient } from './client';
import { LayoutStore } from './layoutStore';
import { Navigator } from './navigator';
import { maxSavedSelection, type SavedGallery } from './saved';
import { Selection } from './selection';
import { ThumbnailLoader } from './thumbnails';
import { ViewStore, type Seat } from './viewStore';

/** The page without its looks: its stores, wired to each other and to the host. */
export class Gallery {
  readonly status = signal<LibraryStatus>({ state: 'starting' });
  readonly layout = new LayoutStore();
  readonly selection = new Selection();
  readonly view: ViewStore;
  readonly navigator: Navigator;
  readonly thumbnails: ThumbnailLoader;
  readonly columnWidths = signal<ColumnWidths>(initialColumnWidths);
  readonly ffmpegHintDismissed = signal(false);
  /** Each new object asks the search box, or the files, to take the focus. */
  readonly searchFocus = signal<object | null>(null);
  readonly filesFocus = signal<object | null>(null);
  /** The one file that the Tab key leads to. */
  readonly tabbableIndex = computed(() => this.selection.cursor.value?.index ?? this.layout.firstSeen.value);
  private readonly client: GalleryClient;
  private restoredSeats: readonly Seat[] = [];

  constructor(
    connect: (listeners: Listeners<GalleryContract>) => GalleryClient,
    private readonly saved: SavedState<SavedGallery>,
  ) {
    this.client = connect(this.listeners());
    this.view = new ViewStore(this.client, this.layout, this.selection);
    this.navigator = new Navigator(this.client, this.view, this.layout, this.selection);
    this.thumbnails = new ThumbnailLoader(this.client);
    if (saved.restored) this.restore(saved.restored);
    this.openWhenReady();
    effect(() => this.view.rows.want(this.layout.visible.value));
    effect(() => this.saveChanges());
    effect(() => this.tellCurrent());
  }

  /** Tells the host that this page listens, and hears how the library is. */
  start(): void {
    this.client.request('ready', null).then(
      ({ status }) => this.setStatus(status),
      (error: unknown) => this.view.fail(error),
    );
  }

  /** Another search, filter or order. A selected file under the cursor stays in sight if the new view holds it. */
  setQuery(change: Partial<AssetQuery>): void {
    const cursor = this.selection.cursor.peek();
    const kept = cursor && this.selection.selected.peek().has(cursor.id);
    const seats = kept ? [{ id: cursor.id, offsetPx: this.layout.centringOffsetPx }] : [];
    void this.view.open({ ...this.view.query.peek(), ...change }, seats);
  }

  /** Tries again what failed. */
  retry(): void {
    void this.view.reopen();
  }

  toggleViewMode(): void {
    this.layout.viewMode.value = this.layout.viewMode.peek() === 'grid' ? 'list' : 'grid';
  }

  focusSearch(): void {
    this.searchFocus.value = {};
  }

  focusFiles(): void {
    this.navigator.showCursor();
    this.filesFocus.value = {};
  }

  run(command: PageCommand): void {
    this.client.request('runCommand', { command }).catch((error: unknown) => this.view.fail(error));
  }

  private listeners(): Listeners<GalleryContract> {
    return {
      status: (status) => this.setStatus(status),
      viewChanged: (view) => this.view.changed(view),
      viewLost: () => void this.view.reopen(),
      perform: ({ what }) => (what === 'toggleView' ? this.toggleViewMode() : this.navigator.selectAll()),
    };
  }

  private setStatus(status: LibraryStatus): void {
    const before = this.status.peek();
    if (before.state === 'ready' && status.state === 'ready' && !before.ffmpegFound && status.ffmpegFound) {
      this.thumbnails.forgetAll();
    }
    this.status.value = status;
  }

  private openWhenReady(): void {
    let wasReady = false;
    effect(() => {
      const ready = this.status.value.state === 'ready';
      if (ready && !wasReady) untracked(() => this.openAgain());
      wasReady = ready;
    });
  }

  private openAgain(): void {
    const seats = this.view.state.peek() ? this.view.seats() : this.restoredSeats;
    void this.view.open(this.view.query.peek(), seats);
  }

  private tellCurrent(): void {
    const viewId = this.view.state.value?.viewId;
    const id = this.selection.cursor.value?.id ?? null;
    if (viewId !== undefined) this.navigator.tellCurrent(id, viewId);
  }

  private restore(saved: SavedGallery): void {
    this.view.query.value = saved.query;
    this.layout.viewMode.value = saved.viewMode;
    this.layout.cardSizePx.value = saved.cardSizePx;
    this.columnWidths.value = saved.columnWidths;
    this.ffmpegHintDismissed.value = saved.ffmpegHintDismissed;
    this.selection.restore(saved.selected, saved.cursorId);
    this.restoredSeats = saved.seat ? [saved.seat] : [];
  }

  /** Nothing is saved before what was restored is shown: a reload in between would lose it. */
  private saveChanges(): void {
    if (this.view.state.value) this.saved.saveSoon(this.snapshot());
  }

  /** Subscribes to everything that is saved, but looks for the seat only when it is written. */
  private snapshot(): () => SavedGallery {
    const selected = this.selection.selected.value;
    const state = {
      viewMode: this.layout.viewMode.value,
      query: this.view.query.value,
      cardSizePx: this.layout.cardSizePx.value,
      columnWidths: this.columnWidths.value,
      ffmpegHintDismissed: this.ffmpegHintDismissed.value,
      cursorId: this.selection.cursor.value?.id ?? null,
      selected: selected.size > maxSavedSelection ? [] : [...selected],
    };
    return this.layout.scrollTopPx.value === 0
      ? () => ({ ...state, seat: null })
      : () => ({ ...state, seat: this.view.seats()[0] ?? null });
  }
}
