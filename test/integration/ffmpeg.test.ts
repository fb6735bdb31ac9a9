import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { ToolError, type ToolLimits } from '../../src/library/media/childProcess';
import { runFfmpeg, type FfmpegRun } from '../../src/library/media/ffmpeg';
import { isRunning, writeScript } from '../support/fakeTool';
import { scratchFolder } from '../support/scratch';

const patient = 30_000;

describe('running FFmpeg', function () {
  this.timeout(patient);
  const scratch = scratchFolder();
  const script = (...lines: string[]) => writeScript(scratch.at('ffmpeg'), ...lines);

  function start(ffmpegPath: string, run: Partial<FfmpegRun> = {}, limits: Partial<ToolLimits> = {}) {
    const chunks: Buffer[] = [];
    const onChunk = (chunk: Buffer) => chunks.push(chunk) > 0;
    const whole = {
      inputFile: scratch.at('in.mp4'),
      demuxer: 'mov',
      inputOptions: [],
      outputOptions: [],
      onChunk,
      ...run,
    };
    const never = new AbortController().signal;
    const log = runFfmpeg(ffmpegPath, whole, {
      signal: never,
      deadlineMs: patient,
      maxOutputBytes: 1e6,
      ...limits,
    });
    return { log, output: () => Buffer.concat(chunks).toString() };
  }

  async function failureOf(running: Promise<string>): Promise<ToolError> {
    const error: unknown = await running.then(
      () => assert.fail('it succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ToolError, String(error));
    return error;
  }

  /** The script notes its own process id first. */
  const notesPid = () => `echo $$ > '${scratch.at('pid')}'`;
  const notedPid = () => Number(readFileSync(scratch.at('pid'), 'utf8'));

  it('hands on the output and the log of a run that succeeds', async () => {
    const { log, output } = start(script('printf out', 'printf said >&2'));
    assert.equal(await log, 'said');
    assert.equal(output(), 'out');
  });

  it('succeeds without output, for there may be nothing to write', async () => {
    const { log, output } = start(script('exit 0'));
    await log;
    assert.equal(output(), '');
  });

  it('passes every option and the file as they are, without a shell', async () => {
    const inputFile = scratch.at('-y $(touch pwned) `x` "q" \'s\' %03d #?é.mp4');
    const { log, output } = start(script('printf "%s\\n" "$@"'), {
      inputFile,
      inputOptions: ['-one', 'two words'],
      outputOptions: ['-vf', 'a=b c,d'],
    });
    await log;
    const given = output().split('\n');
    for (const argument of [`file:${inputFile}`, 'two words', 'a=b c,d']) assert.ok(given.includes(argument));
    assert.equal(given[given.indexOf(`file:${inputFile}`) - 1], '-i');
    assert.equal(given[given.indexOf('-protocol_whitelist') + 1], 'file');
  });

  it('says that it could not be started, every time', async () => {
    writeFileSync(scratch.at('plain'), 'not a program');
    for (const path of [scratch.at('none'), scratch.at('none'), scratch.at('plain')])
      assert.equal((await failureOf(start(path).log)).reason, 'missing');
  });

  it('fails with the exit code and what was said', async () => {
    const error = await failureOf(start(script('echo moov atom not found >&2', 'exit 3')).log);
    assert.deepEqual(
      [error.reason, error.message, error.stderr],
      ['exit', 'It ended with code 3', 'moov atom not found\n'],
    );
    assert.equal((await failureOf(start(script('kill -9 $$')).log)).message, 'It was ended by SIGKILL');
  });

  it('keeps the beginning and the end of a log that never stops', async () => {
    const flood = script('printf BEGIN >&2', "head -c 20000000 /dev/zero | tr '\\0' x >&2", 'printf END >&2');
    const log = await start(flood).log;
    assert.ok(log.startsWith('BEGINxxx') && log.endsWith('xxxEND'));
    assert.ok(log.length < 20_000);
  });

  it('does not take a slow end for a failure', async () => {
    const { log, output } = start(script('printf out', 'exec >&-', 'sleep 0.2'));
    await log;
    assert.equal(output(), 'out');
  });

  it('kills what hangs, at its deadline', async () => {
    const hanging = start(script(notesPid(), 'exec sleep 60'), {}, { deadlineMs: 300 });
    assert.equal((await failureOf(hanging.log)).reason, 'timeout');
    assert.equal(isRunning(notedPid()), false);
  });

  it('is not held up by a process that a wrapper script leaves behind', async () => {
    const wrapper = script(`sleep 60 & echo $! > '${scratch.at('pid')}'`, 'printf x', 'wait');
    const controller = new AbortController();
    const onChunk = () => {
      controller.abort();
      return true;
    };
    assert.equal(
      (await failureOf(start(wrapper, { onChunk }, { signal: controller.signal }).log)).reason,
      'aborted',
    );
    process.kill(notedPid());
  });

  it('kills on cancellation, and starts nothing when cancelled before', async () => {
    const controller = new AbortController();
    const onChunk = () => {
      controller.abort();
      return true;
    };
    const running = start(
      script(notesPid(), 'printf x', 'exec sleep 60'),
      { onChunk },
      { signal: controller.signal },
    );
    assert.equal((await failureOf(running.log)).reason, 'aborted');
    assert.equal(isRunning(notedPid()), false);

    writeFileSync(scratch.at('pid'), '0');
    assert.equal(
      (await failureOf(start(scratch.at('ffmpeg'), {}, { signal: controller.signal }).log)).reason,
      'aborted',
    );
    assert.equal(notedPid(), 0);
  });

  it('stops, and has succeeded, when the output is enough', async () => {
    const endless = script(notesPid(), 'exec yes');
    await start(endless, { onChunk: () => false }).log;
    assert.equal(isRunning(notedPid()), false);
  });

  it('stops at more output than expected, or at other output', async () => {
    const endless = script(notesPid(), 'exec yes');
    assert.equal((await failureOf(start(endless).log)).reason, 'flood');
    assert.equal(isRunning(notedPid()), false);
    const cause = new Error('not a frame');
    const onChunk = () => {
      throw cause;
    };
    const error = await failureOf(start(endless, { onChunk }).log);
    assert.deepEqual([error.reason, error.cause], ['unexpected', cause]);
    assert.equal(isRunning(notedPid()), false);
  });

  it('does not follow a playlist that calls itself a film', async () => {
    writeFileSync(scratch.at('other.txt'), 'a secret');
    const entry = `file://${scratch.at('other.txt')}`;
    const playlists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${entry}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile ${scratch.at('other.txt')}\n`,
    ];
    for (const playlist of playlists) {
      writeFileSync(scratch.at('list.mp4'), playlist);
      const error = await failureOf(
        start('ffmpeg', { inputFile: scratch.at('list.mp4'), outputOptions: ['-f', 'null'] }).log,
      );
      assert.equal(error.reason, 'exit');
      assert.match(error.stderr, /Invalid data/);
    }
  });
});
