import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { Library } from '../../src/library/library';
import type { AssetQuery } from '../../src/library/model';
import { openTestLibrary, settingsFor, type EventLog } from '../support/libraryRig';
import { counts } from '../support/scanRig';
import { TempFolder } from '../support/tempFolder';

const everything: AssetQuery = { search: '', kinds: [], sort: { field: 'name', descending: false } };
const never = new AbortController().signal;

describe('The library', () => {
  let media: TempFolder;
  let storage: TempFolder;
  let library: Library;
  let heard: EventLog;

  beforeEach(async () => {
    media = new TempFolder();
    storage = new TempFolder();
    ({ library, heard } = await openTestLibrary(media, storage));
  });
  afterEach(async () => {
    await library.close();
    media.dispose();
    storage.dispose();
  });

  const scan = (order: { folder?: string; force?: boolean } = {}) =>
    library.scan({ folder: order.folder ?? null, force: order.force ?? false }, never);

  it('tells of new assets and of views that changed, the last time when all is written', async () => {
    const { viewId, total } = library.openView(everything);
    assert.equal(total, 0);
    for (let i = 0; i < 1200; i++) media.write(`d${i % 5}/${i}.svg`);
    await scan();
    assert.equal(heard.assetsChanged.at(-1)?.total, 1200);
    assert.deepEqual(heard.viewChanged.at(-1), {
      viewId,
      version: heard.viewChanged.at(-1)!.version,
      total: 1200,
    });
    assert.equal(library.viewRows({ viewId, offset: 1199, count: 10 }).rows.length, 1);
    assert.deepEqual(heard.scanProgress.at(-1)?.filesDone, 1200);
  });

  it('says nothing of an unchanged rescan but that it ended', async () => {
    media.write('a.svg');
    assert.equal(library.stats().lastScanAtMs, null);
    await scan();
    const first = library.stats().lastScanAtMs!;
    const before = heard.viewChanged.length;
    library.openView(everything);
    assert.deepEqual(counts(await scan()), { found: 1, unchanged: 1 });
    assert.equal(heard.viewChanged.length, before);
    assert.ok(heard.assetsChanged.at(-1)!.lastScanAtMs! >= first);
  });

  it('takes in what a watcher reports', async () => {
    const { viewId } = library.openView(everything);
    const path = media.write('new.png');
    assert.deepEqual(counts(await library.applyChanges({ paths: [path] })), { found: 1, added: 1 });
    assert.deepEqual(heard.viewChanged.at(-1), { viewId, version: 2, total: 1 });
    const asset = library.findAsset({ filePath: path });
    assert.deepEqual([asset?.name, asset?.width, asset?.kind], ['new.png', 1, 'image']);
    media.write('other.txt', 'so that the folder is not empty');
    media.remove('new.png');
    await library.applyChanges({ paths: [path] });
    assert.equal(library.findAsset({ filePath: path }), null);
    assert.equal(heard.assetsChanged.at(-1)?.total, 0);
  });

  it('shows the folders as they are', async () => {
    media.write('b/c/x.svg');
    media.write('a.svg');
    await scan();
    const roots = library.treeChildren({ node: { type: 'roots' }, offset: 0, limit: 10 });
    assert.deepEqual(roots.branches[0]?.count, 2);
    const top = library.treeChildren({ node: roots.branches[0].node, offset: 0, limit: 10 });
    assert.deepEqual(
      top.branches.map(({ label, count }) => [label, count]),
      [['b', 1]],
    );
    assert.deepEqual(
      top.assets.map(({ name }) => name),
      ['a.svg'],
    );
  });

  it('rebuilds from nothing, and knows its files again', async () => {
    const path = media.write('a.svg');
    await scan();
    const before = library.findAsset({ filePath: path })!;
    assert.deepEqual(counts(await library.rebuild(never)), { found: 1, added: 1 });
    assert.equal(library.findAsset({ filePath: path })!.id, before.id);
  });

  it('keeps the running scan when a second one or a rebuild is asked for', async () => {
    media.write('a.svg');
    await scan();
    const running = scan({ force: true });
    await assert.rejects(scan(), { code: 'scan-running' });
    await assert.rejects(library.rebuild(never), { code: 'scan-running' });
    assert.deepEqual(counts(await running), { found: 1, updated: 1 });
  });

  it('rebuilds as soon as a cancelled scan has ended', async () => {
    for (let i = 0; i < 100; i++) media.write(`${i}.svg`);
    const cancel = new AbortController();
    const scanning = library.scan({ folder: null, force: false }, cancel.signal);
    cancel.abort();
    const rebuilding = library.rebuild(never);
    assert.equal((await scanning).cancelled, true);
    assert.deepEqual(counts(await rebuilding), { found: 100, added: 100 });
  });

  it('makes a picture of an asset and stores it outside what is scanned', async () => {
    const path = media.write('a.png');
    await scan();
    const { id } = library.findAsset({ filePath: path })!;
    const { file } = await library.thumbnail({ id, widthPx: 160 }, never);
    assert.ok(file.startsWith(storage.at('thumbnails')));
    assert.equal(readFileSync(file).subarray(8, 12).toString(), 'WEBP');
    assert.equal((await library.clearThumbnails()).files, 1);
    assert.equal(existsSync(file), false);
    await assert.rejects(library.thumbnail({ id: id + 1, widthPx: 160 }, never), { code: 'asset-unknown' });
  });

  it('follows new settings', async () => {
    media.write('a.svg');
    media.write('b/c.svg');
    await scan();
    await library.configure(settingsFor(media, { exclude: ['b'] }));
    assert.deepEqual(counts(await scan()), { found: 1, removed: 1, unchanged: 1 });
    await library.configure(settingsFor(media, { roots: [] }));
    assert.deepEqual(counts(await scan()), { removed: 1 });
  });

  it('shares its database with another window', async () => {
    const other = await openTestLibrary(media, storage);
    try {
      const { viewId } = other.library.openView(everything);
      for (let i = 0; i < 50; i++) media.write(`${i}.svg`);
      await Promise.all([scan(), other.library.scan({ folder: null, force: true }, never)]);
      assert.equal(library.stats().total, 50);
      media.write('later.svg');
      await library.applyChanges({ paths: [media.at('later.svg')] });
      await other.heard.until(() => other.heard.viewChanged.at(-1)?.total === 51);
      assert.equal(other.library.viewRows({ viewId, offset: 0, count: 100 }).rows.length, 51);
    } finally {
      await other.library.close();
    }
  });

  it('closes in the middle of a scan without a word', async () => {
    for (let i = 0; i < 500; i++) media.write(`${i}.svg`);
    const scanning = scan();
    await library.close();
    assert.equal((await scanning).cancelled, true);
    ({ library, heard } = await openTestLibrary(media, storage));
    assert.equal((await scan()).found, 500);
  });
}).timeout(60_000);
