import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes } from '../../src/common/format';
import type { AssetErrorCode, ProbeResult } from '../../src/library/model';
import { locateTools } from '../../src/library/media/locate';
import { createProber } from '../../src/library/probe/probe';
import { fixturesFolder } from '../support/fixtures';
import { beginningOfWmv } from '../support/tempFolder';

const never = new AbortController().signal;

describe('files that are not what they should be', function () {
  this.timeout(120_000);
  let fixtures = '';
  let folder = '';
  let forFfprobe = '';
  let ffprobePath: string | null = null;

  before(async () => {
    fixtures = await fixturesFolder();
    folder = mkdtempSync(join(tmpdir(), 'probe-'));
    forFfprobe = join(folder, 'film.wmv');
    writeFileSync(forFfprobe, beginningOfWmv);
    ffprobePath = (await locateTools({ ffmpegPath: null, ffprobePath: null })).ffprobe?.path ?? null;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const probeWith = async (ffprobe: string | null, file: string): Promise<ProbeResult> =>
    (await createProber({ ffprobePath: ffprobe }).probe(file, never)).result;
  const probe = (file: string) => probeWith(ffprobePath, file);

  const cases: readonly (readonly [string, AssetErrorCode])[] = [
    ['empty.mp4', 'empty'],
    ['text.jpg', 'unsupported'],
    ['noise.mp4', 'corrupt'],
    ['pointer.png', 'lfs-pointer'],
    ['program.ts', 'not-media'],
    ['empty.ts', 'not-media'],
    ['hls.mp4', 'not-media'],
    ['concat.mkv', 'not-media'],
    ['session.mp4', 'not-media'],
    ['dash.mp4', 'not-media'],
  ];
  for (const [name, code] of cases) {
    it(`says ${code} of ${name} without asking ffprobe`, async () => {
      const { error } = await probeWith('/nonexistent/ffprobe', join(fixtures, 'broken', name));
      assert.equal(error?.code, code);
      assert.match(error.message, /^This .*\.$/);
    });
  }

  it('says how large the file is that a Git LFS pointer stands for', async () => {
    const pointer = await probeWith(null, join(fixtures, 'broken', 'pointer.png'));
    const size = /size (\d+)/.exec(readFileSync(join(fixtures, 'broken', 'pointer.png'), 'utf8'))?.[1];
    assert.ok(pointer.error?.message.includes(`a file of ${formatBytes(Number(size))},`));
  });

  for (const name of [
    'no index.mp4',
    'cut.mov',
    'cut.png',
    'cut.jpg',
    'cut.gif',
    'cut.webp',
    'cut.wav',
    'cut.avi',
  ]) {
    it(`says that the end of ${name} is missing`, async () => {
      const { error } = await probe(join(fixtures, 'broken', name));
      assert.equal(error?.code, 'truncated');
    });
  }

  it('keeps the facts of a file whose end is missing', async () => {
    const { facts } = await probe(join(fixtures, 'broken', 'cut.mov'));
    assert.deepEqual([facts.width, facts.height, facts.codec], [96, 64, 'h264']);
  });

  it('finds the end of a photo before what a telephone appended', async () => {
    const file = join(folder, 'motion.jpg');
    writeFileSync(
      file,
      Buffer.concat([readFileSync(join(fixtures, 'image.jpg')), Buffer.alloc(3_000_000, 0x11)]),
    );
    assert.equal((await probe(file)).error, null);
  });

  it('is not led astray by a file made of declarations', async () => {
    const file = join(folder, 'endless.svg');
    writeFileSync(file, '<?a?><!--b-->'.repeat(5000));
    assert.equal((await probe(file)).error?.code, 'unsupported');
  });

  it('tells a damaged film from a shortened one', async () => {
    const file = join(folder, 'damaged.mkv');
    writeFileSync(file, Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(3000, 0x55)]));
    const { error } = await probe(file);
    assert.equal(error?.code, 'corrupt');
  });

  it('says that a file is gone', async () => {
    const { facts, error } = await probe(join(folder, 'nowhere.mp3'));
    assert.deepEqual([error?.code, facts.kind, facts.format], ['vanished', 'audio', 'mp3']);
  });

  it('says that a file cannot be read', async () => {
    // For root there is no file without permission; a link to itself nobody can read.
    const loop = join(folder, 'loop.png');
    symlinkSync(loop, loop);
    assert.equal((await probe(loop)).error?.code, 'unreadable');
  });

  it('does not open a pipe, which would wait for its writer for ever', async () => {
    const pipe = join(folder, 'pipe.mp4');
    execFileSync('mkfifo', [pipe]);
    assert.equal((await probe(pipe)).error?.code, 'not-media');
  });

  it('calls a folder with the name of a film no media', async () => {
    assert.equal((await probe(fixtures)).error?.code, 'not-media');
  });

  it('knows kind and format without ffprobe, and all of what it reads itself', async () => {
    const film = await probeWith(null, forFfprobe);
    assert.deepEqual(
      [film.error?.code, film.facts.kind, film.facts.format],
      ['ffprobe-missing', 'video', 'wmv'],
    );
    const photo = await probeWith(null, join(fixtures, 'turned.jpg'));
    assert.deepEqual([photo.error, photo.facts.width, photo.facts.height], [null, 64, 96]);
  });

  it('says so when ffprobe cannot be started, crashes, floods or talks nonsense', async () => {
    const film = forFfprobe;
    const codeWith = async (script: string) => {
      const tool = join(folder, 'tool');
      writeFileSync(tool, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return (await probeWith(tool, film)).error?.code;
    };
    assert.equal(await codeWith('kill -SEGV $$'), 'ffprobe-failed');
    assert.equal(await codeWith('exec yes'), 'ffprobe-failed');
    assert.equal(await codeWith('echo "{"'), 'ffprobe-failed');
    assert.equal(await codeWith('echo \'{"streams": 7}\''), 'ffprobe-failed');
    assert.equal(await codeWith('echo "{}"'), 'corrupt');
    assert.equal((await probeWith(join(folder, 'no such tool'), film)).error?.code, 'ffprobe-missing');
  });

  it('rejects when aborted, before and while ffprobe runs', async () => {
    const film = forFfprobe;
    await assert.rejects(createProber({ ffprobePath }).probe(film, AbortSignal.abort()), {
      name: 'AbortError',
    });
    const tool = join(folder, 'endless');
    writeFileSync(tool, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    const controller = new AbortController();
    const running = createProber({ ffprobePath: tool }).probe(film, controller.signal);
    setImmediate(() => controller.abort());
    await assert.rejects(running, { name: 'AbortError' });
  });
});
