import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { LibraryError } from '../../src/library/model';
import { contentFingerprint, counts, ScanRig } from '../support/scanRig';

describe('Scanning a folder', () => {
  let rig: ScanRig;
  beforeEach(() => (rig = new ScanRig()));
  afterEach(() => rig.dispose());

  it('finds media at any depth, and nothing else', async () => {
    rig.folder.write('a.png');
    rig.folder.write('notes.txt', 'hello');
    rig.folder.write('deep/er/and/deeper/B.PNG');
    rig.folder.write('.hidden/c.png');
    rig.folder.write('.git/d.png');
    rig.folder.write('our-cache/e.png');
    assert.deepEqual(counts(await rig.scan()), { found: 3, added: 3 });
    assert.deepEqual(rig.stored(), ['.hidden/c.png', 'a.png', 'deep/er/and/deeper/B.PNG']);
  });

  it('reads nothing again that has not changed', async () => {
    for (let i = 0; i < 30; i++) rig.folder.write(`d${i % 3}/${i}.png`);
    await rig.scan();
    rig.prober.take();
    const writes = rig.writes;
    assert.deepEqual(counts(await rig.scan()), { found: 30, unchanged: 30 });
    assert.deepEqual(rig.prober.take(), []);
    assert.equal(rig.writes, writes);
    assert.deepEqual(counts(await rig.scan({ force: true })), { found: 30, updated: 30 });
  });

  it('reads just what is new or has changed, and forgets what has gone', async () => {
    for (const name of ['same.png', 'longer.png', 'touched.png', 'gone.png', 'sub/x/gone.png'])
      rig.folder.write(name);
    await rig.scan();
    rig.prober.take();
    const longer = rig.folder.write('longer.png', 'a longer picture');
    const touched = rig.folder.at('touched.png');
    utimesSync(touched, new Date(1e12), new Date(1e12));
    const added = rig.folder.write('sub/new.png');
    rig.folder.remove('gone.png');
    rig.folder.remove('sub/x');
    assert.deepEqual(counts(await rig.scan()), { found: 4, added: 1, updated: 2, removed: 2, unchanged: 1 });
    assert.deepEqual(rig.prober.take(), [longer, added, touched].sort());
    assert.deepEqual(rig.stored(), ['longer.png', 'same.png', 'sub/new.png', 'touched.png']);
  });

  it('follows a folder that was renamed', async () => {
    rig.folder.write('old/a.png');
    rig.folder.write('old/deep/b.png');
    await rig.scan();
    rig.folder.rename('old', 'else/new');
    assert.deepEqual(counts(await rig.changed('old', 'else')), { found: 2, added: 2, removed: 2 });
    assert.deepEqual(rig.stored(), ['else/new/a.png', 'else/new/deep/b.png']);
  });

  it('follows a folder that a file took the place of, and the other way round', async () => {
    rig.folder.write('a.png/deep/x.png');
    rig.folder.write('b.png');
    await rig.scan();
    rig.folder.remove('a.png');
    rig.folder.write('a.png');
    rig.folder.remove('b.png');
    rig.folder.write('b.png/y.png');
    const paths = ['a.png/deep/x.png', 'a.png/deep', 'a.png', 'b.png', 'b.png/y.png'];
    assert.deepEqual(counts(await rig.changed(...paths)), { found: 2, added: 2, removed: 2 });
    assert.deepEqual(rig.stored(), ['a.png', 'b.png/y.png']);
  });

  it('scans one folder and leaves the rest alone', async () => {
    rig.folder.write('a/1.png');
    rig.folder.write('b/2.png');
    await rig.scan();
    rig.folder.remove('a/1.png');
    rig.folder.remove('b/2.png');
    rig.folder.write('b/sub/3.png');
    assert.deepEqual(counts(await rig.scan({ folder: rig.folder.at('b') })), {
      found: 1,
      added: 1,
      removed: 1,
    });
    assert.deepEqual(rig.stored(), ['a/1.png', 'b/sub/3.png']);
  });

  it('keeps what lies in a root that is not there for now', async () => {
    rig.folder.write('mount/a.png');
    rig.folder.write('mount/sub/b.png');
    rig.configure({ settings: { roots: [rig.folder.at('mount')] } });
    await rig.scan();
    rig.folder.rename('mount', 'unmounted');
    const { failures, ...summary } = await rig.scan();
    assert.deepEqual([summary.removed, summary.missing, summary.failed], [0, 2, 1]);
    assert.equal(failures[0]?.path, rig.folder.at('mount'));
    assert.deepEqual(rig.missing(), ['mount/a.png', 'mount/sub/b.png']);
    assert.deepEqual(counts(await rig.changed('mount/a.png', 'mount/sub', 'mount')), {});
    assert.deepEqual(rig.stored(rig.folder.at('mount')), ['a.png', 'sub/b.png']);
    rig.folder.rename('unmounted', 'mount');
    assert.deepEqual(counts(await rig.scan()), { found: 2, unchanged: 2 });
    assert.deepEqual(rig.missing(), []);
  });

  it('learns from a watcher that a root has gone, and that it is back', async () => {
    rig.folder.write('mount/sub/b.png');
    rig.configure({ settings: { roots: [rig.folder.at('mount')] } });
    await rig.scan();
    rig.folder.rename('mount', 'unmounted');
    assert.equal((await rig.changed('mount/sub/b.png')).missing, 1);
    assert.deepEqual(rig.missing(), ['mount/sub/b.png']);
    rig.folder.rename('unmounted', 'mount');
    assert.deepEqual(counts(await rig.changed('mount')), { found: 1, unchanged: 1 });
    assert.deepEqual(rig.missing(), []);
  });

  it('takes an empty root for one that is not mounted', async () => {
    rig.folder.write('mount/a.png');
    rig.configure({ settings: { roots: [rig.folder.at('mount')] } });
    await rig.scan();
    rig.folder.rename('mount', 'elsewhere');
    mkdirSync(rig.folder.at('mount'));
    const summary = await rig.scan();
    assert.deepEqual([summary.removed, summary.missing, summary.failed], [0, 1, 1]);
    writeFileSync(rig.folder.at('mount/other.txt'), '');
    assert.deepEqual(counts(await rig.scan()), { removed: 1 });
  });

  it('keeps the id of a file that is moved, whatever is seen first', async () => {
    rig.prober.fingerprintOf = contentFingerprint;
    rig.folder.write('b/one.png', 'one');
    rig.folder.write('b/two.png', 'two');
    rig.folder.write('b/deep/three.png', 'three');
    await rig.scan();
    const ids = [rig.idOf('b/one.png'), rig.idOf('b/two.png'), rig.idOf('b/deep/three.png')];
    rig.folder.rename('b/one.png', 'a/one renamed.png');
    rig.folder.rename('b/two.png', 'c/two.png');
    rig.folder.rename('b/deep', 'z/deeper');
    assert.deepEqual(counts(await rig.scan()), { found: 3, moved: 3 });
    assert.deepEqual(
      [rig.idOf('a/one renamed.png'), rig.idOf('c/two.png'), rig.idOf('z/deeper/three.png')],
      ids,
    );
    rig.folder.rename('z', 'y');
    await rig.changed('y');
    assert.deepEqual(counts(await rig.changed('z')), { moved: 1 });
    assert.equal(rig.idOf('y/deeper/three.png'), ids[2]);
  });

  it('takes a copy for a new file, and the original back when it comes back', async () => {
    rig.prober.fingerprintOf = contentFingerprint;
    rig.folder.write('a.png', 'content');
    await rig.scan();
    const id = rig.idOf('a.png');
    rig.folder.write('copy.png', 'content');
    assert.deepEqual(counts(await rig.scan()), { found: 2, added: 1, unchanged: 1 });
    assert.deepEqual([rig.idOf('a.png') === id, rig.idOf('copy.png') === id], [true, false]);
    rig.folder.remove('copy.png');
    await rig.scan();
    rig.folder.rename('a.png', '.git/out of sight.png');
    rig.folder.write('other.png', 'other');
    assert.deepEqual(counts(await rig.scan()), { found: 1, added: 1, removed: 1 });
    rig.folder.rename('.git/out of sight.png', 'a.png');
    assert.deepEqual(counts(await rig.scan()), { found: 2, added: 1, unchanged: 1 });
    assert.equal(rig.idOf('a.png'), id);
  });

  it('forgets a deleted file when its time is over, and not before', async () => {
    rig.prober.fingerprintOf = contentFingerprint;
    rig.folder.write('a.png', 'content');
    rig.folder.write('other.png', 'other');
    await rig.scan();
    const id = rig.idOf('a.png');
    rig.folder.remove('a.png');
    await rig.scan();
    rig.folder.write('a.png', 'content');
    await rig.scan();
    assert.equal(rig.idOf('a.png'), id);
    rig.folder.remove('a.png');
    rig.configure({ settings: { keepDeletedMs: -1000 } });
    await rig.scan();
    rig.folder.write('a.png', 'content');
    await rig.scan();
    assert.notEqual(rig.idOf('a.png'), id);
  });

  it('counts what a scan costs, and an unchanged rescan costs nothing', async () => {
    for (let i = 0; i < 5; i++) rig.folder.write(`${i}.png`);
    const cost = { filesRead: 5, bytesRead: 5, processesStarted: 0 };
    assert.deepEqual((await rig.scan()).cost, cost);
    assert.deepEqual((await rig.scan()).cost, { filesRead: 0, bytesRead: 0, processesStarted: 0 });
  });

  it('waits while another process scans', async () => {
    rig.folder.write('a.png');
    let ours: () => void = () => undefined;
    let givenBack = 0;
    rig.lock.take = () => new Promise((resolve) => (ours = () => resolve(() => givenBack++)));
    const scanning = rig.scan();
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    assert.deepEqual(rig.prober.take(), []);
    ours();
    assert.equal((await scanning).found, 1);
    assert.equal(givenBack, 1);
  });

  it('keeps what lies in a root that is no folder for now', async () => {
    rig.folder.write('mount/a.png');
    rig.configure({ settings: { roots: [rig.folder.at('mount')] } });
    await rig.scan();
    rig.folder.rename('mount', 'elsewhere');
    rig.folder.write('mount', 'a file in the place of the folder');
    assert.deepEqual(counts(await rig.scan()), { missing: 1 });
    assert.deepEqual(counts(await rig.changed('mount/a.png')), {});
    assert.deepEqual(rig.stored(rig.folder.at('mount')), ['a.png']);
  });

  it('counts a root inside a root, and a root under two names, once', async () => {
    rig.folder.write('a.png');
    rig.folder.write('inner/b.png');
    rig.folder.link('same', rig.folder.at('inner'));
    const inner = rig.folder.at('inner');
    rig.configure({ settings: { roots: [rig.folder.path, inner, rig.folder.at('same')] } });
    assert.deepEqual(counts(await rig.scan()), { found: 2, added: 2 });
    assert.deepEqual([rig.stored(), rig.stored(inner)], [['a.png'], ['b.png']]);
    assert.deepEqual(counts(await rig.changed('inner/b.png', 'inner', 'same/b.png')), {
      found: 1,
      unchanged: 1,
    });
  });

  it('forgets what belongs to folders that were closed, once a scan is complete', async () => {
    rig.folder.write('one/a.png');
    rig.folder.write('two/b.png');
    const [one, two] = [rig.folder.at('one'), rig.folder.at('two')];
    rig.configure({ settings: { roots: [one, two] } });
    await rig.scan();
    rig.configure({ settings: { roots: [two] } });
    assert.deepEqual(counts(await rig.scan({ folder: two })), { found: 1, unchanged: 1 });
    assert.deepEqual(rig.stored(one), ['a.png']);
    assert.deepEqual(counts(await rig.scan()), { found: 1, removed: 1, unchanged: 1 });
    assert.deepEqual(rig.stored(one), []);
  });

  it('forgets what is left out by new settings, and finds it again', async () => {
    for (const name of ['a.png', 'b.jpg', 'out/c.png']) rig.folder.write(name);
    await rig.scan();
    rig.configure({ settings: { exclude: ['out', '**/*.jpg'] } });
    assert.deepEqual(counts(await rig.scan()), { found: 1, removed: 2, unchanged: 1 });
    rig.configure({ settings: { exclude: [] } });
    assert.deepEqual(counts(await rig.scan()), { found: 3, added: 2, unchanged: 1 });
  });

  it('follows links to files inside the roots, and no other links', async () => {
    rig.folder.write('real/a.png');
    rig.other.write('secret.png');
    rig.folder.link('link.png', rig.folder.at('real/a.png'));
    rig.folder.link('escape.png', rig.other.at('secret.png'));
    rig.folder.link('broken.png', rig.folder.at('nowhere.png'));
    rig.folder.link('circle.png', rig.folder.at('circle.png'));
    rig.folder.link('escape', rig.other.path);
    rig.folder.link('real/loop', rig.folder.path);
    rig.folder.link('shortcut', rig.folder.at('real'));
    const found = ['link.png', 'real/a.png'];
    assert.deepEqual(counts(await rig.scan()), { found: 2, added: 2 });
    assert.deepEqual(rig.stored(), found);
    await rig.changed('escape/secret.png', 'escape', 'escape.png', 'real/loop/real/loop', 'circle.png/x.png');
    await rig.changed('shortcut/a.png');
    assert.deepEqual(rig.stored(), found);
    rig.folder.remove('link.png');
    rig.folder.link('link.png', rig.other.at('secret.png'));
    assert.deepEqual(counts(await rig.changed('link.png')), { removed: 1 });
  });

  it('never opens pipes, and skips names that are not UTF-8', async () => {
    execFileSync('mkfifo', [rig.folder.at('pipe.png')]);
    mkdirSync(rig.folder.at('folder.png'));
    writeFileSync(
      Buffer.concat([Buffer.from(rig.folder.at('caf')), Buffer.from([0xe9]), Buffer.from('.png')]),
      '',
    );
    rig.folder.write('\uFFFD.png');
    const { failures, ...summary } = await rig.scan();
    assert.deepEqual([summary.found, summary.added, summary.failed], [1, 1, 1]);
    assert.deepEqual(rig.stored(), ['\uFFFD.png']);
    assert.match(failures[0]?.message ?? '', /One name in this folder is not valid UTF-8/);
  });

  it('takes hostile names for names', async () => {
    const names = [
      '-rf.png',
      ' .png',
      '$(touch x).png',
      '`id`.png',
      'a\nb.png',
      'img%03d.png',
      'concat:x.png',
      '#?%41.png',
    ];
    names.push(
      "'; DROP TABLE media_assets; --.png",
      '\u202egnp.exe.png',
      'e\u0301.png',
      '\u00e9.png',
      '😀.png',
    );
    names.push(`${'x'.repeat(251)}.png`, 'a%_b/c%_d.png', '[a]/*.png', 'back\\slash.png');
    for (const name of names) rig.folder.write(name);
    assert.deepEqual(counts(await rig.scan()), { found: names.length, added: names.length });
    assert.deepEqual(rig.stored(), names.sort());
    assert.deepEqual(counts(await rig.scan()), { found: names.length, unchanged: names.length });
    for (const name of names) rig.folder.remove(name);
    assert.deepEqual(counts(await rig.changed(...names)), { removed: names.length });
  });

  it('keeps one error per version of a broken file', async () => {
    const broken = rig.folder.write('broken.png');
    rig.folder.write('fine.png');
    rig.prober.errorOf = (path) => (path === broken ? 'corrupt' : null);
    const { failures, ...first } = await rig.scan();
    assert.deepEqual([first.added, first.failed], [2, 1]);
    assert.deepEqual(failures, [{ path: broken, code: 'corrupt', message: 'It is corrupt.' }]);
    rig.prober.take();
    const again = await rig.scan();
    assert.deepEqual(again.failures, failures);
    assert.deepEqual(rig.prober.take(), []);
    rig.prober.errorOf = () => null;
    rig.folder.write('broken.png', 'mended');
    assert.deepEqual(counts(await rig.changed('broken.png')), { found: 1, updated: 1 });
  });

  it('tries files again that failed for want of ffprobe, once there is one', async () => {
    const film = rig.folder.write('film.png');
    rig.prober.errorOf = () => 'ffprobe-missing';
    rig.configure({ ffprobeFound: false });
    await rig.scan();
    rig.prober.take();
    await rig.scan();
    assert.deepEqual(rig.prober.take(), []);
    rig.prober.errorOf = () => null;
    rig.configure({ ffprobeFound: true });
    assert.deepEqual(counts(await rig.scan()), { found: 1, updated: 1 });
    assert.deepEqual(rig.prober.take(), [film]);
  });

  it('reads a file once more that changed while it was read, and drops one that went', async () => {
    const growing = rig.folder.write('growing.png');
    const going = rig.folder.write('going.png');
    rig.prober.whileReading = (path) => {
      if (path === growing) rig.folder.write('growing.png', 'x'.repeat(rig.prober.asked.length));
      else rig.folder.remove('going.png');
      return Promise.resolve();
    };
    assert.deepEqual(counts(await rig.scan()), { found: 1, added: 1 });
    assert.deepEqual(rig.prober.take(), [going, growing, growing].sort());
    rig.prober.whileReading = () => Promise.resolve();
    assert.deepEqual(counts(await rig.scan()), { found: 1, updated: 1 });
  });

  it('goes on when reading a file fails by a fault of ours, and keeps what was known of it', async () => {
    const odd = rig.folder.write('odd.png');
    rig.folder.write('fine.png');
    await rig.scan();
    rig.prober.whileReading = (path) =>
      path === odd ? Promise.reject(new TypeError('oops')) : Promise.resolve();
    const { failures, ...summary } = await rig.scan({ force: true });
    assert.deepEqual([summary.updated, summary.failed, failures[0]?.path], [1, 1, odd]);
    assert.match(rig.log.join('\n'), /oops/);
    assert.deepEqual(rig.stored(), ['fine.png', 'odd.png']);
  });

  it('does not list files that turn out to be no media', async () => {
    const program = rig.folder.write('main.ts', 'export {}');
    rig.prober.errorOf = (path) => (path === program ? 'not-media' : null);
    assert.deepEqual(counts(await rig.scan()), {});
    assert.deepEqual(rig.stored(), []);
  });

  it('refuses a second scan while one runs', async () => {
    rig.folder.write('a.png');
    const first = rig.scan();
    await assert.rejects(rig.scan(), { code: 'scan-running' });
    assert.equal((await first).added, 1);
    assert.equal((await rig.scan()).unchanged, 1);
  });

  it('stops when cancelled, and goes on from there the next time', async () => {
    for (let i = 0; i < 40; i++) rig.folder.write(`${i}.png`);
    const cancel = new AbortController();
    let running = 0;
    rig.prober.whileReading = async (_path, signal) => {
      running++;
      if (rig.prober.asked.length === 20) cancel.abort();
      else if (rig.prober.asked.length >= 17) await once(signal, 'abort');
      running--;
    };
    const summary = await rig.scan({ signal: cancel.signal });
    assert.equal(summary.cancelled, true);
    assert.equal(running, 0);
    assert.equal(rig.stored().length, 16);
    rig.prober.whileReading = () => Promise.resolve();
    assert.deepEqual(counts(await rig.scan()), { found: 40, added: 24, unchanged: 16 });
  });

  it('lets the next scan wait for one that was cancelled, and then no third', async () => {
    rig.folder.write('a.png');
    const cancel = new AbortController();
    rig.prober.whileReading = async (_path, signal) => {
      await once(signal, 'abort');
      await setImmediate(); // What was cancelled takes its time to end.
    };
    const first = rig.scan({ signal: cancel.signal });
    while (rig.prober.asked.length === 0) await setImmediate();
    cancel.abort();
    rig.prober.whileReading = () => Promise.resolve();
    const next = rig.scan();
    await assert.rejects(rig.scan(), { code: 'scan-running' });
    assert.equal((await first).cancelled, true);
    assert.deepEqual(counts(await next), { found: 1, added: 1 });
  });

  it('takes in changes while a scan runs', async () => {
    const slow = rig.folder.write('a/slow.png');
    let release: () => void = () => undefined;
    rig.prober.whileReading = (path) =>
      path === slow ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    const scan = rig.scan();
    while (rig.prober.asked.length === 0) await setImmediate();
    rig.folder.write('a/new.png');
    rig.folder.write('b/new.png');
    assert.deepEqual(counts(await rig.changed('a/new.png', 'b')), { found: 2, added: 2 });
    rig.folder.remove('b');
    assert.deepEqual(counts(await rig.changed('b')), { removed: 1 });
    release();
    await scan;
    assert.deepEqual(rig.stored(), ['a/new.png', 'a/slow.png']);
  });

  it('takes in ten thousand changes at once, in one pass, and lets others work meanwhile', async () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `d${i % 40}/e${i % 5}/${i}.png`);
    for (const path of paths) rig.folder.write(path, '');
    rig.prober.whileReading = () => Promise.resolve();
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    const [first, second] = await Promise.all([rig.changed(...paths.slice(5000)), rig.changed(...paths)]);
    clearInterval(counting);
    assert.ok(turns > 5, `others had ${turns} turns`);
    assert.equal(first, second);
    assert.deepEqual(counts(first), { found: 10_000, added: 10_000 });
    assert.equal(rig.prober.take().length, 10_000);
    rig.folder.remove('.');
    const gone = await rig.changed(...paths.map((path) => path.split('/')[0]!));
    assert.deepEqual(counts(gone), { missing: 10_000 });
    assert.equal(rig.stored().length, 10_000);
    rig.folder.write('something else', '');
    assert.deepEqual(counts(await rig.changed(...paths)), { removed: 10_000 });
  });

  it('lets a file live on that moved while a scan waited to read it', async () => {
    rig.prober.fingerprintOf = contentFingerprint;
    const path = rig.folder.write('a/p.png', 'content');
    await rig.scan();
    const id = rig.idOf('a/p.png');
    utimesSync(path, 1e9, 1e9);
    let release: () => void = () => undefined;
    rig.prober.whileReading = (asked) =>
      asked === path ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    rig.prober.fingerprintOf = (asked) => (asked === path ? null : contentFingerprint(asked));
    rig.prober.take();
    const scan = rig.scan();
    while (rig.prober.asked.length === 0) await setImmediate();
    rig.folder.rename('a', 'b');
    assert.deepEqual(counts(await rig.changed('a', 'b')), { found: 1, moved: 1 });
    release();
    await scan;
    assert.equal(rig.idOf('b/p.png'), id);
  });

  it('takes nothing away when the disk goes while it is read', async () => {
    const paths = Array.from({ length: 20 }, (_, i) => rig.folder.write(`mount/a/${i}.png`));
    rig.configure({ settings: { roots: [rig.folder.at('mount')] } });
    await rig.scan();
    for (const path of paths) utimesSync(path, 1e9, 1e9);
    let isGone = false;
    rig.prober.whileReading = async () => {
      if (!isGone) rig.folder.rename('mount', 'unplugged');
      isGone = true;
      await setImmediate();
    };
    const { removed, failed } = await rig.scan();
    assert.deepEqual([removed, failed], [0, 20]);
    assert.equal(rig.store.stats().total, 20);
    assert.equal((await rig.scan()).missing, 20);
  });

  it('learns nothing of a file that the system does not reach', async () => {
    const path = rig.folder.write('a.png');
    await rig.scan();
    const before = rig.store.find(path);
    rig.prober.isLasting = false;
    rig.prober.errorOf = () => 'timeout';
    const { failures, updated } = await rig.scan({ force: true });
    assert.deepEqual([failures[0]?.code, updated], ['timeout', 0]);
    assert.deepEqual(rig.store.find(path), before);
  });

  it('asks again for a file that could not be read', async () => {
    const path = rig.folder.write('a.png');
    rig.prober.errorOf = () => 'unreadable';
    await rig.scan();
    rig.prober.take();
    rig.prober.errorOf = () => null;
    assert.deepEqual(counts(await rig.scan()), { found: 1, updated: 1 });
    assert.deepEqual(rig.prober.take(), [path]);
  });

  it('writes what was read while the next file takes its time', async () => {
    rig.folder.write('a.png');
    const slow = rig.folder.write('slow.png');
    let release: () => void = () => undefined;
    rig.prober.whileReading = (path) =>
      path === slow ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    const scan = rig.scan();
    while (rig.stored().length === 0) await setImmediate();
    assert.deepEqual(rig.stored(), ['a.png']);
    while (rig.progress.at(-1)?.filesDone !== 1) await setImmediate();
    release();
    assert.equal((await scan).added, 2);
  });

  it('tells each pass of changes that could not be written', async () => {
    for (let i = 0; i < 5; i++) rig.folder.write(`${i}.png`);
    let release: () => void = () => undefined;
    rig.prober.whileReading = (path) =>
      path.endsWith('4.png') ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    const scan = rig.scan();
    while (rig.prober.asked.length < 5) await setImmediate();
    const { apply } = rig.store;
    rig.store.apply = () => {
      rig.store.apply = apply;
      throw new LibraryError('disk-full', 'The disk is full.');
    };
    rig.folder.write('sub/w.png');
    await assert.rejects(rig.changed('sub'), { code: 'disk-full' });
    release();
    await assert.rejects(scan, { code: 'disk-full' });
    rig.prober.whileReading = () => Promise.resolve();
    await rig.scan();
    assert.equal(rig.stored().length, 6);
  });

  it('looks again below a .gitignore that changed', async () => {
    rig.folder.write('a/x.png');
    rig.folder.write('a/b/x.jpg');
    rig.configure({ settings: { respectGitignore: true } });
    await rig.scan();
    rig.folder.write('a/.gitignore', '*.jpg');
    assert.deepEqual(counts(await rig.changed('a/.gitignore')), { found: 1, removed: 1, unchanged: 1 });
    rig.folder.remove('a/.gitignore');
    assert.deepEqual(counts(await rig.changed('a/.gitignore')), { found: 2, added: 1, unchanged: 1 });
  });

  it('reports progress that only grows and ends complete', async () => {
    for (let i = 0; i < 600; i++) rig.folder.write(`d${i % 7}/${i}.png`);
    await rig.scan();
    const last = rig.progress.at(-1)!;
    assert.deepEqual([last.filesDone, last.filesTotal, last.walkFinished], [600, 600, true]);
    const done = rig.progress.map((progress) => progress.filesDone);
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
  });
}).timeout(60_000);
