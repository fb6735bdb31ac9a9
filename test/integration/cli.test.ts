import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { resultOf, runCli, startCli, type CliResult } from '../support/cli';
import { beginningOfWmv, TempFolder } from '../support/tempFolder';

const summarySchema = v.object({
  found: v.number(),
  added: v.number(),
  updated: v.number(),
  removed: v.number(),
  unchanged: v.number(),
  failed: v.number(),
  durationMs: v.number(),
  failures: v.array(v.object({ path: v.string(), code: v.string(), message: v.string() })),
});
const columnsSchema = v.looseObject({
  title: v.string(),
  file_path: v.string(),
  file_size: v.number(),
  file_size_mb: v.number(),
  kind: v.picklist(['image', 'video', 'audio']),
  format: v.string(),
  duration: v.nullable(v.number()),
  duration_formatted: v.nullable(v.string()),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  fps: v.nullable(v.number()),
  codec: v.nullable(v.string()),
  container_format: v.nullable(v.string()),
  bit_rate: v.nullable(v.number()),
  error_code: v.nullable(v.string()),
  error_message: v.nullable(v.string()),
});
const listSchema = v.object({
  total: v.number(),
  items: v.array(v.looseObject({ ...columnsSchema.entries, id: v.number() })),
});

/** Parses the whole of standard output, so that anything but one document fails. */
function json<S extends v.GenericSchema>(schema: S, result: CliResult): v.InferOutput<S> {
  return v.parse(schema, JSON.parse(result.stdout));
}

describe('The command line', () => {
  const media = new TempFolder();
  const cache = new TempFolder();
  const cli = (...args: string[]) => runCli(args, cache.path);

  before(() => {
    const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...args]);
    media.write('pictures/small.png');
    media.write('notes.txt', 'hello');
    media.write('empty.mp4', '');
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=d=1:s=64x48:r=10', media.at('clip.mp4'));
    ffmpeg('-f', 'lavfi', '-i', 'sine=d=2', media.at('tone.wav'));
  });
  after(() => {
    media.dispose();
    cache.dispose();
  });

  it('says what is missing in a never-scanned folder', async () => {
    const { code, stdout, stderr } = await cli('list', media.at('pictures'), '--json');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /has not been scanned yet.*media-library scan/);
  });

  it('scans, and says by its exit code that a file failed', async () => {
    const first = await cli('scan', media.path, '--json');
    assert.equal(first.code, 1, first.stderr);
    const { failures, durationMs, ...counts } = json(summarySchema, first);
    assert.deepEqual(counts, { found: 4, added: 4, updated: 0, removed: 0, unchanged: 0, failed: 1 });
    assert.deepEqual(
      failures.map(({ path, code }) => [path, code]),
      [[media.at('empty.mp4'), 'empty']],
    );
    assert.ok(durationMs >= 0);
    const again = json(summarySchema, await cli('scan', media.path, '--json'));
    assert.deepEqual([again.unchanged, again.added, again.failed], [4, 0, 1]);
    assert.equal((await cli('scan', media.at('pictures'))).code, 0);
  });

  it('lists what it found, filtered, sorted and paged', async () => {
    const all = json(listSchema, await cli('list', media.path, '--json'));
    assert.equal(all.total, 4);
    assert.deepEqual(
      all.items.map((item) => item.file_path),
      ['clip.mp4', 'empty.mp4', 'small.png', 'tone.wav'].map((name) =>
        media.at(name === 'small.png' ? 'pictures/small.png' : name),
      ),
    );
    const clip = all.items[0]!;
    assert.deepEqual(
      [clip.kind, clip.width, clip.height, clip.codec, clip.fps],
      ['video', 64, 48, 'h264', 10],
    );
    const page = json(
      listSchema,
      await cli('list', media.path, '--json', '--sort', 'size', '--desc', '--limit', '1', '--offset', '1'),
    );
    assert.deepEqual([page.total, page.items.length], [4, 1]);
    assert.equal(
      json(listSchema, await cli('list', media.path, '--json', '--kind', 'audio')).items[0]?.title,
      'tone',
    );
    assert.equal(
      json(listSchema, await cli('list', media.path, '--json', '--search', 'PICT small')).total,
      1,
    );
    const text = (await cli('list', media.path, '--kind', 'video')).stdout;
    assert.match(text, /^KIND {3}FORMAT .*\nvideo {2}mp4 .*64 × 48 +0:01 +h264 +clip.mp4\n/);
  });

  it('probes files without keeping anything', async () => {
    const { stdout, code } = await cli(
      'probe',
      media.at('clip.mp4'),
      media.at('empty.mp4'),
      '/nowhere/x.png',
      '--json',
    );
    const items = v.parse(v.array(columnsSchema), JSON.parse(stdout));
    assert.equal(code, 1);
    assert.deepEqual(
      items.map((item) => [item.file_path, item.kind, item.format, item.error_code]),
      [
        [media.at('clip.mp4'), 'video', 'mp4', null],
        [media.at('empty.mp4'), 'video', 'mp4', 'empty'],
        ['/nowhere/x.png', 'image', 'png', 'vanished'],
      ],
    );
    assert.match((await cli('probe', media.at('clip.mp4'))).stdout, /\n {2}codec +h264\n/);
  });

  it('makes thumbnails in the format that their name asks for', async () => {
    for (const [name, magic] of [
      ['t.png', '\x89PNG'],
      ['t.webp', 'RIFF'],
      ['t.jpg', '\xff\xd8'],
    ] as const) {
      const { code, stdout } = await cli(
        'thumbnail',
        media.at('clip.mp4'),
        '--out',
        cache.at(name),
        '--width',
        '32',
        '--json',
      );
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), { file: cache.at(name), width: 32, height: 24 });
      assert.ok(readFileSync(cache.at(name)).toString('latin1').startsWith(magic));
    }
    const failed = await cli('thumbnail', media.at('empty.mp4'), '--out', cache.at('no.png'));
    assert.deepEqual([failed.code, failed.stderr], [1, 'This file is empty.\n']);
    assert.equal(existsSync(cache.at('no.png')), false);
  });

  it('keeps its database where it is told, else in the cache, never in the folder', async () => {
    const before = readdirSync(media.path);
    await cli('scan', media.path, '--db', cache.at('mine/library.sqlite'));
    assert.ok(existsSync(cache.at('mine/library.sqlite')));
    const home = new TempFolder();
    home.write('a.svg');
    const inside = await runCli(['scan', home.path, '--json'], home.at('.cache'));
    assert.notEqual(inside.code, 2, inside.stderr);
    assert.deepEqual(readdirSync(home.path), ['a.svg']);
    home.dispose();
    assert.deepEqual(readdirSync(media.path), before);
  });

  it('explains a command line that makes no sense, and ends with 2', async () => {
    const cases: [string[], RegExp][] = [
      [[], /command is missing/],
      [['shred', 'x'], /no command “shred”/],
      [['scan'], /FOLDER is missing/],
      [['scan', media.at('nowhere')], /no folder/],
      [['scan', media.at('notes.txt')], /not a folder/],
      [['scan', media.path, 'two'], /Just one FOLDER/],
      [['scan', media.path, '--fast'], /--fast/],
      [['list', media.path, '--sort', 'beauty'], /--sort takes name, folder/],
      [['list', media.path, '--limit', '-1'], /limit/],
      [['list', media.path, '--kind', 'text'], /--kind takes image, video, audio/],
      [['thumbnail', media.at('clip.mp4')], /--out FILE is missing/],
      [['thumbnail', media.at('clip.mp4'), '--out', 'x.exe'], /--out takes/],
    ];
    for (const [args, expected] of cases) {
      const { code, stdout, stderr } = await cli(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, expected);
    }
  });

  it('helps', async () => {
    for (const args of [
      ['--help'],
      ['help', 'list'],
      ['scan', '--help'],
      ['list', '-h'],
      ['probe', '--help'],
    ]) {
      const { code, stdout, stderr } = await cli(...args);
      assert.deepEqual([code, stderr], [0, ''], args.join(' '));
      assert.match(stdout, /^Usage: media-library/);
    }
  });

  it('stops at Ctrl-C with 130, leaving no process', async () => {
    const slow = new TempFolder();
    const tool = slow.write(
      'bin/ffprobe',
      `#!/bin/sh\n[ "$1" = -version ] && echo 'ffprobe version 7' && exit\necho $$ > '${slow.at('pid')}'\nexec sleep 60\n`,
    );
    chmodSync(tool, 0o755);
    for (let i = 0; i < 3; i++) slow.write(`media/${i}.wmv`, beginningOfWmv);
    const child = startCli(['scan', slow.at('media'), '--json'], cache.path, slow.at('bin'));
    while (!existsSync(slow.at('pid'))) await new Promise((done) => setTimeout(done, 20));
    const started = performance.now();
    child.kill('SIGINT');
    const result = await resultOf(child);
    assert.ok(performance.now() - started < 1000);
    assert.equal(result.code, 130);
    assert.equal(v.parse(v.object({ cancelled: v.boolean() }), JSON.parse(result.stdout)).cancelled, true);
    assert.throws(() => process.kill(Number(readFileSync(slow.at('pid'), 'utf8')), 0), { code: 'ESRCH' });
    slow.dispose();
  });

  it('ends quietly when nobody reads its output any more', () => {
    const command = `'${process.execPath}' '${resolve('dist/cli.js')}' list '${media.path}' --json | head -c 1`;
    const { stderr, stdout } = spawnSync('sh', ['-c', command], {
      env: { ...process.env, XDG_CACHE_HOME: cache.path },
    });
    assert.deepEqual([stdout.toString(), stderr.toString()], ['{', '']);
  });
}).timeout(60_000);
