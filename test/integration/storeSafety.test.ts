import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { LibraryError } from '../../src/library/model';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';
import { assertConsistent } from '../support/storeConsistency';

const supportFolder = join(__dirname, '..', 'support');
const filesPerBatch = 40;
const files = (count: number, folder = 'x') =>
  Array.from({ length: count }, (_, index) =>
    scannedFile(`${folder}/${index}.png`, { artist: 'x'.repeat(200), fingerprint: `${folder} ${index}` }),
  );
const failsWith = (code: string) => (error: unknown) => error instanceof LibraryError && error.code === code;

describe('A killed writer', () => {
  const scratch = scratchFolder();

  it('costs at most the batch in flight, wherever it is killed', async () => {
    const databaseFile = scratch.at('killed.db');
    let written = -1;
    for (const batches of [1, 2, 3, 5, 8, 13, 21]) {
      const writer = fork(join(supportFolder, 'storeWriter.main.js'), [databaseFile, String(written + 1)]);
      const until = written + batches;
      writer.on('message', (message) => {
        written = Number(message);
        if (written >= until) writer.kill('SIGKILL');
      });
      await once(writer, 'exit');
      assertConsistent(databaseFile);

      const store = openStore(databaseFile);
      const inNew = (n: number) => store.filesIn('/media', `new/${n}`).size;
      // One that was committed, but not reported any more, is whole as well.
      if (inNew(written + 1) > 0) written++;
      assert.equal(inNew(written), filesPerBatch);
      assert.equal(inNew(written + 1), 0);
      assert.equal(store.stats().total, (written + 1) * filesPerBatch);
      for (let n = 0; n < written; n++) {
        const moved = [...store.filesIn('/media', `moved/${n}`).values()].map(({ id }) => id);
        assert.deepEqual(moved.toSorted(ascending), idsOfBatch(n));
      }
      store.close();
    }
  }).timeout(60_000);
});

const ascending = (a: number, b: number) => a - b;
const idsOfBatch = (n: number) =>
  Array.from({ length: filesPerBatch }, (_, index) => n * filesPerBatch + index + 1);

describe('A damaged database', () => {
  const scratch = scratchFolder();
  let databaseFile: string;
  let databases = 0;
  beforeEach(() => {
    databaseFile = scratch.at(String(++databases), 'library.db');
    const store = openStore(databaseFile);
    store.apply(batch({ upserts: files(2000) }));
    store.indexPending(5000);
    store.finishFill();
    store.close();
  });
  /** Looking at a file may leave an empty log beside it. */
  const filesBeside = () =>
    readdirSync(dirname(databaseFile))
      .filter((name) => !/-(wal|shm)$/.test(name))
      .toSorted();

  function openAside(): { readonly store: Store; readonly damagedFiles: string[] } {
    const damagedFiles: string[] = [];
    const store = openStore(databaseFile, { onSetAside: (file) => damagedFiles.push(file) });
    return { store, damagedFiles };
  }

  /** Opens the damaged file: it must be kept byte for byte under another name, and an empty one work in its place. */
  function assertSetAside(): void {
    const before = readFileSync(databaseFile);
    const { store, damagedFiles } = openAside();
    const [damagedFile = ''] = damagedFiles;
    assert.equal(damagedFiles.length, 1);
    assert.match(
      basename(damagedFile),
      /^library\.db\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z(-\d+)?$/,
    );
    assert.ok(readFileSync(damagedFile).equals(before));
    assert.equal(store.stats().total, 0);
    store.apply(batch({ upserts: files(3) }));
    assert.equal(store.stats().total, 3);
    store.close();
    assert.deepEqual(filesBeside(), ['library.db', basename(damagedFile)].toSorted());
    assertConsistent(databaseFile);
    openStore(databaseFile, { onSetAside: () => assert.fail('set aside twice') }).close();
  }

  function overwrite(offset: number, length: number): void {
    const content = readFileSync(databaseFile);
    content.fill(0xa5, offset, offset + length);
    writeFileSync(databaseFile, content);
  }

  it('is set aside when it is no database', () => {
    writeFileSync(databaseFile, 'These are my notes. '.repeat(500));
    assertSetAside();
  });

  it('is set aside when its beginning is gone', () => {
    overwrite(0, 100);
    assertSetAside();
  });

  it('is set aside when its schema is gone', () => {
    overwrite(100, 3996);
    assertSetAside();
  });

  it('is set aside when its end is gone', () => {
    truncateSync(databaseFile, 8 * 4096);
    assertSetAside();
  });

  it('is set aside when a page in its middle is gone', () => {
    overwrite(40 * 4096, 4096);
    assertSetAside();
  });

  it('is set aside together with its log', () => {
    const writer = new BetterSqlite3(databaseFile);
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec('UPDATE media_assets SET width = 5');
    const log = readFileSync(`${databaseFile}-wal`);
    const content = readFileSync(databaseFile);
    writer.close();
    writeFileSync(`${databaseFile}-wal`, log);
    writeFileSync(databaseFile, content.fill(0xa5, 0, 100));
    const { store, damagedFiles } = openAside();
    assert.equal(store.stats().total, 0);
    store.close();
    assert.ok(readFileSync(`${damagedFiles[0] ?? ''}-wal`).equals(log));
  });

  it('is set aside by the next one to open it when the damage is met later', () => {
    const padding = new BetterSqlite3(databaseFile);
    padding.exec('CREATE TABLE padding (content); INSERT INTO padding VALUES (zeroblob(5000000))');
    const page = Number(
      padding
        .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'idx_media_assets_name'")
        .pluck()
        .get(),
    );
    padding.close();
    overwrite((page - 1) * 4096, 4096);
    const store = openStore(databaseFile, { onSetAside: () => assert.fail('looked through') });
    const query = { search: '', kinds: [], sort: { field: 'name', descending: false } } as const;
    assert.throws(() => store.openView(query), failsWith('database-failed'));
    assert.equal(store.stats().total, 2000);
    store.close();
    assertSetAside();
  });

  it('is not set aside on the word of a mark that meant another file', () => {
    writeFileSync(`${databaseFile}.damaged`, '1 1');
    const store = openStore(databaseFile, { onSetAside: () => assert.fail('set aside') });
    assert.equal(store.stats().total, 2000);
    store.close();
    assert.deepEqual(filesBeside(), ['library.db']);
  });

  it('is refused, not set aside, when a newer version or another program wrote it', () => {
    const sqlite = new BetterSqlite3(databaseFile);
    sqlite.pragma('user_version = 99');
    sqlite.close();
    const before = readFileSync(databaseFile);
    const notAside = { onSetAside: () => assert.fail('set aside') };
    assert.throws(() => openStore(databaseFile, notAside), failsWith('schema-too-new'));
    assert.ok(readFileSync(databaseFile).equals(before));
    assert.deepEqual(filesBeside(), ['library.db']);
  });
});

describe('A full disk', () => {
  const scratch = scratchFolder();

  it('stops a batch and leaves what was there', () => {
    const databaseFile = scratch.at('full.db');
    const store = openStore(databaseFile, { maxPages: 200 });
    store.apply(batch({ upserts: files(20) }));
    assert.throws(() => store.apply(batch({ upserts: files(5000, 'y') })), failsWith('disk-full'));
    assert.equal(store.stats().total, 20);
    assert.equal(store.find('/media/y/0.png'), null);
    store.apply(batch({ upserts: files(2, 'z') }));
    store.close();
    assertConsistent(databaseFile);
  });
});

describe('Two connections', () => {
  const scratch = scratchFolder();

  it('see what the other one writes', () => {
    const databaseFile = scratch.at('two.db');
    const reader = openStore(databaseFile);
    const writer = openStore(databaseFile, { cacheKib: 2048 });
    reader.changedByOthers();
    const { viewId } = reader.openView({
      search: '7.png',
      kinds: [],
      sort: { field: 'name', descending: false },
    });
    writer.apply(batch({ upserts: files(100) }));
    assert.ok(reader.changedByOthers());
    assert.ok(!reader.changedByOthers());
    assert.equal(reader.refreshViews()[0]?.total, 10);
    assert.equal(reader.stats().total, 100);
    writer.indexPending(1000);
    writer.finishFill();
    assert.equal(reader.viewRows(viewId, 0, 100).rows.length, 10);
    writer.departFolder('/media', '', 1000, Infinity);
    assert.equal(reader.refreshViews()[0]?.total, 0);
    writer.apply(batch({ upserts: files(100) }));
    writer.indexPending(1000);
    assert.equal(reader.refreshViews()[0]?.total, 10);
    writer.clear();
    assert.equal(reader.refreshViews()[0]?.total, 0);
    writer.apply(batch({ upserts: files(100) }));
    writer.indexPending(1000);
    assert.equal(reader.refreshViews()[0]?.total, 10);
    reader.close();
    writer.close();
  });

  it('make a new database together', async () => {
    const databaseFile = scratch.at('race', 'new.db');
    const writers = Array.from({ length: 5 }, (_, index) =>
      fork(join(supportFolder, 'storeWriter.main.js'), [databaseFile, String(index * 1000)]),
    );
    await Promise.all(writers.map(untilWritten));
    for (const writer of writers) writer.kill('SIGKILL');
    await Promise.all(writers.map((writer) => once(writer, 'exit')));
    assertConsistent(databaseFile);
    const store = openStore(databaseFile, { onSetAside: () => assert.fail('set aside') });
    for (let index = 0; index < writers.length; index++) {
      const firstId = [...store.filesIn('/media', `moved/${index * 1000}`).values()].length;
      assert.equal(firstId, filesPerBatch);
    }
    store.close();
    assert.ok(existsSync(databaseFile) && statSync(databaseFile).size > 0);
  }).timeout(60_000);
});

/** Resolves after three batches; rejects when the writer ends before. */
async function untilWritten(writer: ChildProcess): Promise<void> {
  for (let count = 0; count < 3; count++) {
    const what = await Promise.race([
      once(writer, 'message'),
      once(writer, 'exit').then(() => 'exit' as const),
    ]);
    assert.notEqual(what, 'exit');
  }
}
