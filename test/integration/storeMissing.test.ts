import assert from 'node:assert/strict';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';
import { assertConsistent } from '../support/storeConsistency';

describe('Missing folders', () => {
  const scratch = scratchFolder();
  let databaseFile: string;
  let store: Store;
  let databases = 0;
  beforeEach(() => {
    databaseFile = scratch.at(`${++databases}.db`);
    store = openStore(databaseFile);
    const upserts = ['a', 'x/b', 'x/c', 'x/y/d', 'x y/e'].map((path) => scannedFile(path));
    store.apply(batch({ upserts: [...upserts, scannedFile('f', { root: '/other' })] }));
  });
  afterEach(() => {
    store.close();
    assertConsistent(databaseFile);
  });
  const sinceOf = (path: string) => store.find(`/media/${path}`)?.missingSinceMs;
  const all = ['a', 'x/b', 'x/y/d', 'x y/e'];

  it('keep their assets, which say since when they are missing', () => {
    const before = store.get([1, 2, 3, 4, 5, 6]);
    assert.equal(store.setMissing('/media', 'x', 50, { below: true }), 3);
    assert.deepEqual(all.map(sinceOf), [null, 50, 50, null]);
    const { total, missing } = store.stats();
    assert.deepEqual([total, missing], [6, 3]);
    assert.deepEqual(
      store.get([1, 2, 3, 4, 5, 6]).map((asset) => ({ ...asset, missingSinceMs: null })),
      before,
    );
    assert.equal(store.setMissing('/media', 'x', null, { below: true }), 3);
    assert.deepEqual(store.get([1, 2, 3, 4, 5, 6]), before);
    assert.equal(store.stats().missing, 0);
  });

  it('keep the time since which they are', () => {
    assert.equal(store.markMissing('/media', 'x/y', 10), 1);
    assert.equal(store.markMissing('/media', '', 20), 4);
    assert.equal(store.markMissing('/media', '', 30), 0);
    assert.deepEqual(all.map(sinceOf), [20, 20, 10, 20]);
    assert.equal(store.find('/other/f')?.missingSinceMs, null);
  });

  it('come back one by one', () => {
    store.markMissing('/media', '', 10);
    assert.ok(store.isMissing('/media', 'x'));
    store.markFound('/media', 'x');
    assert.ok(!store.isMissing('/media', 'x'));
    assert.deepEqual(all.map(sinceOf), [10, null, 10, 10]);
    assert.equal(store.setMissing('/media', 'x', 20, { below: false }), 2);
    assert.equal(store.stats().missing, 5);
  });

  it('may be unknown', () => {
    assert.equal(store.markMissing('/media', 'no such', 10), 0);
    assert.ok(!store.isMissing('/media', 'no such'));
    store.markFound('/media', 'no such');
  });

  it('are news for the views that show them, and no others', () => {
    const open = (search: string) =>
      store.openView({ search, kinds: [], sort: { field: 'name', descending: false } });
    const [inX, outside] = [open('x/y'), open('e')];
    store.markMissing('/media', 'x', 10);
    assert.deepEqual(store.refreshViews(), [{ ...inX, version: 2 }]);
    store.markMissing('/media', 'x', 20);
    assert.deepEqual(store.refreshViews(), []);
    store.markFound('/media', 'x/y');
    assert.deepEqual(store.refreshViews(), [{ ...inX, version: 3 }]);
    store.setMissing('/media', 'x y', 10, { below: false });
    assert.deepEqual(store.refreshViews(), [{ ...outside, version: 2 }]);
  });
});

describe('Assets that wait for the index', () => {
  const scratch = scratchFolder();

  it('are found meanwhile, changed or not', () => {
    const databaseFile = scratch.at('waiting.db');
    const store = openStore(databaseFile);
    const { viewId } = store.openView({ search: '', kinds: [], sort: { field: 'name', descending: false } });
    const found = (search: string) => {
      const view = store.openView({ search, kinds: [], sort: { field: 'name', descending: false } });
      return store.viewRows(view.viewId, 0, 9).rows.map(({ name }) => name);
    };
    const add = (path: string, artist: string) =>
      store.apply(batch({ upserts: [scannedFile(path, { artist })] }));
    add('lake 1', 'Ann');
    add('lake 2', 'Ben');
    add('lake 3', 'Cid');
    assert.deepEqual(found('lake'), ['lake 1', 'lake 2', 'lake 3']);
    assert.deepEqual(found('la 2'), ['lake 2']);
    store.refreshViews();
    assert.deepEqual(store.findByName(viewId, 'LAKE 3', 0).index, 2);

    assert.deepEqual(store.indexPending(2), { isDone: false });
    assert.deepEqual(found('lake'), ['lake 1', 'lake 2', 'lake 3']);
    assert.deepEqual(store.findByName(viewId, 'lake 1', 0).index, 0);
    add('lake 1', 'Dora');
    add('lake 3', 'Eva');
    assert.deepEqual([found('ann'), found('dora'), found('eva')], [[], ['lake 1'], ['lake 3']]);
    store.departFolder('/media', '', 1, Infinity);
    assert.deepEqual(found('lake').length, 2);

    assert.deepEqual(store.indexPending(2), { isDone: true });
    assert.deepEqual(store.indexPending(2), { isDone: true });
    store.close();
    assertConsistent(databaseFile);
  });
});
