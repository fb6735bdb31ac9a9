import type { Uri, WebviewPanel } from 'vscode';
import { LibraryError, type AssetId } from '../../library/model';
import { serve, type Handlers, type ServerEnd } from '../../protocol/connection';
import { galleryContract, type GalleryContract } from '../../protocol/pages';
import { Owner } from '../disposal';
import { wordsForPages } from '../messages';
import { closeView, openView } from '../views';
import { webviewHtml } from '../webviewHtml';
import { webviewTransport } from '../webviewTransport';
import { toCard } from './assetCard';
import type { GalleryServices } from './galleryServices';

/** A page shows one view and reads the next; the library runs every open one again when something changes. */
const maxViews = 8;

/** The host's end of one gallery page. It may ask about the views that it opened, and about no others. */
export class GalleryPage extends Owner {
  private readonly server: ServerEnd<GalleryContract>;
  private readonly views = new Set<number>();
  private current: AssetId | null = null;

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private readonly services: GalleryServices,
  ) {
    super();
    const { library, status } = services;
    const transport = webviewTransport(panel.webview);
    const handlers = { ...this.viewHandlers(), ...this.handlers() };
    this.server = this.own(serve(galleryContract, transport, handlers, wordsForPages(services.log)));
    this.own(status.onDidChange((current) => this.server.notify('status', current)));
    this.own(library.onDidRestart(() => this.onRestart()));
    this.own(
      library.onDidChangeView((view) => {
        if (this.views.has(view.viewId)) this.server.notify('viewChanged', view);
      }),
    );
    panel.webview.html = webviewHtml(panel.webview, extensionUri, 'gallery', panel.title);
  }

  /** The asset under the page's cursor. */
  get currentId(): AssetId | null {
    return this.current;
  }

  /** What a title bar button or a native menu asks of the page. */
  perform(what: 'toggleView' | 'selectAll'): void {
    this.server.notify('perform', { what });
  }

  /** Makes the page open its view anew, and so read again all that it shows. */
  loseViews(): void {
    this.closeViews(() => true);
    this.server.notify('viewLost', null);
  }

  override dispose(): void {
    this.closeViews(() => true);
    this.services.showView(null);
    super.dispose();
  }

  private onRestart(): void {
    // The views are gone, and their numbers may be others' by now.
    this.views.clear();
    this.services.showView(null);
    this.server.notify('viewLost', null);
  }

  private viewHandlers() {
    const { library } = this.services;
    return {
      openView: async (query, signal) => {
        const view = await openView(library, query, signal);
        this.views.add(view.viewId);
        const [oldest] = this.views;
        if (this.views.size > maxViews) this.closeViews((viewId) => viewId === oldest);
        return view;
      },
      viewRows: async (range, signal) => {
        const page = await library.request('viewRows', this.ofOwnView(range), signal);
        return { ...page, rows: page.rows.map(toCard) };
      },
      viewIds: (range, signal) => library.request('viewIds', this.ofOwnView(range), signal),
      locateInView: (params, signal) => library.request('locateInView', this.ofOwnView(params), signal),
      findByName: (params, signal) => library.request('findByName', this.ofOwnView(params), signal),
      setCurrent: (params) => {
        const { viewId, id } = this.ofOwnView(params);
        this.current = id;
        this.services.showView(viewId);
        // Views before the one that is shown will not be asked about again.
        this.closeViews((other) => other < viewId);
        return null;
      },
    } satisfies Partial<Handlers<GalleryContract>>;
  }

  private handlers() {
    const { library, status, thumbnails, actions, runPageCommand } = this.services;
    return {
      ready: () => {
        // A page that starts over has forgotten its views.
        this.closeViews(() => true);
        library.wake();
        return { status: status.current };
      },
      thumbnail: async ({ id, widthPx }, signal) => {
        const picture = await thumbnails.get(id, widthPx, signal);
        return { uri: this.panel.webview.asWebviewUri(picture).toString() };
      },
      act: async ({ action, ids }, signal) => {
        await actions[action](await library.request('getAssets', { ids }, signal));
        return null;
      },
      runCommand: async ({ command }) => {
        await runPageCommand(command);
        return null;
      },
    } satisfies Partial<Handlers<GalleryContract>>;
  }

  private ofOwnView<P extends { readonly viewId: number }>(params: P): P {
    if (this.views.has(params.viewId)) return params;
    throw new LibraryError('view-unknown', 'This page has not opened that view.');
  }

  private closeViews(which: (viewId: number) => boolean): void {
    for (const viewId of [...this.views].filter(which)) {
      this.views.delete(viewId);
      closeView(this.services.library, viewId);
    }
  }
}
