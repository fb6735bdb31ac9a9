import assert from 'node:assert/strict';
import type { TreeNode } from '../../src/library/model';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile, type FileSpec } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';

describe('The tree', () => {
  const scratch = scratchFolder();
  const error = { code: 'empty', message: 'The file is empty.' } as const;
  const video: FileSpec = { kind: 'video', format: 'mp4', codec: 'h264' };
  let store: Store;

  before(() => {
    store = openStore(scratch.at('tree.db'));
    const upserts = [
      scannedFile('img10.png', { codec: 'png' }),
      scannedFile('img2.png', { codec: 'png', error }),
      scannedFile('trip 10/a.mp4', video),
      scannedFile('trip 2/day/b.mp4', video),
      scannedFile('trip 2/day/c.mp3', { kind: 'audio', format: 'mp3', codec: 'mp3' }),
      scannedFile('trip 2/d.svg', { format: 'svg' }),
      scannedFile('e.png', { root: '/backup/media', codec: 'png' }),
    ];
    store.apply(batch({ upserts }));
  });
  after(() => store.close());

  const roots = ['/media', '/backup/media', '/empty'];
  const page = (node: TreeNode, offset = 0, limit = 100) => store.treeChildren(node, roots, offset, limit);
  const branchesOf = (node: TreeNode) => page(node).branches.map(({ label, count }) => [label, count]);
  const namesOf = (node: TreeNode, offset?: number, limit?: number) =>
    page(node, offset, limit).assets.map(({ name }) => name);
  const folder = (path: string): TreeNode => ({ type: 'folder', root: '/media', folder: path });

  it('has a branch for each workspace folder, told apart, and one for problems', () => {
    assert.deepEqual(branchesOf({ type: 'roots' }), [
      ['media (/media)', 6],
      ['media (/backup/media)', 1],
      ['empty', 0],
      ['Problems', 1],
    ]);
    assert.deepEqual(page({ type: 'roots' }).branches[0]?.node, folder(''));
  });

  it('shows a folder: subfolders with all they hold, then files, both in natural order', () => {
    assert.deepEqual(branchesOf(folder('')), [
      ['trip 2', 3],
      ['trip 10', 1],
    ]);
    assert.deepEqual(namesOf(folder('')), ['img2.png', 'img10.png']);
    assert.deepEqual(page(folder('')).branches[0]?.node, folder('trip 2'));
    assert.deepEqual(branchesOf(folder('trip 2')), [['day', 2]]);
    assert.deepEqual(namesOf(folder('trip 2/day')), ['b.mp4', 'c.mp3']);
    assert.deepEqual(page(folder('no such')), { branches: [], assets: [], assetTotal: 0 });
  });

  it('pages files, with branches on the first page only', () => {
    assert.deepEqual(namesOf(folder(''), 0, 1), ['img2.png']);
    assert.equal(page(folder(''), 0, 1).assetTotal, 2);
    assert.deepEqual(namesOf(folder(''), 1, 1), ['img10.png']);
    assert.deepEqual(page(folder(''), 1, 1).branches, []);
  });

  it('groups by kind, format and codec', () => {
    assert.deepEqual(branchesOf({ type: 'groups', by: 'kind' }), [
      ['image', 4],
      ['video', 2],
      ['audio', 1],
      ['Problems', 1],
    ]);
    assert.deepEqual(
      branchesOf({ type: 'groups', by: 'format' }).map(([label]) => label),
      ['mp3', 'mp4', 'png', 'svg', 'Problems'],
    );
    assert.deepEqual(
      branchesOf({ type: 'groups', by: 'codec' }).map(([label]) => label),
      ['h264', 'mp3', 'png', 'none', 'Problems'],
    );
    assert.deepEqual(namesOf({ type: 'group', by: 'format', value: 'png' }), [
      'e.png',
      'img2.png',
      'img10.png',
    ]);
    assert.deepEqual(namesOf({ type: 'group', by: 'codec', value: '' }), ['d.svg']);
    assert.equal(page({ type: 'group', by: 'kind', value: 'image' }, 0, 1).assetTotal, 4);
    assert.equal(page({ type: 'group', by: 'codec', value: 'vp9' }).assetTotal, 0);
  });

  it('lists the files with problems', () => {
    const { assets, assetTotal } = page({ type: 'problems' });
    assert.equal(assetTotal, 1);
    assert.deepEqual(assets[0]?.error, error);
  });

  it('forgets folders with their last file', () => {
    store.apply(batch({ departures: ['/media/trip 10/a.mp4'] }));
    assert.deepEqual(branchesOf(folder('')), [['trip 2', 3]]);
    store.departFolder('/media', 'trip 2/day', 100, Infinity);
    assert.deepEqual(branchesOf(folder('')), [['trip 2', 1]]);
    assert.deepEqual(branchesOf(folder('trip 2')), []);
  });
});
