import { window, type Memento, type QuickPickItem } from 'vscode';
import { groupFields, type GroupField, type TreeNode } from '../../library/model';

/** How the sidebar is arranged: like the disk, or by what the files are. */
export type Grouping = 'folder' | GroupField;
const groupings: readonly Grouping[] = ['folder', ...groupFields];
const mementoKey = 'tree.grouping';

const labels: Readonly<Record<Grouping, string>> = {
  folder: '$(folder) Folder',
  kind: '$(symbol-enum) Kind',
  format: '$(file-binary) Format',
  codec: '$(settings-gear) Codec',
};

export function rememberedGrouping(memento: Memento): Grouping {
  const remembered = memento.get<unknown>(mementoKey);
  return groupings.find((grouping) => grouping === remembered) ?? 'folder';
}

export async function rememberGrouping(memento: Memento, grouping: Grouping): Promise<void> {
  await memento.update(mementoKey, grouping);
}

export function rootNode(grouping: Grouping): TreeNode {
  return grouping === 'folder' ? { type: 'roots' } : { type: 'groups', by: grouping };
}

/** Undefined when the user backs out. */
export async function pickGrouping(current: Grouping): Promise<Grouping | undefined> {
  const items = groupings.map((grouping): QuickPickItem & { grouping: Grouping } => ({
    grouping,
    label: labels[grouping],
    ...(grouping === current ? { description: 'current' } : {}),
  }));
  const picked = await window.showQuickPick(items, { title: 'Group media by', placeHolder: 'Group by …' });
  return picked?.grouping;
}
