import { Uri, ViewColumn, window, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { AssetId } from '../../library/model';
import { Owner } from '../disposal';
import { galleryViewType } from '../ids';
import { pageFolder } from '../webviewHtml';
import { GalleryPage } from './galleryPage';
import type { GalleryServices } from './galleryServices';

/** The one gallery panel, made when it is first asked for and restored after a reload. */
export class Gallery extends Owner implements WebviewPanelSerializer {
  private shown: { readonly panel: WebviewPanel; readonly page: GalleryPage } | null = null;

  constructor(
    private readonly extensionUri: Uri,
    private readonly cacheFolder: Uri,
    private readonly services: GalleryServices,
  ) {
    super();
    this.own(window.registerWebviewPanelSerializer(galleryViewType, this));
    this.own({
      dispose: () => {
        this.shown?.panel.dispose();
      },
    });
  }

  open(): GalleryPage {
    if (!this.shown) {
      const panel = window.createWebviewPanel(galleryViewType, 'Media Gallery', ViewColumn.Active);
      return this.adopt(panel);
    }
    this.shown.panel.reveal();
    return this.shown.page;
  }

  /** The asset under the gallery's cursor; null unless the gallery is where the user works. */
  get currentId(): AssetId | null {
    return this.shown?.panel.active ? this.shown.page.currentId : null;
  }

  /** Null while no gallery is open. */
  get page(): GalleryPage | null {
    return this.shown?.page ?? null;
  }

  deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    // One is enough: a second could only come from a window that was restored while ours opened.
    if (this.shown) panel.dispose();
    else this.adopt(panel);
    return Promise.resolve();
  }

  private adopt(panel: WebviewPanel): GalleryPage {
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(this.extensionUri), this.cacheFolder],
    };
    const icon = (theme: 'light' | 'dark') => {
      return Uri.joinPath(this.extensionUri, 'media', 'gallery', `${theme}.svg`);
    };
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const page = new GalleryPage(panel, this.extensionUri, this.services);
    panel.onDidDispose(() => {
      this.shown = null;
      page.dispose();
    });
    this.shown = { panel, page };
    return page;
  }
}
