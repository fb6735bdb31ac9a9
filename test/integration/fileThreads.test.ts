import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { FileThreads } from '../../src/library/threads/fileThreads';
import { lookAtIndex } from '../../src/library/scanner/folderContent';
import { lookAt } from '../../src/library/scanner/listing';
import { TempFolder } from '../support/tempFolder';

/** The product's thread, but for a file whose name says that it ends the thread that reads it. */
const fragileThread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const progress = new Int32Array(workerData.progress);
  parentPort.on('message', ({ id, params }) => {
    Atomics.add(progress, 0, 1);
    Atomics.store(progress, 1, 0);
    const result = params.map((path) => {
      Atomics.add(progress, 1, 1);
      if (path.endsWith('deadly.png')) process.exit(1);
      return { answer: { result: { facts: {}, error: null, fingerprint: null }, forFfprobe: null, bytesRead: 0, isLasting: true } };
    });
    parentPort.postMessage({ type: 'done', id, result });
  });
`;

const never = new AbortController().signal;

describe('Threads that wait for the disk', () => {
  let folder: TempFolder;
  let threads: FileThreads;
  beforeEach(() => {
    folder = new TempFolder();
    threads = new FileThreads(resolve('dist/fileThread.js'), 2);
  });
  afterEach(async () => {
    await threads.close();
    folder.dispose();
  });

  it('read the headers of many files at a time, each its own', async () => {
    const paths = Array.from({ length: 300 }, (_, i) =>
      folder.write(`${i}.svg`, `<svg xmlns="http://www.w3.org/2000/svg" width="${i + 1}" height="7"/>`),
    );
    const answers = await Promise.all(paths.map((path) => threads.read(path, never)));
    assert.deepEqual(
      answers.map(({ result }) => result.facts.width),
      paths.map((_, i) => i + 1),
    );
    assert.equal(new Set(answers.map(({ result }) => result.fingerprint)).size, 300);
    assert.ok(answers.every(({ bytesRead }) => bytesRead > 50));
  });

  it('say what is wrong with a file, and go on', async () => {
    execFileSync('mkfifo', [folder.at('pipe.png')]);
    const [pipe, gone, fine] = await Promise.all(
      [folder.at('pipe.png'), folder.at('gone.png'), folder.write('fine.png')].map((path) =>
        threads.read(path, never),
      ),
    );
    assert.deepEqual(
      [pipe, gone, fine].map((answer) => answer?.result.error?.code),
      ['not-media', 'vanished', undefined],
    );
  });

  it('list what a folder holds', async () => {
    const path = folder.write('a.png');
    folder.link('link.png', path);
    folder.write('sub/b.png');
    folder.write('notes.txt', '');
    const content = await threads.list(folder.path, null, never);
    assert.deepEqual(
      [content.files, content.links, content.subfolders, content.isEmpty],
      [['a.png'], ['link.png'], ['sub'], false],
    );
    assert.deepEqual(
      lookAtIndex(content, 0),
      lookAt(path, () => true),
    );
    assert.deepEqual((await threads.list(folder.path, ['sub'], never)).files, []);
    await assert.rejects(threads.list(folder.at('none'), null, never), { code: 'ENOENT' });
  });

  it('do not answer those who no longer wait', async () => {
    const stop = new AbortController();
    const path = folder.write('a.png');
    const readings = Array.from({ length: 200 }, () => threads.read(path, stop.signal));
    stop.abort();
    const outcomes = await Promise.allSettled(readings);
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
    assert.equal((await threads.read(path, never)).result.error, null);
  });

  it('give up when they cannot be started', async () => {
    const broken = new FileThreads(folder.write('broken.js', 'throw new Error("no");'), 2);
    const path = folder.write('a.png');
    await assert.rejects(broken.read(path, never), { code: 'internal' });
    await assert.rejects(broken.list(folder.path, null, never), { code: 'internal' });
    await broken.close();
  });

  it('go on with the next file when one ends the thread', async () => {
    const module = folder.write('fragile.js', fragileThread);
    const fragile = new FileThreads(module, 1);
    const paths = ['a.png', 'deadly.png', 'b.png', 'c.png'].map((name) => folder.write(name));
    const answers = await Promise.all(paths.map((path) => fragile.read(path, never)));
    assert.deepEqual(
      answers.map(({ result }) => result.error?.code),
      [undefined, 'corrupt', undefined, undefined],
    );
    await fragile.close();
  });

  it('answer nobody once they are closed', async () => {
    const path = folder.write('a.png');
    const reading = assert.rejects(threads.read(path, never), { code: 'cancelled' });
    await threads.close();
    await reading;
    await assert.rejects(threads.read(path, never), { code: 'cancelled' });
  });
}).timeout(30_000);
