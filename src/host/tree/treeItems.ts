import { basename, join } from 'node:path';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, workspace } from 'vscode';
import { formatNumber } from '../../common/format';
import { kindIcons } from '../../common/kindIcons';
import { troubleOf } from '../../common/sentences';
import { assetKinds, type TreeBranch } from '../../library/model';
import type { CommandId, NodeContext } from '../ids';
import { AssetNode, BranchNode, type Node, type RangeNode } from './nodes';

/** How a node looks, but for its tooltip. */
export function treeItemOf(node: Node): TreeItem {
  if (node instanceof AssetNode) return assetItem(node);
  return node instanceof BranchNode ? branchItem(node) : rangeItem(node);
}

function assetItem(node: AssetNode): TreeItem {
  const { asset, listedUnder } = node;
  const item = new TreeItem(asset.name);
  const trouble = troubleOf(asset);
  item.id = node.key;
  item.description = trouble ?? (listedUnder === 'folder' ? '' : asset.folder);
  item.iconPath = trouble ? warningIcon() : new ThemeIcon(kindIcons[asset.kind]);
  // For the decorations of source control and for dragging; the icon stays ours.
  item.resourceUri = Uri.file(asset.filePath);
  item.contextValue = 'asset' satisfies NodeContext;
  item.command = {
    command: 'mediaLibrary.openPreview' satisfies CommandId,
    title: 'Open Preview',
    arguments: [node],
  };
  return item;
}

function branchItem({ key, branch }: BranchNode): TreeItem {
  const item = new TreeItem(labelOf(branch), TreeItemCollapsibleState.Collapsed);
  item.id = key;
  item.description = formatNumber(branch.count);
  item.iconPath = branchIcon(branch.node);
  item.contextValue = (branch.node.type === 'folder' ? 'folder' : 'group') satisfies NodeContext;
  if (branch.node.type === 'folder') item.resourceUri = Uri.file(join(branch.node.root, branch.node.folder));
  return item;
}

function rangeItem({ key, firstName, lastName, count }: RangeNode): TreeItem {
  const item = new TreeItem(`${firstName} … ${lastName}`, TreeItemCollapsibleState.Collapsed);
  item.id = key;
  item.description = formatNumber(count);
  item.iconPath = new ThemeIcon('files');
  item.contextValue = 'group' satisfies NodeContext;
  return item;
}

/** A workspace file may give its folders names of their own, which the library does not know. */
function labelOf({ node, label }: TreeBranch): string {
  if (node.type !== 'folder' || node.folder !== '') return label;
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === node.root);
  return folder && folder.name !== basename(node.root) ? folder.name : label;
}

function branchIcon(node: TreeBranch['node']): ThemeIcon {
  switch (node.type) {
    case 'folder':
      return node.folder === '' ? new ThemeIcon('root-folder') : ThemeIcon.Folder;
    case 'problems':
      return warningIcon();
    case 'group': {
      const kind = assetKinds.find((one) => node.by === 'kind' && one === node.value);
      return new ThemeIcon(kind ? kindIcons[kind] : 'file-binary');
    }
  }
}

function warningIcon(): ThemeIcon {
  return new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
}
