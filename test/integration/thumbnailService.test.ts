import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { Asset } from '../../src/library/model';
import {
  createThumbnails,
  type ThumbnailOptions,
  type Thumbnails,
} from '../../src/library/thumbnails/thumbnails';
import { assetFor } from '../support/assets';
import { isRunning, writeScript } from '../support/fakeTool';
import { scratchFolder } from '../support/scratch';

const never = new AbortController().signal;

describe('thumbnails', function () {
  this.timeout(60_000);
  const scratch = scratchFolder();
  const opened: Thumbnails[] = [];
  let logged: string[] = [];

  function open(options: Partial<ThumbnailOptions> = {}): Thumbnails {
    const thumbnails = createThumbnails({
      cacheFolder: scratch.at('cache'),
      limitBytes: 1e9,
      ffmpegPath: null,
      concurrency: 2,
      log: (_level, message) => logged.push(message),
      ...options,
    });
    opened.push(thumbnails);
    return thumbnails;
  }

  beforeEach(() => {
    logged = [];
    rmSync(scratch.at('cache'), { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const thumbnails of opened.splice(0)) await thumbnails.dispose();
  });

  async function photo(name: string, widthPx = 100): Promise<Asset> {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const create = { width: widthPx, height: widthPx, channels: 3, background: 'red', noise } as const;
    await sharp({ create }).png().toFile(scratch.at(name));
    return assetFor(scratch.at(name), { kind: 'image', format: 'png' });
  }

  function clip(name: string): Asset {
    writeFileSync(scratch.at(name), 'not really a clip');
    return assetFor(scratch.at(name), { kind: 'video', format: 'mp4' });
  }

  const cached = () =>
    existsSync(scratch.at('cache'))
      ? readdirSync(scratch.at('cache'), { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.includes('.'),
        )
      : [];

  describe('in the cache', () => {
    it('are made once for each version of a file and each width', async () => {
      const thumbnails = open();
      const asset = await photo('a.png');
      const file = await thumbnails.get(asset, 160, never);
      const { ino } = statSync(file);
      assert.equal(dirname(dirname(file)), scratch.at('cache'));
      assert.equal(await open().get(asset, 160, never), file);
      assert.equal(statSync(file).ino, ino);
      assert.notEqual(await thumbnails.get(asset, 320, never), file);
      assert.notEqual(
        await thumbnails.get({ ...asset, modifiedAtMs: asset.modifiedAtMs + 1 }, 160, never),
        file,
      );
      assert.notEqual(await thumbnails.get({ ...asset, sizeBytes: asset.sizeBytes + 1 }, 160, never), file);
      assert.equal(cached().length, 4);
    });

    it('are made again when they are empty, cut off or something else', async () => {
      const thumbnails = open();
      const asset = await photo('a.png');
      const file = await thumbnails.get(asset, 160, never);
      const good = readFileSync(file);
      const spoil = [
        () => truncateSync(file, 0),
        () => truncateSync(file, good.length - 1),
        () => writeFileSync(file, Buffer.alloc(good.length, 'x')),
        () => rmSync(file),
      ];
      for (const spoilIt of spoil) {
        spoilIt();
        assert.equal(await thumbnails.get(asset, 160, never), file);
        assert.deepEqual(readFileSync(file), good);
      }
    });

    it('survive the removal of their folder', async () => {
      const thumbnails = open();
      const asset = await photo('a.png');
      await thumbnails.get(asset, 160, never);
      rmSync(scratch.at('cache'), { recursive: true });
      assert.ok(existsSync(await thumbnails.get(asset, 160, never)));
    });

    it('fail with a clear sentence when they cannot be stored', async () => {
      writeFileSync(scratch.at('file'), '');
      const thumbnails = open({ cacheFolder: scratch.at('file/cache') });
      await assert.rejects(
        thumbnails.get(await photo('a.png'), 160, never),
        /Thumbnails cannot be stored: ENOTDIR/,
      );
    });

    it('stay within the limit: what was not used for longest goes first', async () => {
      const assets = await Promise.all(
        ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => photo(`${name}.png`)),
      );
      const files: string[] = [];
      const first = open();
      for (const asset of assets) files.push(await first.get(asset, 160, never));
      const limitBytes = files.reduce((total, file) => total + statSync(file).size, 0);
      for (const [index, file] of files.entries()) utimesSync(file, 1e9 + index * 1e6, 1e9 + index * 1e6);

      const limited = open({ limitBytes });
      assert.equal(await limited.get(assets[0]!, 160, never), files[0]);
      await limited.get(await photo('new.png'), 160, never);
      await limited.dispose();
      const left = files.filter((file) => existsSync(file));
      assert.ok(left.includes(files[0]!), 'the one just used stays');
      assert.deepEqual(left.slice(1), files.slice(-left.length + 1), 'the oldest others go');
      assert.ok(left.length >= 4 && left.length <= 6, 'a fifth of the limit is free again');
    });

    it('shrink when the limit does', async () => {
      const thumbnails = open();
      const file = await thumbnails.get(await photo('a.png'), 160, never);
      utimesSync(file, 1e9, 1e9);
      thumbnails.configure({ limitBytes: 0, ffmpegPath: null });
      await thumbnails.dispose();
      assert.deepEqual(cached(), []);
    });

    it('are cleared without touching what is not ours', async () => {
      const thumbnails = open();
      assert.deepEqual(await thumbnails.clear(), { files: 0, bytes: 0 });
      const file = await thumbnails.get(await photo('a.png'), 160, never);
      const strangers = ['notes.txt', 'ab/notes.webp', 'other/deep.webp'].map((name) =>
        scratch.at(`cache/${name}`),
      );
      for (const stranger of strangers) {
        mkdirSync(dirname(stranger), { recursive: true });
        writeFileSync(stranger, 'mine');
      }
      writeFileSync(`${file}.${'0'.repeat(36)}.tmp`, 'cut off');
      const bytes = statSync(file).size + 'cut off'.length;
      assert.deepEqual(await thumbnails.clear(), { files: 2, bytes });
      assert.ok(!existsSync(file) && strangers.every((stranger) => existsSync(stranger)));
    });
  });

  describe('that cannot be made', () => {
    /** Counts its runs. */
    const failing = () => writeScript(scratch.at('ffmpeg'), `echo run >> '${scratch.at('runs')}'`, 'exit 1');
    const runs = () => readFileSync(scratch.at('runs'), 'utf8').split('\n').length - 1;

    it('say why, once for each version of the file, and are tried again after clearing', async () => {
      const thumbnails = open({ ffmpegPath: failing() });
      const asset = clip('broken.mp4');
      const refused = { code: 'no-preview', message: 'No picture in this video can be decoded.' };
      await assert.rejects(thumbnails.get(asset, 160, never), refused);
      const runsOnce = runs();
      await assert.rejects(thumbnails.get(asset, 320, never), refused);
      assert.equal(runs(), runsOnce);
      assert.equal(logged.length, 1);
      await assert.rejects(thumbnails.get({ ...asset, sizeBytes: 1 }, 160, never), refused);
      assert.equal(runs(), 2 * runsOnce);
      await thumbnails.clear();
      await assert.rejects(thumbnails.get(asset, 160, never), refused);
      assert.equal(runs(), 3 * runsOnce);
    });

    it('repeat what the library knows of a hopeless file, and decode nothing', async () => {
      const error = { code: 'lfs-pointer', message: 'This is a Git LFS pointer.' } as const;
      const asset = { ...clip('pointer.mp4'), error };
      await assert.rejects(open({ ffmpegPath: scratch.at('never-run') }).get(asset, 160, never), {
        code: 'no-preview',
        message: error.message,
      });
    });

    it('need FFmpeg, and are made when it is there', async () => {
      const thumbnails = open();
      const asset = clip('film.mp4');
      await assert.rejects(thumbnails.get(asset, 160, never), {
        code: 'ffmpeg-missing',
        message: /film\.mp4/,
      });
      thumbnails.configure({ limitBytes: 1e9, ffmpegPath: scratch.at('gone') });
      await assert.rejects(thumbnails.get(asset, 160, never), { code: 'ffmpeg-missing' });
      const header = 'P7\\nWIDTH 2\\nHEIGHT 1\\nDEPTH 4\\nMAXVAL 255\\nTUPLTYPE RGB_ALPHA\\nENDHDR\\n';
      const ffmpegPath = writeScript(
        scratch.at('ffmpeg'),
        `printf '${header}\\377\\377\\377\\377\\001\\001\\001\\377'`,
      );
      thumbnails.configure({ limitBytes: 1e9, ffmpegPath });
      const { width, height } = await sharp(await thumbnails.get(asset, 160, never)).metadata();
      assert.deepEqual([width, height], [2, 1]);
    });

    it('are given up when decoding ended the library twice', async () => {
      const thumbnails = open();
      const asset = await photo('deadly.png');
      const marker = `${await thumbnails.get(asset, 160, never)}.making`;
      const { pid: gone } = spawnSync('true');
      const leaveBehind = (crashesBefore: number, pid = gone) => {
        rmSync(dirname(marker), { recursive: true, force: true });
        mkdirSync(dirname(marker));
        writeFileSync(marker, `${pid} ${crashesBefore}`);
      };
      leaveBehind(1);
      await assert.rejects(thumbnails.get(asset, 160, never), {
        code: 'no-preview',
        message: /made the library stop/,
      });
      await thumbnails.clear();
      for (const harmless of [() => leaveBehind(0), () => leaveBehind(1, process.pid)]) {
        harmless();
        await thumbnails.get(asset, 160, never);
        assert.ok(!existsSync(marker));
      }
    });

    it('of a file that is gone say so, and are made when it is back as it was', async () => {
      const thumbnails = open();
      const asset = await photo('away.png');
      renameSync(asset.filePath, scratch.at('elsewhere.png'));
      const refused = { code: 'no-preview', message: 'This file is no longer there.' };
      await assert.rejects(thumbnails.get(asset, 160, never), refused);
      renameSync(scratch.at('elsewhere.png'), asset.filePath);
      assert.ok(existsSync(await thumbnails.get(asset, 160, never)));
    });
  });

  describe('that nobody waits for any more', () => {
    /** Notes its process id, says that it has started by writing to a FIFO-like file, and hangs. */
    const hanging = () =>
      writeScript(scratch.at('ffmpeg'), `echo $$ > '${scratch.at('pids')}/'$$`, 'exec sleep 60');
    const pids = () => readdirSync(scratch.at('pids')).map(Number);

    beforeEach(() => {
      rmSync(scratch.at('pids'), { recursive: true, force: true });
      mkdirSync(scratch.at('pids'));
    });

    async function started(count: number): Promise<void> {
      while (pids().length < count) await new Promise((resolve) => setImmediate(resolve));
    }

    it('leave no process behind, and no picture', async () => {
      const thumbnails = open({ ffmpegPath: hanging(), concurrency: 2 });
      const controllers = [1, 2, 3, 4].map(() => new AbortController());
      const answers = controllers.map(({ signal }, index) =>
        thumbnails.get(clip(`${index}.mp4`), 160, signal),
      );
      await started(2);
      for (const controller of controllers) controller.abort();
      for (const answer of answers) await assert.rejects(answer, { code: 'cancelled' });
      await thumbnails.dispose();
      assert.equal(pids().length, 2, 'the others never started');
      assert.deepEqual(pids().filter(isRunning), []);
      assert.deepEqual(cached(), []);
    });

    it('go on while somebody else waits', async () => {
      const thumbnails = open({ ffmpegPath: hanging() });
      const asset = clip('shared.mp4');
      const [first, second] = [new AbortController(), new AbortController()];
      const answers = [first, second].map(({ signal }) => thumbnails.get(asset, 160, signal));
      await started(1);
      first.abort();
      await assert.rejects(answers[0]!, { code: 'cancelled' });
      assert.deepEqual(pids().map(isRunning), [true]);
      second.abort();
      await assert.rejects(answers[1]!, { code: 'cancelled' });
      await thumbnails.dispose();
      assert.deepEqual(pids().map(isRunning), [false]);
    });

    it('are not remembered as failures', async () => {
      const asset = clip('later.mp4');
      const thumbnails = open({ ffmpegPath: hanging() });
      const controller = new AbortController();
      const answer = thumbnails.get(asset, 160, controller.signal);
      await started(1);
      controller.abort();
      await assert.rejects(answer, { code: 'cancelled' });
      const again = thumbnails.get(asset, 160, never);
      await started(2);
      await Promise.all([thumbnails.dispose(), assert.rejects(again, { code: 'cancelled' })]);
    });
  });
});
