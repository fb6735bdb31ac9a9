import { randomUUID } from 'node:crypto';
import { safeParse } from 'valibot';
import { Uri, ViewColumn, window, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import { LibraryError } from '../../library/model';
import { previewPageState } from '../../protocol/pages';
import { Owner } from '../disposal';
import { onDiskOnly, PreviewEditors } from './previewEditor';
import { PreviewPanel } from './previewPanel';
import type { PreviewServices, PreviewTarget } from './previewServices';
import { RememberedPanels, type RememberedPanel } from './rememberedPanels';

export const previewPanelType = 'mediaLibrary.previewPanel';
export const previewEditorType = 'mediaLibrary.preview';

export interface OpenOptions {
  /** In an editor group other than the active one; else where a panel is already, or in the active group. */
  readonly beside: boolean;
  readonly preserveFocus?: boolean;
}

/** Every preview of this window: the panel that is used over and over, those that were pinned, and the editors. */
export class Previews extends Owner implements WebviewPanelSerializer {
  private readonly panels = new Set<PreviewPanel>();
  private readonly memory: RememberedPanels;

  constructor(private readonly services: PreviewServices) {
    super();
    this.memory = new RememberedPanels(services.workspaceState);
    this.own(window.registerWebviewPanelSerializer(previewPanelType, this));
    this.own(
      window.registerCustomEditorProvider(previewEditorType, new PreviewEditors(services), {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
  }

  override dispose(): void {
    for (const panel of this.panels) panel.dispose();
    super.dispose();
  }

  /** Fails with `outside-workspace` or `asset-unknown`. */
  async open(target: PreviewTarget, { beside, preserveFocus = false }: OpenOptions): Promise<void> {
    const filePath = await this.filePathOf(target);
    const free = [...this.panels].find((panel) => !panel.pinned);
    if (free) {
      await free.page.show(filePath);
      const isInTheWay = beside && free.panel.viewColumn === window.tabGroups.activeTabGroup.viewColumn;
      free.panel.reveal(isInTheWay ? ViewColumn.Beside : undefined, preserveFocus);
      return;
    }
    // Before there is a panel that would have to be closed again.
    await this.services.resources.uriOf(filePath);
    const viewColumn = beside ? ViewColumn.Beside : ViewColumn.Active;
    const panel = window.createWebviewPanel(previewPanelType, '', { viewColumn, preserveFocus });
    this.adopt(panel, { filePath, pinned: false });
  }

  /** In the panel that is in front, if there is one. */
  async step(delta: -1 | 1): Promise<void> {
    await [...this.panels].find(({ panel }) => panel.active)?.page.step(delta);
  }

  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const kept = safeParse(previewPageState, state);
    const shown = kept.success ? this.memory.find(kept.output.panelKey) : null;
    // Without a word of what it showed there is nothing to bring back.
    if (kept.success && shown) this.adopt(panel, shown, kept.output.panelKey);
    else panel.dispose();
    return Promise.resolve();
  }

  private adopt(panel: WebviewPanel, shown: RememberedPanel, panelKey: string = randomUUID()): void {
    const added = new PreviewPanel(panel, panelKey, shown, this.memory, this.services);
    this.panels.add(added);
    panel.onDidDispose(() => this.panels.delete(added));
  }

  private async filePathOf(target: PreviewTarget): Promise<string> {
    if (target instanceof Uri) {
      if (target.scheme !== 'file') throw new LibraryError('outside-workspace', onDiskOnly);
      return target.fsPath;
    }
    const [asset] = (await this.services.library()?.request('getAssets', { ids: [target] })) ?? [];
    if (!asset) throw new LibraryError('asset-unknown', 'This file is no longer in the library.');
    return asset.filePath;
  }
}
