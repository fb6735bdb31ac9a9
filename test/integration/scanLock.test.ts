import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { ScanLock } from '../../src/library/store/scanLock';
import { TempFolder } from '../support/tempFolder';

const never = new AbortController().signal;

describe('The lock of those who scan', () => {
  let folder: TempFolder;
  let lock: ScanLock;
  beforeEach(() => {
    folder = new TempFolder();
    lock = new ScanLock(folder.at('library.sqlite'));
  });
  afterEach(() => {
    lock.close();
    folder.dispose();
  });

  it('is held by one process at a time, by all its passes', async () => {
    const other = new ScanLock(folder.at('library.sqlite'));
    const first = await lock.take(never);
    const second = await lock.take(never);
    let isTaken = false;
    const taking = other.take(never).then((release) => {
      isTaken = true;
      return release;
    });
    first();
    await assert.rejects(other.take(AbortSignal.timeout(300)), { name: 'AbortError' });
    assert.equal(isTaken, false);
    second();
    (await taking)();
    (await lock.take(never))();
    other.close();
  });

  it('is free again when its holder is killed', async () => {
    const holder = fork(resolve('dist/dev/test/support/lockHolder.main.js'), [folder.at('library.sqlite')]);
    await once(holder, 'message');
    await assert.rejects(lock.take(AbortSignal.timeout(300)), { name: 'AbortError' });
    holder.kill('SIGKILL');
    (await lock.take(never))();
  });
}).timeout(30_000);
