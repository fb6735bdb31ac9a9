import assert from 'node:assert/strict';
import BetterSqlite3 from 'better-sqlite3';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile, type FileSpec } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';
import { assertConsistent } from '../support/storeConsistency';

describe('An asset in the store', () => {
  const scratch = scratchFolder();
  let databaseFile: string;
  let store: Store;
  let databases = 0;
  beforeEach(() => {
    databaseFile = scratch.at(`${++databases}.db`);
    store = openStore(databaseFile);
  });
  afterEach(() => {
    store.close();
    assertConsistent(databaseFile);
  });

  const lake: FileSpec = { fingerprint: 'lake', sizeBytes: 10, width: 4, height: 3, codec: 'png' };
  const find = (path: string) => store.find(`/media/${path}`);
  const idOf = (path: string) => find(path)?.id ?? 0;
  const arrive = (path: string, spec: FileSpec = {}, movesSinceMs = Infinity) =>
    store.apply(batch({ upserts: [scannedFile(path, spec)], movesSinceMs })).arrivals[0];
  const depart = (path: string, movesSinceMs = Infinity) =>
    store.apply(batch({ departures: [`/media/${path}`], movesSinceMs })).departures[0];

  it('lives on when its file is moved: departure first', () => {
    arrive('a.png', lake);
    const { id, createdAtMs } = find('a.png') ?? {};
    assert.equal(depart('a.png'), 'removed');
    assert.equal(find('a.png'), null);
    assert.equal(arrive('x/b.png', lake, 0), 'moved');
    const moved = find('x/b.png');
    assert.deepEqual([moved?.id, moved?.createdAtMs, moved?.folder], [id, createdAtMs, 'x']);
  });

  it('lives on when its file is moved: arrival first', () => {
    arrive('a.png', lake);
    store.indexPending(10);
    const { id, createdAtMs } = find('a.png') ?? {};
    assert.equal(arrive('x/b.png', { ...lake, modifiedAtMs: 5 }, 0), 'added');
    const second = idOf('x/b.png');
    assert.notEqual(second, id);
    assert.equal(depart('a.png', 0), 'moved');
    const moved = find('x/b.png');
    assert.deepEqual([moved?.id, moved?.createdAtMs, moved?.modifiedAtMs], [id, createdAtMs, 5]);
    assert.deepEqual(store.get([second]), []);
    assert.equal(store.stats().total, 1);
  });

  it('lives on when both halves come in one batch', () => {
    arrive('a.png', lake);
    const id = idOf('a.png');
    const { added, moved, removed } = store.apply(
      batch({ upserts: [scannedFile('b.png', lake)], departures: ['/media/a.png'], movesSinceMs: 0 }),
    );
    assert.deepEqual([added, moved, removed], [0, 1, 1]);
    assert.equal(idOf('b.png'), id);
  });

  it('is another one when its file was copied', () => {
    arrive('a.png', lake);
    assert.equal(arrive('copy.png', lake), 'added');
    const copy = idOf('copy.png');
    const { updatedAtMs = 0 } = find('copy.png') ?? {};
    assert.equal(depart('a.png', updatedAtMs + 1), 'removed');
    assert.equal(idOf('copy.png'), copy);
  });

  it('is not taken for the older of two copies', () => {
    arrive('old.png', lake);
    arrive('new.png', lake);
    const old = idOf('old.png');
    assert.equal(depart('new.png', 0), 'removed');
    assert.equal(idOf('old.png'), old);
  });

  it('was not moved just now when it departed long ago', () => {
    arrive('a.png', lake);
    const id = idOf('a.png');
    depart('a.png');
    assert.equal(arrive('b.png', lake, Infinity), 'added');
    assert.equal(idOf('b.png'), id);
  });

  it('comes back at its path, whatever its content is now', () => {
    arrive('a.png', lake);
    arrive('plain.png');
    const ids = [idOf('a.png'), idOf('plain.png')];
    store.departFolder('/media', '', 10, Infinity);
    assert.equal(store.stats().total, 0);
    assert.equal(arrive('a.png', { ...lake, fingerprint: 'forest' }, 0), 'added');
    assert.equal(arrive('plain.png', {}, 0), 'added');
    assert.deepEqual([idOf('a.png'), idOf('plain.png')], ids);
  });

  it('is known by its content before its path', () => {
    arrive('a.png', lake);
    arrive('b.png', { ...lake, fingerprint: 'forest' });
    const [a, b] = [idOf('a.png'), idOf('b.png')];
    store.departFolder('/media', '', 10, Infinity);
    arrive('a.png', { ...lake, fingerprint: 'forest' });
    arrive('b.png', lake);
    assert.deepEqual([idOf('a.png'), idOf('b.png')], [b, a]);
  });

  it('is the same only if what the readers found agrees with the fingerprint', () => {
    const others: FileSpec[] = [
      { sizeBytes: 11 },
      { kind: 'video' },
      { codec: 'apng' },
      { durationSeconds: 1 },
      { width: 5 },
      { height: null },
    ];
    arrive('a.png', lake);
    const id = idOf('a.png');
    others.forEach((other, index) => arrive(`late ${index}.png`, { ...lake, ...other }, 0));
    assert.equal(depart('a.png', 0), 'removed');
    others.forEach((other, index) => {
      assert.equal(arrive(`${index}.png`, { ...lake, ...other }), 'added');
    });
    assert.equal(arrive('b.png', lake, 0), 'moved');
    assert.equal(idOf('b.png'), id);
  });

  it('is never known by no fingerprint', () => {
    arrive('a.png');
    arrive('b.png', {}, 0);
    assert.equal(depart('a.png', 0), 'removed');
    assert.equal(arrive('c.png', {}, 0), 'added');
  });

  it('prefers the same name, then the same folder, then the same time', () => {
    arrive('x/a.png', lake);
    arrive('y/b.png', lake);
    arrive('y/c.png', { ...lake, modifiedAtMs: 7 });
    const [a, b, c] = [idOf('x/a.png'), idOf('y/b.png'), idOf('y/c.png')];
    store.departFolder('/media', '', 10, Infinity);
    arrive('z/a.png', lake);
    arrive('y/new.png', { ...lake, modifiedAtMs: 7 });
    arrive('z/new.png', lake);
    assert.deepEqual([idOf('z/a.png'), idOf('y/new.png'), idOf('z/new.png')], [a, c, b]);
  });

  it('lives on when its whole folder is renamed, in either order', () => {
    const names = ['1.png', '2.png', '3.png'];
    const files = (folder: string) =>
      names.map((name) => scannedFile(`${folder}/${name}`, { ...lake, fingerprint: name }));
    store.apply(batch({ upserts: files('old') }));
    const ids = names.map((name) => idOf(`old/${name}`));
    store.apply(batch({ upserts: files('new') }));
    assert.deepEqual(store.departFolder('/media', 'old', 2, 0), { removed: 0, moved: 2 });
    assert.deepEqual(store.departFolder('/media', 'old', 2, 0), { removed: 0, moved: 1 });
    assert.deepEqual(store.departFolder('/media', 'old', 2, 0), { removed: 0, moved: 0 });
    assert.deepEqual(
      names.map((name) => idOf(`new/${name}`)),
      ids,
    );
    store.departFolder('/media', 'new', 9, 0);
    store.apply(batch({ upserts: files('newer') }));
    assert.deepEqual(
      names.map((name) => idOf(`newer/${name}`)),
      ids,
    );
  });

  it('departs once with its folder, though it was just moved within', () => {
    arrive('x/a.png', lake);
    arrive('x/b.png', lake);
    const id = idOf('x/a.png');
    assert.deepEqual(store.departFolder('/media', 'x', 9, 0), { removed: 0, moved: 1 });
    assert.equal(idOf('x/b.png'), id);
    assert.deepEqual(store.departFolder('/media', 'x', 9, 0), { removed: 1, moved: 0 });
    assert.deepEqual(store.departFolder('/media', 'x', 9, 0), { removed: 0, moved: 0 });
  });

  it('is forgotten when its time is over', () => {
    arrive('a.png', lake);
    arrive('b.png');
    store.indexPending(10);
    const [a, b] = [idOf('a.png'), idOf('b.png')];
    depart('a.png');
    const { updatedAtMs = 0 } = find('b.png') ?? {};
    arrive('c.png');
    depart('b.png');
    assert.equal(store.forgetDeparted(updatedAtMs, 10), 0);
    assert.equal(store.forgetDeparted(Infinity, 1), 1);
    assert.equal(arrive('a.png', lake), 'added');
    assert.equal(arrive('b.png'), 'added');
    assert.ok(idOf('a.png') > a);
    assert.equal(idOf('b.png'), b);
  });

  it('survives that everything is built anew', () => {
    arrive('a.png', lake);
    arrive('gone.png', { ...lake, fingerprint: 'gone' });
    depart('gone.png');
    store.indexPending(10);
    store.finishFill();
    const { id, createdAtMs } = find('a.png') ?? {};
    store.clear();
    assert.equal(store.stats().total, 0);
    assert.equal(arrive('a.png', lake, 0), 'added');
    assert.equal(arrive('back.png', { ...lake, fingerprint: 'gone' }, 0), 'moved');
    assert.deepEqual([find('a.png')?.id, find('a.png')?.createdAtMs], [id, createdAtMs]);
    assert.equal(arrive('new.png'), 'added');
  });

  it('moves within milliseconds a batch, when a branch is switched', () => {
    const count = 4000;
    const files = (folder: string) =>
      Array.from({ length: count }, (_, index) =>
        scannedFile(`${folder}/${index}.png`, { ...lake, fingerprint: String(index) }),
      );
    store.apply(batch({ upserts: files('main') }));
    store.indexPending(count);
    store.finishFill();
    const before = new Map([...store.filesIn('/media', 'main')].map(([name, { id }]) => [name, id]));
    const cpu = process.cpuUsage();
    for (let start = 0; start < count; start += 250) store.departFolder('/media', 'main', 250, 0);
    const arriving = files('branch');
    for (let start = 0; start < count; start += 250) {
      store.apply(batch({ upserts: arriving.slice(start, start + 250) }));
    }
    const { user, system } = process.cpuUsage(cpu);
    const after = new Map([...store.filesIn('/media', 'branch')].map(([name, { id }]) => [name, id]));
    assert.deepEqual(after, before);
    assert.ok((user + system) / 1000 < 4000, `${(user + system) / 1000} ms`);
  }).timeout(30_000);

  it('departs together with all others of a closed root', () => {
    arrive('a.png', { ...lake, root: '/old' });
    const id = store.find('/old/a.png')?.id;
    store.departOtherRoots(['/media'], 10, Infinity);
    arrive('a.png', lake);
    assert.equal(idOf('a.png'), id);
    const sqlite = new BetterSqlite3(databaseFile, { readonly: true });
    assert.equal(sqlite.prepare('SELECT count(*) FROM departed_assets').pluck().get(), 0);
    sqlite.close();
  });
});
