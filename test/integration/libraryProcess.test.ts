import assert from 'node:assert/strict';
import BetterSqlite3 from 'better-sqlite3';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { LibrarySettings } from '../../src/library/model';
import { LibraryClient } from '../support/libraryClient';
import { locationIn, settingsFor } from '../support/libraryRig';
import { counts } from '../support/scanRig';
import { beginningOfWmv, TempFolder } from '../support/tempFolder';

const wholeScan = { folder: null, force: false };

describe('The library process', () => {
  let media: TempFolder;
  let storage: TempFolder;
  let processes: LibraryClient[];

  beforeEach(() => {
    media = new TempFolder();
    storage = new TempFolder();
    processes = [];
  });
  afterEach(async () => {
    for (const each of processes) {
      each.child.kill('SIGKILL');
      await each.ended();
    }
    media.dispose();
    storage.dispose();
  });

  async function start(settings: Partial<LibrarySettings> = {}): Promise<LibraryClient> {
    const started = new LibraryClient();
    processes.push(started);
    await started.client.request('open', {
      location: locationIn(storage),
      settings: settingsFor(media, settings),
    });
    return started;
  }

  it('answers nothing before it is opened', async () => {
    const started = new LibraryClient();
    processes.push(started);
    await assert.rejects(started.client.request('stats', null), { code: 'not-open' });
  });

  it('scans, tells of it, and shows what it found', async () => {
    for (let i = 0; i < 10; i++) media.write(`d${i % 2}/${i}.svg`);
    const { client, heard } = await start();
    const view = await client.request('openView', {
      search: '',
      kinds: [],
      sort: { field: 'name', descending: true },
    });
    const summary = await client.request('scan', wholeScan);
    assert.deepEqual(counts(summary), { found: 10, added: 10 });
    await heard.until(() => heard.viewChanged.at(-1)?.total === 10);
    const { rows } = await client.request('viewRows', { viewId: view.viewId, offset: 0, count: 2 });
    assert.deepEqual(
      rows.map(({ filePath }) => filePath),
      [media.at('d1/9.svg'), media.at('d0/8.svg')],
    );
    const { index } = await client.request('findByName', { viewId: view.viewId, namePrefix: '3', from: 0 });
    assert.equal(index, 6);
  });

  it('leaves with the process that started it', async () => {
    const started = await start();
    started.child.disconnect();
    assert.equal(await started.ended(), 0);
  });

  it('survives being killed in the middle of a scan: what was written stays, and the next scan goes on', async () => {
    const total = 3000;
    for (let i = 0; i < total; i++) media.write(`d${i % 30}/${i}.svg`);
    const first = await start();
    const scanning = assert.rejects(first.client.request('scan', wholeScan), { code: 'cancelled' });
    await first.heard.until(() => (first.heard.assetsChanged.at(-1)?.total ?? 0) > 0);
    first.child.kill('SIGKILL');
    await scanning;
    assert.equal(await first.ended(), 'SIGKILL');

    const database = new BetterSqlite3(locationIn(storage).databaseFile);
    assert.equal(database.pragma('integrity_check', { simple: true }), 'ok');
    database.close();

    const { client } = await start();
    const { total: kept } = await client.request('stats', null);
    assert.ok(kept > 0 && kept < total, `${kept} of ${total}`);
    const summary = await client.request('scan', wholeScan);
    assert.deepEqual(counts(summary), { found: total, added: total - kept, unchanged: kept });
  });

  it('stops a scan within a second and leaves no process behind', async () => {
    const tool = storage.write(
      'ffprobe',
      `#!/bin/sh\n[ "$1" = -version ] && echo 'ffprobe version 7' && exit\necho $$ > '${storage.at('pid')}'\nexec sleep 60\n`,
    );
    chmodSync(tool, 0o755);
    media.write('slow.wmv', beginningOfWmv);
    const { client } = await start({ ffprobePath: tool });
    const cancel = new AbortController();
    const scanning = assert.rejects(client.request('scan', wholeScan, cancel.signal), { code: 'cancelled' });
    while (!existsSync(storage.at('pid')) || readFileSync(storage.at('pid'), 'utf8') === '') await delay(10);
    const startedAt = performance.now();
    cancel.abort();
    await scanning;
    // The next scan begins when the cancelled one has ended.
    await client.request('configure', settingsFor(media, { roots: [] }));
    await client.request('scan', wholeScan);
    assert.ok(performance.now() - startedAt < 1000);
    const pid = Number(readFileSync(storage.at('pid'), 'utf8'));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
}).timeout(60_000);
