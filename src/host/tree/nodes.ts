import type { Asset, TreeBranch, TreeNode, TreePage } from '../../library/model';

/** What the sidebar shows, as VS Code holds it. `key` is the same for the same thing after every refresh. */
export type Node = BranchNode | RangeNode | AssetNode;

export class BranchNode {
  constructor(
    readonly key: string,
    readonly branch: TreeBranch,
  ) {}
}

/** A stretch of the assets of a node that holds very many. */
export class RangeNode {
  constructor(
    readonly key: string,
    readonly parent: TreeNode,
    readonly offset: number,
    readonly count: number,
    /** Names of its first and last asset. */
    readonly firstName: string,
    readonly lastName: string,
  ) {}
}

export class AssetNode {
  constructor(
    readonly key: string,
    readonly asset: Asset,
    /** Where it is listed: in its folder, or among assets of many folders. */
    readonly listedUnder: TreeNode['type'],
  ) {}
}

export type ReadPage = (node: TreeNode, offset: number, limit: number) => Promise<TreePage>;

/** What the library gives at once, so what a node shows without being cut into ranges. */
const pageSize = 1000;
const rangeSize = 500;

/** The children of a node of the library's tree; `key` is that node's own. */
export async function childrenOf(node: TreeNode, key: string, read: ReadPage): Promise<Node[]> {
  const page = await read(node, 0, pageSize);
  const branches = page.branches.map((branch) => new BranchNode(`${key}/${branchKey(branch.node)}`, branch));
  const assets =
    page.assetTotal <= pageSize
      ? assetNodes(page.assets, node, key)
      : await rangeNodes(node, key, page.assetTotal, read);
  return [...branches, ...assets];
}

/** The root's children. One workspace folder is not worth a level of its own. */
export async function topLevel(node: TreeNode, read: ReadPage): Promise<Node[]> {
  const nodes = await childrenOf(node, node.type, read);
  const folders = nodes.filter((child) => child instanceof BranchNode && child.branch.node.type === 'folder');
  const [only] = folders;
  if (folders.length !== 1 || !(only instanceof BranchNode)) return nodes;
  const rest = nodes.filter((child) => child !== only);
  return [...(await childrenOf(only.branch.node, only.key, read)), ...rest];
}

export async function childrenOfRange(range: RangeNode, read: ReadPage): Promise<Node[]> {
  const { assets } = await read(range.parent, range.offset, range.count);
  return assetNodes(assets, range.parent, range.key);
}

async function rangeNodes(node: TreeNode, key: string, total: number, read: ReadPage): Promise<Node[]> {
  const offsets = Array.from({ length: Math.ceil(total / rangeSize) }, (_, index) => index * rangeSize);
  const nameAt = async (offset: number) => (await read(node, offset, 1)).assets[0]?.name ?? '';
  return await Promise.all(
    offsets.map(async (offset) => {
      const count = Math.min(rangeSize, total - offset);
      const [first, last] = await Promise.all([nameAt(offset), nameAt(offset + count - 1)]);
      return new RangeNode(`${key}/${offset}+`, node, offset, count, first, last);
    }),
  );
}

function assetNodes(assets: readonly Asset[], under: TreeNode, key: string): AssetNode[] {
  return assets.map((asset) => new AssetNode(`${key}/#${asset.id}`, asset, under.type));
}

function branchKey(node: TreeBranch['node']): string {
  switch (node.type) {
    case 'folder':
      return `folder:${node.root}:${node.folder}`;
    case 'group':
      return `${node.by}:${node.value}`;
    case 'problems':
      return 'problems';
  }
}
