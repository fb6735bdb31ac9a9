import { EndOfLine, ViewColumn, window, workspace, type TextDocument, type TextEditor, Uri } from 'vscode';
import type { Asset } from '../../library/model';
import { relativePath, snippetFor, type SnippetSource } from './snippets';

type Insertable = SnippetSource & Pick<Asset, 'filePath'>;

/** Writes what shows these assets at every cursor, one below the other, in place of what is selected. */
export async function insertIntoEditor(
  editor: TextEditor | undefined,
  assets: readonly Insertable[],
): Promise<void> {
  if (!editor) {
    void window.showInformationMessage('Open a text file to insert into.');
    return;
  }
  const { document } = editor;
  const folder = folderOf(document).path;
  const text = assets
    .map((asset) =>
      snippetFor(document.languageId, asset, relativePath(folder, Uri.file(asset.filePath).path)),
    )
    .join(document.eol === EndOfLine.LF ? '\n' : '\r\n');
  const shown = await window.showTextDocument(document, editor.viewColumn ?? ViewColumn.Active);
  await shown.edit((edit) => {
    for (const selection of shown.selections) edit.replace(selection, text);
  });
}

/** An unsaved document is taken to lie at the top of the workspace. */
function folderOf(document: TextDocument): Uri {
  if (!document.isUntitled) return Uri.joinPath(document.uri, '..');
  return workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
}
