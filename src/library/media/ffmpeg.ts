import { ChildProcess } from 'node:child_process';
import { Writable } from 'node:stream';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { assertWanted, superviseTool, ToolError, type ToolLimits } from './childProcess';

/** What FFmpeg is to do with one file. It writes to its stdout; options are its own. */
export interface FfmpegRun {
  /** Absolute path. */
  readonly inputFile: string;
  /** What the file is read as. Chosen by content: FFmpeg itself goes by the name too, and knows formats that open other files. */
  readonly demuxer: string;
  readonly inputOptions: readonly string[];
  readonly outputOptions: readonly string[];
  /** Gets the output as it comes; answers false for "that is enough". */
  readonly onChunk: (chunk: Buffer) => boolean;
}

/** Decoders refuse larger pictures, and the allocator larger blocks: a bomb fails instead of filling the memory. */
export const maxPixels = 268_402_689;
const maxBlockBytes = 2 ** 31 - 1;

// prettier-ignore
const safetyOptions = [
  '-nostdin', '-hide_banner', '-nostats', '-loglevel', 'info', '-max_alloc', `${maxBlockBytes}`,
  '-protocol_whitelist', 'file', '-max_pixels', `${maxPixels}`, '-threads', '1',
];

/**
 * Runs FFmpeg. Resolves with its log (the beginning and the end of it) and rejects with ToolError, once the process has
 * ended and not before.
 *
 * This is the only module that knows fluent-ffmpeg, which puts the command together and starts it. It is no longer
 * developed, so we keep clear of its faults:
 * - before the first run it asks ffmpeg for `-formats` and `-encoders`, with no deadline and out of reach of a kill, and
 *   its `setFfmpegPath` holds for the whole process: both questions are answered for each command instead;
 * - it splits the options of an array at spaces: they go in as arguments, which it leaves alone;
 * - when a start fails its own handler throws a TypeError, a process that outlives its output by 20 ms counts as failed,
 *   and a line on stderr that never ends is kept whole: the process itself is supervised instead.
 */
export async function runFfmpeg(ffmpegPath: string, run: FfmpegRun, limits: ToolLimits): Promise<string> {
  assertWanted(limits.signal);
  const command = Object.assign(ffmpeg(`file:${run.inputFile}`), {
    _checkCapabilities: (done: () => void) => done(),
    _getFfmpegPath: (done: (error: null, path: string) => void) => done(null, ffmpegPath),
  });
  command
    .inputOptions(...safetyOptions, '-f', run.demuxer, ...run.inputOptions)
    .output(discardingSink())
    .outputOptions('-threads', '1', ...run.outputOptions);
  return new Promise((resolve, reject) => {
    command.on('error', (cause: Error) => {
      // After the start this only repeats what the supervision found, and nobody hears it any more.
      reject(new ToolError('missing', `It could not be started: ${cause.message}`, '', { cause }));
    });
    command.once('start', () => resolve(superviseTool(takeProcess(command), limits, run.onChunk)));
    command.run();
  });
}

/** The process of a command that has just started, without what fluent-ffmpeg does when it says or fails something. */
function takeProcess(command: FfmpegCommand): ChildProcess {
  const child: unknown = Reflect.get(command, 'ffmpegProc');
  if (!(child instanceof ChildProcess)) throw new TypeError('fluent-ffmpeg does not show its process');
  child.removeAllListeners('error');
  child.stderr?.removeAllListeners('data');
  return child;
}

/** What fluent-ffmpeg pipes the output into. It never closes, for that would have the process killed. */
function discardingSink(): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write: (_chunk, _encoding, done) => done(),
  });
}
