import { commands, env, Uri, window, workspace, type TextEditor } from 'vscode';
import type { Asset, AssetId } from '../../library/model';
import type { AssetAction } from '../../protocol/pages';
import type { Resources } from '../resources';
import { insertIntoEditor } from './insert';

/** A file to act on; without an id it is not in the library. */
export type ActionTarget = Pick<Asset, 'filePath' | 'kind' | 'title' | 'width' | 'height'> & {
  readonly id: AssetId | null;
};

export interface Previewer {
  open(
    target: AssetId | Uri,
    where: { readonly beside: boolean; readonly preserveFocus: boolean },
  ): Promise<void>;
}

export type AssetActions = Readonly<Record<AssetAction, (targets: readonly ActionTarget[]) => Promise<void>>>;

/**
 * What can be done with files, from wherever it is asked. Only files in the workspace are touched; what can be done with
 * one file at a time is done with the first.
 */
export function assetActions(
  previewer: Previewer,
  resources: Resources,
  textEditor: () => TextEditor | undefined,
): AssetActions {
  const preview = async (targets: readonly ActionTarget[], beside: boolean, preserveFocus = false) => {
    const [first] = targets;
    if (first) await previewer.open(first.id ?? Uri.file(first.filePath), { beside, preserveFocus });
  };
  const copy = async (targets: readonly ActionTarget[], nameOf: (filePath: string) => string) => {
    await env.clipboard.writeText(targets.map(({ filePath }) => nameOf(filePath)).join('\n'));
  };
  return {
    // Code stays in sight: what is looked at opens beside it.
    openPreview: (targets) => preview(targets, window.activeTextEditor !== undefined),
    openPreviewToSide: (targets) => preview(targets, true),
    peek: (targets) => preview(targets, true, true),
    openFile: async ([first]) => {
      if (first) await commands.executeCommand('vscode.open', await resources.uriOf(first.filePath));
    },
    revealInExplorer: async ([first]) => {
      if (first) await commands.executeCommand('revealInExplorer', await resources.uriOf(first.filePath));
    },
    copyPath: (targets) => copy(targets, (filePath) => filePath),
    copyRelativePath: (targets) => copy(targets, (filePath) => workspace.asRelativePath(filePath)),
    insertIntoEditor: (targets) => insertIntoEditor(textEditor(), targets),
  };
}
