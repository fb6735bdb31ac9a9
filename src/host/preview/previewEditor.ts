import { Uri, type CustomDocument, type CustomReadonlyEditorProvider, type WebviewPanel } from 'vscode';
import { LibraryError } from '../../library/model';
import { pageFolder } from '../webviewHtml';
import { PreviewPage, type PreviewFrame } from './previewPage';
import type { PreviewServices } from './previewServices';

export const onDiskOnly = 'Only files on a disk can be previewed.';

/**
 * The same preview as an editor: for *Reopen Editor With…*, for any media file, in the library or not. The user, through VS Code,
 * chose the document, so it may lie outside the workspace; then its page sees that one folder and no other.
 */
export class PreviewEditors implements CustomReadonlyEditorProvider {
  constructor(private readonly services: PreviewServices) {}

  openCustomDocument(uri: Uri): CustomDocument {
    if (uri.scheme !== 'file') throw new Error(onDiskOnly);
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    const { extensionUri, cacheFolder } = this.services;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(extensionUri), cacheFolder, Uri.joinPath(uri, '..')],
    };
    const page = new PreviewPage(uri.fsPath, panel.webview, frameOf(uri), this.services);
    panel.onDidDispose(() => page.dispose());
  }
}

/** An editor shows its own document and nothing else. */
function frameOf(document: Uri): PreviewFrame {
  return {
    keep: null,
    order: null,
    pinned: null,
    setPinned: () => Promise.reject(new LibraryError('invalid-message', 'An editor cannot be pinned here.')),
    willShow: () => Promise.resolve(),
    uriOf: (filePath) =>
      filePath === document.fsPath
        ? Promise.resolve(document)
        : Promise.reject(new LibraryError('outside-workspace', 'An editor shows its own document only.')),
  };
}
