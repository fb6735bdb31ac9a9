import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { LibraryError, type LibraryErrorCode } from '../../src/library/model';
import { assetToColumns } from '../../src/library/store/columns';
import { requireNodeApi } from '../../src/library/store/database';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';

const failsWith = (code: LibraryErrorCode, sentence: RegExp) => (error: unknown) =>
  error instanceof LibraryError && error.code === code && sentence.test(error.message);

describe('Opening the store', () => {
  const scratch = scratchFolder();

  it('makes the folder and the schema, and leaves one file when closed', () => {
    openStore(scratch.at('new', 'deep', 'library.db')).close();
    assert.deepEqual(readdirSync(scratch.at('new', 'deep')), ['library.db']);
    const sqlite = new BetterSqlite3(scratch.at('new', 'deep', 'library.db'), { readonly: true });
    const columns = sqlite.prepare("SELECT name FROM pragma_table_xinfo('media_assets')").pluck().all();
    const promised =
      'id title file_path file_size file_size_mb format duration duration_formatted width height fps codec container_format bit_rate created_at updated_at';
    assert.deepEqual(columns.slice(0, 16), promised.split(' '));
    const indexes = sqlite
      .prepare('SELECT name, "unique" AS isUnique FROM pragma_index_list(\'media_assets\')')
      .all();
    assert.ok(
      indexes.some((index) => JSON.stringify(index) === '{"name":"idx_media_assets_file_path","isUnique":1}'),
    );
    assert.ok(
      indexes.some(
        (index) => JSON.stringify(index) === '{"name":"idx_media_assets_updated_at","isUnique":0}',
      ),
    );
    sqlite.close();
  });

  it('keeps what it holds', () => {
    const file = scratch.at('kept.db');
    const first = openStore(file);
    first.apply(batch({ upserts: [scannedFile('a.png')] }));
    first.close();
    const second = openStore(file);
    assert.equal(second.find('/media/a.png')?.name, 'a.png');
    second.close();
  });

  it('refuses a newer schema and leaves the file as it was', () => {
    const file = scratch.at('newer.db');
    openStore(file).close();
    const sqlite = new BetterSqlite3(file);
    sqlite.pragma('user_version = 99');
    sqlite.close();
    const before = readFileSync(file);
    assert.throws(() => openStore(file), failsWith('schema-too-new', /newer version/));
    assert.deepEqual(readFileSync(file), before);
  });

  it('refuses the database of another program, and leaves it as it was', () => {
    const file = scratch.at('foreign.db');
    const sqlite = new BetterSqlite3(file);
    sqlite.exec('CREATE TABLE bills (amount)');
    sqlite.close();
    const before = readFileSync(file);
    assert.throws(() => openStore(file), failsWith('database-failed', /another program/));
    assert.deepEqual(readFileSync(file), before);
    assert.ok(!existsSync(`${file}-wal`));
  });

  it('says so when Node.js is too old for the engine', () => {
    assert.throws(() => requireNodeApi('9'), failsWith('database-failed', /newer Node.js/));
    assert.throws(() => requireNodeApi(undefined), failsWith('database-failed', /newer Node.js/));
    requireNodeApi('10');
  });
});

describe('Assets in the store', () => {
  const scratch = scratchFolder();
  let store: Store;
  let databases = 0;
  beforeEach(() => {
    store = openStore(scratch.at(`${++databases}.db`));
  });
  afterEach(() => store.close());
  const add = (...upserts: Parameters<typeof scannedFile>[]) =>
    store.apply(batch({ upserts: upserts.map((each) => scannedFile(...each)) }));

  it('gives back what was put in', () => {
    const facts = {
      kind: 'video',
      format: 'mp4',
      containerFormat: 'mov,mp4',
      codec: 'h264',
      audioCodec: 'aac',
      durationSeconds: 3723.9,
      width: 1920,
      height: 1080,
      framesPerSecond: 29.97,
      bitRate: 1_234_567.8,
      channels: 2,
      sampleRateHz: 48_000,
      pixelFormat: 'yuv420p',
      rotationDegrees: 90,
      bitDepth: 8,
      colorSpace: 'bt709',
      hdrFormat: 'hlg',
      hasAlpha: false,
      frameCount: 111,
      frameRate: '30000/1001',
      pixelAspectRatio: '16:11',
      audioStreamCount: 2,
      chapterCount: 3,
      tagTitle: ' My film ',
      artist: 'Somebody',
      album: 'Holidays',
      capturedAtMs: -86_400_000,
    } as const;
    const file = scannedFile('a/b/film.mp4', {
      ...facts,
      sizeBytes: 5_500_000_000,
      modifiedAtMs: 1234.567,
      fingerprint: '0123456789abcdef',
    });
    assert.deepEqual(store.apply(batch({ upserts: [file] })), {
      added: 1,
      updated: 0,
      moved: 0,
      removed: 0,
      arrivals: ['added'],
      departures: [],
    });
    const asset = store.find('/media/a/b/film.mp4');
    assert.ok(asset);
    const { id, createdAtMs, updatedAtMs, ...rest } = asset;
    assert.equal(createdAtMs, updatedAtMs);
    assert.ok(Math.abs(createdAtMs - Date.now()) < 60_000);
    assert.deepEqual(rest, {
      ...facts,
      filePath: '/media/a/b/film.mp4',
      root: '/media',
      folder: 'a/b',
      name: 'film.mp4',
      title: 'My film',
      sizeBytes: 5_500_000_000,
      modifiedAtMs: 1234.567,
      durationFormatted: '1:02:03',
      error: null,
      fingerprint: '0123456789abcdef',
      missingSinceMs: null,
    });
    assert.deepEqual(store.get([id]), [asset]);
  });

  it('spells an asset with the names of the columns, as the database does', () => {
    add(['clip.mov', { kind: 'video', durationSeconds: 7.99, sizeBytes: 3_333_333, hasAlpha: true }]);
    const asset = store.find('/media/clip.mov');
    assert.ok(asset);
    const sqlite = new BetterSqlite3(scratch.at(`${databases}.db`), { readonly: true });
    const row: unknown = sqlite.prepare('SELECT * FROM assets').get();
    sqlite.close();
    assert.ok(typeof row === 'object' && row !== null);
    const { folder_id, sort_name, ...columns } = { folder_id: 0, sort_name: '', ...row };
    assert.deepEqual([typeof folder_id, sort_name], ['number', 'clip.mov']);
    assert.deepEqual(assetToColumns(asset), columns);
  });

  it('formats durations without fractions', () => {
    const expected = {
      0.4: '0:00',
      7.99: '0:07',
      59.999: '0:59',
      60: '1:00',
      3599.9: '59:59',
      3600: '1:00:00',
      360_000: '100:00:00',
    };
    for (const [seconds, text] of Object.entries(expected)) {
      add([`${seconds}.mp3`, { kind: 'audio', durationSeconds: Number(seconds) }]);
      assert.equal(store.find(`/media/${seconds}.mp3`)?.durationFormatted, text);
    }
    add(['still.png']);
    assert.equal(store.find('/media/still.png')?.durationFormatted, null);
  });

  it('takes the title from the tags, else from the name', () => {
    add(['a.song.mp3', { tagTitle: 'A Song' }], ['b.song.mp3', { tagTitle: '  ' }], ['.png'], ['bare']);
    const titles = ['a.song.mp3', 'b.song.mp3', '.png', 'bare'].map(
      (name) => store.find(`/media/${name}`)?.title,
    );
    assert.deepEqual(titles, ['A Song', 'b.song', '.png', 'bare']);
  });

  it('keeps id and creation time when a file changes', () => {
    add(['a.png']);
    const before = store.find('/media/a.png');
    const error = { code: 'truncated', message: 'The file ends too early.' } as const;
    const file = scannedFile('a.png', { width: 7, error });
    assert.deepEqual(store.apply(batch({ upserts: [file] })), {
      added: 0,
      updated: 1,
      moved: 0,
      removed: 0,
      arrivals: ['updated'],
      departures: [],
    });
    const after = store.find('/media/a.png');
    assert.ok(before && after);
    assert.deepEqual([after.id, after.createdAtMs, after.width], [before.id, before.createdAtMs, 7]);
    assert.deepEqual(after.error, error);
    assert.ok(after.updatedAtMs > before.updatedAtMs);
  });

  it('never gives an id twice', () => {
    add(['a.png']);
    const id = store.find('/media/a.png')?.id ?? 0;
    store.apply(
      batch({ upserts: [scannedFile('b.png')], departures: ['/media/a.png', '/media/a.png', '/none'] }),
    );
    assert.equal(store.find('/media/b.png')?.id, id + 1);
    assert.equal(store.stats().total, 1);
    store.clear();
    add(['c.png']);
    assert.equal(store.find('/media/c.png')?.id, id + 2);
  });

  it('answers in the order asked, without the unknown', () => {
    add(['a.png'], ['b.png'], ['c.png']);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => store.find(`/media/${name}.png`)?.id ?? 0);
    assert.deepEqual(
      store.get([c!, 999, a!, b!, a!]).map(({ name }) => name),
      ['c.png', 'a.png', 'b.png', 'a.png'],
    );
  });

  it('knows the files and subfolders of a folder', () => {
    const error = { code: 'empty', message: 'The file is empty.' } as const;
    add(
      ['a.png', { sizeBytes: 5, modifiedAtMs: 6.5 }],
      ['x/b.png', { error }],
      ['x/y/z/c.png'],
      ['x2/d.png'],
    );
    const [known] = store.filesIn('/media', '').entries();
    assert.deepEqual(known, [
      'a.png',
      { id: store.find('/media/a.png')?.id, sizeBytes: 5, modifiedAtMs: 6.5, error: null },
    ]);
    assert.deepEqual(store.filesIn('/media', 'x').get('b.png')?.error, error);
    assert.deepEqual(store.subfoldersOf('/media', '').toSorted(), ['x', 'x2']);
    assert.deepEqual(store.subfoldersOf('/media', 'x'), ['y']);
    assert.deepEqual(store.subfoldersOf('/media', 'x/y'), ['z']);
    assert.deepEqual(store.subfoldersOf('/elsewhere', ''), []);
    assert.equal(store.filesIn('/media', 'x/y').size, 0);
  });

  it('lets a folder depart with all below it, and nothing beside it', () => {
    add(
      ['x/a.png'],
      ['x/y/b.png'],
      ['x y/c.png'],
      ['x.d/d.png'],
      ['x0/e.png'],
      ['x/f.png', { root: '/other' }],
    );
    const none = { removed: 0, moved: 0 };
    assert.deepEqual(store.departFolder('/media', 'x', 1, Infinity), { removed: 1, moved: 0 });
    assert.deepEqual(store.departFolder('/media', 'x', 2, Infinity), { removed: 1, moved: 0 });
    assert.deepEqual(store.departFolder('/media', 'x', 2, Infinity), none);
    assert.deepEqual(store.subfoldersOf('/media', '').toSorted(), ['x y', 'x.d', 'x0']);
    assert.deepEqual(store.departFolder('/media', '', 9, Infinity), { removed: 3, moved: 0 });
    assert.deepEqual(store.subfoldersOf('/media', ''), []);
    assert.ok(store.find('/other/x/f.png'));
  });

  it('lets the assets of other roots depart', () => {
    add(['a.png'], ['b.png', { root: '/other' }], ['c.png', { root: '/third' }]);
    assert.deepEqual(store.departOtherRoots(['/media', '/third'], 9, Infinity), { removed: 1, moved: 0 });
    assert.equal(store.stats().total, 2);
    assert.deepEqual(store.departOtherRoots([], 9, Infinity), { removed: 2, moved: 0 });
  });

  it('takes a file over when it comes to belong to another root', () => {
    add(['x/a.png']);
    const file = { ...scannedFile('x/a.png'), root: '/media/x', folder: '' };
    store.apply(batch({ upserts: [file] }));
    assert.deepEqual([...store.filesIn('/media/x', '').keys()], ['a.png']);
    assert.deepEqual(store.subfoldersOf('/media', ''), []);
  });

  it('counts without reading assets, through every kind of change', () => {
    const error = { code: 'corrupt', message: 'The file is damaged.' } as const;
    add(['a.png', { sizeBytes: 10 }], ['b.mp4', { kind: 'video', format: 'mp4', sizeBytes: 20, error }]);
    const empty = {
      total: 0,
      byKind: { image: 0, video: 0, audio: 0 },
      problems: 0,
      missing: 0,
      totalBytes: 0,
      lastScanAtMs: null,
    };
    const both = {
      ...empty,
      total: 2,
      byKind: { image: 1, video: 1, audio: 0 },
      problems: 1,
      totalBytes: 30,
    };
    assert.deepEqual(store.stats(), both);
    add(['b.mp4', { kind: 'audio', format: 'm4a', sizeBytes: 5 }]);
    assert.deepEqual(store.stats(), {
      ...both,
      byKind: { image: 1, video: 0, audio: 1 },
      problems: 0,
      totalBytes: 15,
    });
    store.clear();
    assert.deepEqual(store.stats(), empty);
    assert.equal(store.find('/media/a.png'), null);
    add(['x/a.png', { sizeBytes: 10 }]);
    store.departFolder('/media', 'x', 9, Infinity);
    assert.deepEqual(store.stats(), empty);
    store.setScanFinished(123);
    assert.equal(store.stats().lastScanAtMs, 123);
  });

  it('writes all of a batch or nothing', () => {
    const bad = { ...scannedFile('b.png'), sizeBytes: NaN };
    assert.throws(
      () => store.apply(batch({ upserts: [scannedFile('a.png'), bad] })),
      failsWith('database-failed', /NOT NULL/),
    );
    assert.equal(store.find('/media/a.png'), null);
    assert.deepEqual(store.subfoldersOf('/media', ''), []);
  });
});
