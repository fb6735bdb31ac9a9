import { effect } from '@preact/signals';
import type { Handlers, ServerEnd } from '../../../../src/protocol/connection';
import { connect, serve } from '../../../../src/protocol/connection';
import { LibraryError } from '../../../../src/library/model';
import { bareFacts } from '../../../../src/library/probe/facts';
import { galleryContract, type GalleryContract } from '../../../../src/protocol/pages';
import type { AssetCard } from '../../../../src/protocol/schemas';
import { LayoutStore } from '../../../../src/webview/gallery/model/layoutStore';
import { Selection } from '../../../../src/webview/gallery/model/selection';
import { ViewStore } from '../../../../src/webview/gallery/model/viewStore';
import { transportPair } from '../../../support/transportPair';

export function card(id: number): AssetCard {
  return {
    id,
    name: `file-${id}.jpg`,
    folder: '',
    rootName: 'workspace',
    title: `file-${id}`,
    sizeBytes: id,
    modifiedAtMs: 0,
    durationFormatted: null,
    createdAtMs: 0,
    updatedAtMs: 0,
    error: null,
    fingerprint: null,
    missingSinceMs: null,
    ...bareFacts('image', 'jpg'),
  };
}

/** A host whose library is a list of ids: the protocol is real, the files are not. */
export class ListHost {
  ids: number[];
  viewId = 0;
  version = 1;
  readonly asked: string[] = [];
  private server: ServerEnd<GalleryContract> | null = null;

  constructor(
    count: number,
    private readonly overrides: Partial<Handlers<GalleryContract>> = {},
  ) {
    this.ids = Array.from({ length: count }, (_, index) => index + 1);
  }

  /** A page's stores, joined to this host. The viewport shows ten rows of the list. */
  page() {
    const { client, server } = transportPair();
    this.server = serve(galleryContract, server, { ...this.handlers(), ...this.overrides });
    const layout = new LayoutStore();
    layout.viewMode.value = 'list';
    layout.attach(viewportElement(28 * 11));
    const connection = connect(galleryContract, client, {
      status: () => undefined,
      viewChanged: (state) => view.changed(state),
      viewLost: () => void view.reopen(),
      perform: () => undefined,
    });
    const selection = new Selection();
    const view = new ViewStore(connection, layout, selection);
    return { view, layout, selection, client: connection };
  }

  change(ids: number[]): void {
    this.ids = ids;
    this.version += 1;
    this.server?.notify('viewChanged', this.state);
  }

  private get state() {
    return { viewId: this.viewId, version: this.version, total: this.ids.length };
  }

  private handlers(): Handlers<GalleryContract> {
    const known = (viewId: number) => {
      if (viewId !== this.viewId) throw new LibraryError('view-unknown', 'This view is not open.');
    };
    return {
      ready: () => ({ status: { state: 'starting' } }),
      openView: () => {
        this.asked.push('openView');
        this.viewId += 1;
        return this.state;
      },
      viewRows: ({ viewId, offset, count }) => {
        this.asked.push(`rows ${offset}`);
        known(viewId);
        return { ...this.state, rows: this.ids.slice(offset, offset + count).map(card) };
      },
      viewIds: ({ viewId, offset, count }) => {
        known(viewId);
        return { version: this.version, ids: this.ids.slice(offset, offset + count) };
      },
      locateInView: ({ viewId, ids }) => {
        known(viewId);
        const places = ids.map((id) => this.ids.indexOf(id));
        return { version: this.version, indices: places.map((place) => (place < 0 ? null : place)) };
      },
      findByName: () => ({ version: this.version, index: null }),
      thumbnail: ({ id }) => ({ uri: `picture:${id}` }),
      act: () => null,
      runCommand: () => null,
      setCurrent: () => null,
    };
  }
}

/** Resolves when a condition over signals holds. */
export function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      if (condition()) resolve();
    });
  });
}

/** As much of a scrolling element as the layout touches. */
function viewportElement(clientHeight: number): HTMLElement {
  const element = Object.assign(new EventTarget(), { clientWidth: 1000, clientHeight, scrollTop: 0 });
  return element as unknown as HTMLElement;
}

/** Node has none. The viewport of these tests keeps its size. */
globalThis.ResizeObserver = class {
  readonly observe = (): void => undefined;
  readonly unobserve = this.observe;
  readonly disconnect = this.observe;
};
