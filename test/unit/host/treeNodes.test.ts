import assert from 'node:assert/strict';
import {
  AssetNode,
  BranchNode,
  childrenOf,
  childrenOfRange,
  RangeNode,
  topLevel,
  type Node,
  type ReadPage,
} from '../../../src/host/tree/nodes';
import type { Asset, TreeBranch, TreeNode } from '../../../src/library/model';
import { assetFor } from '../../support/assets';

const folder: TreeNode = { type: 'folder', root: '/ws', folder: '' };
const rootBranch = (root: string): TreeBranch => ({
  node: { type: 'folder', root, folder: '' },
  label: root,
  count: 1,
});
const problems: TreeBranch = { node: { type: 'problems' }, label: 'Problems', count: 1 };

/** A library whose every folder holds these, and whose roots are those. */
function libraryOf(total: number, roots: readonly TreeBranch[] = []): { read: ReadPage; reads: number[] } {
  const sample = assetFor('package.json', { kind: 'image', format: 'png' });
  const asset = (index: number): Asset => ({ ...sample, id: index + 1, name: `img_${index + 1}` });
  const reads: number[] = [];
  const read: ReadPage = (node, offset, limit) => {
    reads.push(limit);
    if (node.type === 'roots') return Promise.resolve({ branches: roots, assets: [], assetTotal: 0 });
    const length = Math.max(0, Math.min(limit, total - offset));
    const assets = Array.from({ length }, (_, index) => asset(offset + index));
    return Promise.resolve({ branches: [], assets, assetTotal: total });
  };
  return { read, reads };
}

const names = (nodes: readonly Node[]) =>
  nodes.map((node) => {
    if (node instanceof AssetNode) return node.asset.name;
    return node instanceof BranchNode ? node.branch.label : `${node.firstName} … ${node.lastName}`;
  });

describe('tree nodes', () => {
  it('list a folder of a thousand files', async () => {
    const nodes = await childrenOf(folder, 'key', libraryOf(1000).read);
    assert.equal(nodes.length, 1000);
  });

  it('cut a larger one into ranges that hold every file once', async () => {
    const { read } = libraryOf(1201);
    const nodes = await childrenOf(folder, 'key', read);
    assert.deepEqual(names(nodes), ['img_1 … img_500', 'img_501 … img_1000', 'img_1001 … img_1201']);
    const ranges = nodes.filter((node) => node instanceof RangeNode);
    const held = await Promise.all(ranges.map((range) => childrenOfRange(range, read)));
    assert.deepEqual(
      names(held.flat()),
      Array.from({ length: 1201 }, (_, index) => `img_${index + 1}`),
    );
  });

  it('read little of a folder of 50,000', async () => {
    const { read, reads } = libraryOf(50_000);
    assert.equal((await childrenOf(folder, 'key', read)).length, 100);
    assert.ok(reads.reduce((sum, limit) => sum + limit, 0) <= 1200);
  });

  it('spare a single workspace folder its own level, but keep the problems', async () => {
    const one = libraryOf(2, [rootBranch('/ws'), problems]);
    assert.deepEqual(names(await topLevel({ type: 'roots' }, one.read)), ['img_1', 'img_2', 'Problems']);
    const two = libraryOf(2, [rootBranch('/a'), rootBranch('/b')]);
    assert.deepEqual(names(await topLevel({ type: 'roots' }, two.read)), ['/a', '/b']);
  });

  it('have keys that are unique, and the same after a refresh', async () => {
    const { read } = libraryOf(3, [rootBranch('/a'), rootBranch('/b'), problems]);
    const keys = async () => {
      const top = await topLevel({ type: 'roots' }, read);
      const below = top.map((node) =>
        node instanceof BranchNode ? childrenOf(node.branch.node, node.key, read) : Promise.resolve([]),
      );
      return [top, ...(await Promise.all(below))].flat().map(({ key }) => key);
    };
    const first = await keys();
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(await keys(), first);
  });
});
