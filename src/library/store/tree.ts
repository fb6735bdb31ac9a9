import { basename } from 'node:path';
import {
  assetKinds,
  type Asset,
  type AssetId,
  type GroupField,
  type TreeBranch,
  type TreeNode,
  type TreePage,
} from '../model';
import type { Assets } from './assets';
import type { Database } from './database';
import type { Folders } from './folders';
import { naturalSortKey } from './naturalSort';
import type { Tallies } from './tallies';

export interface Tree {
  /**
   * Branches come with the first page (`offset` 0) only; assets in natural order of their names. `roots` are the
   * workspace folders, each a branch of the node `roots`, whether or not it holds assets.
   */
  treeChildren(node: TreeNode, roots: readonly string[], offset: number, limit: number): TreePage;
}

export function openTree(database: Database, assets: Assets, folders: Folders, tallies: Tallies): Tree {
  const inFolder = pageWhere('folder_id = ?');
  const inGroup = {
    kind: pageWhere('kind = ?'),
    format: pageWhere('format = ?'),
    codec: pageWhere('codec IS ?'),
  };
  const inProblems = pageWhere('error_code IS NOT NULL');

  function pageWhere(condition: string) {
    const select = database.pluck<(string | number | null)[], AssetId>(
      `SELECT id FROM media_assets WHERE ${condition} ORDER BY sort_name, id LIMIT ? OFFSET ?`,
    );
    return (offset: number, limit: number, ...values: (string | number | null)[]) =>
      assets.get(select.all(...values, limit, offset));
  }

  function problemsBranch(): TreeBranch[] {
    const count = tallies.stats().problems;
    return count === 0 ? [] : [{ node: { type: 'problems' }, label: 'Problems', count }];
  }

  function rootBranches(roots: readonly string[]): TreeBranch[] {
    const names = roots.map((root) => basename(root) || root);
    return roots.map((root, index) => {
      const name = names[index] ?? root;
      const isAmbiguous = names.indexOf(name) !== names.lastIndexOf(name);
      return {
        node: { type: 'folder', root, folder: '' },
        label: isAmbiguous ? `${name} (${root})` : name,
        count: folders.assetsAnywhereIn(root),
      };
    });
  }

  function folderBranches(root: string, folder: string): TreeBranch[] {
    return folders.subfolders(root, folder).map(({ path, name, count }) => ({
      node: { type: 'folder', root, folder: path },
      label: name,
      count,
    }));
  }

  function groupBranches(by: GroupField): TreeBranch[] {
    return tallies
      .groups(by)
      .map(({ value, count }) => ({ value, count, key: groupKey(by, value) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ value, count }) => ({
        node: { type: 'group', by, value },
        label: value === '' ? 'none' : value,
        count,
      }));
  }

  function groupTotal(by: GroupField, value: string): number {
    return tallies.groups(by).find((group) => group.value === value)?.count ?? 0;
  }

  /** Where a node's content comes from; asked only for what a page needs. */
  function contentOf(node: TreeNode, roots: readonly string[]): Content {
    switch (node.type) {
      case 'roots':
        return { ...noAssets, branches: () => [...rootBranches(roots), ...problemsBranch()] };
      case 'groups':
        return { ...noAssets, branches: () => [...groupBranches(node.by), ...problemsBranch()] };
      case 'folder': {
        const { root, folder } = node;
        const id = folders.idOf(root, folder);
        if (id === null) return { ...noAssets, branches: () => [] };
        return {
          branches: () => folderBranches(root, folder),
          assets: (offset, limit) => inFolder(offset, limit, id),
          assetTotal: folders.assetsDirectlyIn(root, folder),
        };
      }
      case 'group': {
        const value = node.by === 'codec' && node.value === '' ? null : node.value;
        return {
          branches: () => [],
          assets: (offset, limit) => inGroup[node.by](offset, limit, value),
          assetTotal: groupTotal(node.by, node.value),
        };
      }
      case 'problems':
        return {
          branches: () => [],
          assets: inProblems,
          assetTotal: tallies.stats().problems,
        };
    }
  }

  return {
    treeChildren(node, roots, offset, limit) {
      const { branches, assets: page, assetTotal } = contentOf(node, roots);
      return { branches: offset === 0 ? branches() : [], assets: page(offset, limit), assetTotal };
    },
  };
}

interface Content {
  readonly branches: () => TreeBranch[];
  readonly assets: (offset: number, limit: number) => Asset[];
  readonly assetTotal: number;
}

const noAssets = { assets: () => [], assetTotal: 0 };

/** Kinds in the order of the model, other groups by name; what has no value comes last. */
function groupKey(by: GroupField, value: string): string {
  if (by === 'kind') return String(assetKinds.findIndex((kind) => kind === value));
  return value === '' ? '\uffff' : naturalSortKey(value);
}
