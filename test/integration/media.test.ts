import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runTool, ToolError, type ToolFailure } from '../../src/library/media/childProcess';
import { bundledFfprobe } from '../../src/library/media/ffprobeStatic';
import { locateTools } from '../../src/library/media/locate';

const limits = { signal: new AbortController().signal, deadlineMs: 10_000, maxOutputBytes: 1000 };
const unset = { ffmpegPath: null, ffprobePath: null };

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('running a tool', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'tools-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const fails = (promise: Promise<unknown>, reason: ToolFailure) =>
    assert.rejects(promise, (error) => error instanceof ToolError && error.reason === reason);

  it('hands over what it wrote, and gives it nothing to read', async () => {
    const { stdout, stderr } = await runTool('/bin/sh', ['-c', 'cat; echo out; echo err >&2'], limits);
    assert.deepEqual([stdout.toString(), stderr], ['out\n', 'err\n']);
  });

  it('passes arguments on as they are', async () => {
    const { stdout } = await runTool('/bin/echo', ['$(id)', '`id`', '; id', '*'], limits);
    assert.equal(stdout.toString(), '$(id) `id` ; id *\n');
  });

  it('keeps only the beginning and the end of a long complaint', async () => {
    const script = 'i=0; while [ $i -lt 3000 ]; do echo complaint $i >&2; i=$((i+1)); done; exit 3';
    await assert.rejects(runTool('/bin/sh', ['-c', script], limits), (error) => {
      assert.ok(error instanceof ToolError);
      assert.equal(error.reason, 'exit');
      assert.ok(
        error.stderr.length <= 8000 &&
          error.stderr.startsWith('complaint 0\n') &&
          error.stderr.endsWith('complaint 2999\n'),
      );
      return true;
    });
  });

  it('tells how it failed', async () => {
    await fails(runTool('/bin/sh', ['-c', 'kill -ABRT $$'], limits), 'signal');
    await fails(runTool(join(folder, 'nothing here'), [], limits), 'missing');
    await fails(runTool('/bin/sh', ['-c', 'exec yes'], limits), 'flood');
    await fails(runTool('/bin/sleep', ['60'], { ...limits, deadlineMs: 50 }), 'timeout');
    await fails(runTool('/bin/sleep', ['60'], { ...limits, signal: AbortSignal.abort() }), 'aborted');
  });

  it('leaves no process behind when aborted', async () => {
    const pidFile = join(folder, 'pid');
    const controller = new AbortController();
    const script = `echo $$ > "${pidFile}.new"; mv "${pidFile}.new" "${pidFile}"; echo ready >&2; exec sleep 60`;
    const run = runTool('/bin/sh', ['-c', script], { ...limits, signal: controller.signal });
    const watched = fails(run, 'aborted');
    await runTool('/bin/sh', ['-c', `until [ -e "${pidFile}" ]; do sleep 0.02; done`], limits);
    controller.abort();
    await watched;
    assert.equal(isRunning(Number(readFileSync(pidFile, 'utf8'))), false);
  });
});

describe('finding the tools', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tools-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const tool = (place: string, name: string, script: string) => {
    mkdirSync(join(folder, place), { recursive: true });
    const path = join(folder, place, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const searching = (...places: string[]) => ({
    searchPath: places.join(delimiter),
    bundledFfprobe: () => Promise.resolve(null),
  });

  it('takes the first on PATH that runs', async () => {
    tool('broken', 'ffmpeg', 'exit 127');
    tool('other', 'ffmpeg', 'echo something else');
    const good = tool('good', 'ffmpeg', 'echo "ffmpeg version 7.1-test Copyright"');
    const places = searching(
      join(folder, 'nowhere'),
      join(folder, 'broken'),
      join(folder, 'other'),
      join(folder, 'good'),
    );
    const { ffmpeg, ffprobe } = await locateTools(unset, places);
    assert.deepEqual(ffmpeg, { path: good, version: '7.1-test' });
    assert.equal(ffprobe, null);
  });

  it('never takes one from a relative place or the current folder', async () => {
    tool('.', 'ffprobe', 'echo "ffprobe version 1"');
    const before = process.cwd();
    process.chdir(folder);
    try {
      assert.equal((await locateTools(unset, searching('', '.', 'bin', process.cwd()))).ffprobe, null);
    } finally {
      process.chdir(before);
    }
  });

  it('takes what the setting says and nothing else', async () => {
    const chosen = tool('chosen', 'my ffprobe', 'echo "ffprobe version 8.0"');
    tool('good', 'ffprobe', 'echo "ffprobe version 6.0"');
    const places = searching(join(folder, 'good'));
    const found = await locateTools({ ...unset, ffprobePath: chosen }, places);
    assert.equal(found.ffprobe?.version, '8.0');
    for (const ffprobePath of [join(folder, 'missing'), 'ffprobe']) {
      assert.equal((await locateTools({ ...unset, ffprobePath }, places)).ffprobe, null);
    }
  });

  it('falls back to the ffprobe that came with us', async function () {
    const bundled = await bundledFfprobe();
    assert.ok(bundled, 'ffprobe-static carries one for every machine that runs these tests');
    const { ffmpeg, ffprobe } = await locateTools(unset, { searchPath: '', bundledFfprobe });
    assert.equal(ffmpeg, null);
    assert.equal(ffprobe?.path, bundled);
  });
});
