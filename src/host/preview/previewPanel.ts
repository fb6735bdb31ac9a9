import { basename } from 'node:path';
import { Uri, workspace, type WebviewPanel } from 'vscode';
import type { PreviewPageState } from '../../protocol/pages';
import { Owner } from '../disposal';
import { pageFolder } from '../webviewHtml';
import type { PreviewOrder } from './previewOrder';
import { kindOf } from './previewedFile';
import { PreviewPage, type PreviewFrame } from './previewPage';
import type { PreviewServices } from './previewServices';
import type { RememberedPanel, RememberedPanels } from './rememberedPanels';

/** A preview in a panel of its own: shows one file after the other, unless it is pinned to one. Ends with its panel. */
export class PreviewPanel extends Owner implements PreviewFrame {
  readonly keep: PreviewPageState;
  readonly order: PreviewOrder;
  readonly page: PreviewPage;

  constructor(
    readonly panel: WebviewPanel,
    panelKey: string,
    private shown: RememberedPanel,
    private readonly memory: RememberedPanels,
    private readonly services: PreviewServices,
  ) {
    super();
    this.keep = { panelKey };
    this.order = services.order;
    const allowFolders = () => (panel.webview.options = optionsIn(services));
    allowFolders();
    this.own(workspace.onDidChangeWorkspaceFolders(allowFolders));
    this.page = this.own(new PreviewPage(shown.filePath, panel.webview, this, services));
    void this.become(shown);
    panel.onDidDispose(() => {
      this.dispose();
      void memory.forget(panelKey);
    });
  }

  get pinned(): boolean {
    return this.shown.pinned;
  }

  setPinned(pinned: boolean): Promise<void> {
    return this.become({ ...this.shown, pinned });
  }

  willShow(filePath: string): Promise<void> {
    return this.become({ ...this.shown, filePath });
  }

  uriOf(filePath: string): Promise<Uri> {
    return this.services.resources.uriOf(filePath);
  }

  private async become(shown: RememberedPanel): Promise<void> {
    this.shown = shown;
    this.panel.title = basename(shown.filePath);
    this.panel.iconPath = {
      light: this.icon(shown.filePath, 'light'),
      dark: this.icon(shown.filePath, 'dark'),
    };
    await this.memory.remember(this.keep.panelKey, shown);
  }

  private icon(filePath: string, theme: 'light' | 'dark'): Uri {
    const { extensionUri } = this.services;
    return Uri.joinPath(extensionUri, 'media', 'preview', `${kindOf(filePath)}-${theme}.svg`);
  }
}

/** Scripts of ours, files of the workspace and thumbnails: a page can load nothing else. */
function optionsIn({ extensionUri, cacheFolder }: PreviewServices) {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return { enableScripts: true, localResourceRoots: [pageFolder(extensionUri), cacheFolder, ...folders] };
}
