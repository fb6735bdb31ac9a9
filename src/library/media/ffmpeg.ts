import { ChildProcess } from 'node:child_process';
import { Writable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';

/**
 * Runs FFmpeg on one file and hands on what it writes.
 *
 * This is the only module that knows fluent-ffmpeg, which puts the command together and starts it. It is no longer
 * developed, so we keep clear of its faults:
 * - before the first run it asks ffmpeg for `-formats` and `-encoders`, with no deadline and out of reach of a kill, and
 *   its `setFfmpegPath` holds for the whole process: both are answered for each command instead;
 * - it splits the options of an array at spaces: they go in as arguments, which it leaves alone;
 * - when a start fails its own handler throws a TypeError, a process that outlives its output by 20 ms counts as failed,
 *   and a line on stderr that never ends is kept whole: the process's own events are listened to instead.
 */
export interface FfmpegRun {
  /** Absolute path of the file to read. */
  readonly inputFile: string;
  readonly inputOptions: readonly string[];
  readonly outputOptions: readonly string[];
  /** Gets the output as it comes. Answers false for "that is enough": FFmpeg is stopped, and the run succeeded. */
  readonly onChunk: (chunk: Buffer) => boolean;
}

export interface FfmpegLimits {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly maxOutputBytes: number;
}

export type FfmpegFailure = 'cancelled' | 'timeout' | 'too-much-output' | 'not-started' | 'failed';

export class FfmpegError extends Error {
  override readonly name = 'FfmpegError';
  constructor(
    readonly failure: FfmpegFailure,
    message: string,
    /** The beginning and the end of what FFmpeg said. */
    readonly log: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Larger pictures are refused by the decoders, larger blocks by the allocator: a bomb fails instead of filling the memory. */
export const maxPixels = 268_402_689;
const maxBlockBytes = 2 ** 31 - 1;

/**
 * Containers that are read, by what is in them and not by their name. Playlists and other formats that make FFmpeg open
 * further files are left out.
 */
const demuxers = [
  ...[
    'mov',
    'matroska',
    'avi',
    'mpegts',
    'mpeg',
    'mpegvideo',
    'asf',
    'flv',
    'ogg',
    'mxf',
    'gif',
    'h264',
    'hevc',
  ],
  ...[
    'mp3',
    'wav',
    'w64',
    'flac',
    'aac',
    'aiff',
    'ac3',
    'eac3',
    'amr',
    'ape',
    'au',
    'caf',
    'dts',
    'tta',
    'wv',
  ],
  ...['bmp_pipe', 'psd_pipe', 'ico'],
];

const safetyOptions = [
  ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'info', '-max_alloc', `${maxBlockBytes}`],
  ...[
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    demuxers.join(','),
    '-max_pixels',
    `${maxPixels}`,
    '-threads',
    '1',
  ],
];

/** Settles when the process has ended and not before: resolves with the log's beginning and end, or rejects with {@link FfmpegError}. */
export async function runFfmpeg(ffmpegPath: string, run: FfmpegRun, limits: FfmpegLimits): Promise<string> {
  const log = boundedLog();
  if (limits.signal.aborted) throw new FfmpegError('cancelled', sentences.cancelled, '');
  const child = await start(ffmpegPath, run);
  child.stderr?.on('data', log.add);
  const { stoppedFor, cause, code, killedBy } = await supervise(child, run.onChunk, limits);
  if (stoppedFor === 'enough' || (stoppedFor === null && code === 0)) return log.text();
  if (stoppedFor !== null) throw new FfmpegError(stoppedFor, sentences[stoppedFor], log.text(), { cause });
  const how = killedBy === null ? `with code ${code ?? 'unknown'}` : `by ${killedBy}`;
  throw new FfmpegError('failed', `FFmpeg ended ${how}`, log.text());
}

function start(ffmpegPath: string, run: FfmpegRun): Promise<ChildProcess> {
  const command = Object.assign(ffmpeg(`file:${run.inputFile}`), {
    _checkCapabilities: (done: () => void) => done(),
    _getFfmpegPath: (done: (error: null, path: string) => void) => done(null, ffmpegPath),
  });
  command
    .inputOptions(...safetyOptions, ...run.inputOptions)
    .output(discardingSink())
    .outputOptions('-threads', '1', ...run.outputOptions);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(new FfmpegError('not-started', `FFmpeg could not be started: ${cause.message}`, '', { cause }));
    // Also reports, and in its own way, what supervise() sees for itself; by then this promise is settled.
    command.once('error', fail);
    command.once('start', () => {
      const child: unknown = Reflect.get(command, 'ffmpegProc');
      if (!(child instanceof ChildProcess)) throw new TypeError('fluent-ffmpeg does not show its process');
      child.stderr?.removeAllListeners('data');
      child.removeAllListeners('error').once('error', fail);
      child.once('spawn', () => resolve(child));
    });
    command.run();
  });
}

/** What fluent-ffmpeg pipes the output into. It never closes, for that would have the process killed. */
function discardingSink(): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write: (_chunk, _encoding, done) => done(),
  });
}

type StopReason = Exclude<FfmpegFailure, 'not-started'> | 'enough';

const sentences: Readonly<Record<Exclude<StopReason, 'enough'>, string>> = {
  cancelled: 'FFmpeg was stopped because nobody waits for it any more',
  timeout: 'FFmpeg took too long',
  'too-much-output': 'FFmpeg wrote more than expected',
  failed: 'FFmpeg wrote something else than expected',
};

interface Ending {
  readonly stoppedFor: StopReason | null;
  /** What `onChunk` threw. */
  readonly cause: unknown;
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

/** The end is awaited by the closing of the pipes, which a grandchild (of a wrapper script) may hold open for longer. */
const closingMs = 500;

function supervise(
  child: ChildProcess,
  onChunk: FfmpegRun['onChunk'],
  limits: FfmpegLimits,
): Promise<Ending> {
  let stoppedFor: StopReason | null = null;
  let cause: unknown;
  let outputBytes = 0;
  let closing: NodeJS.Timeout | undefined;
  const stop = (reason: StopReason) => {
    stoppedFor ??= reason;
    child.kill('SIGKILL');
    closing ??= setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, closingMs);
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    if (stoppedFor !== null) return;
    outputBytes += chunk.length;
    try {
      if (outputBytes > limits.maxOutputBytes) stop('too-much-output');
      else if (!onChunk(chunk)) stop('enough');
    } catch (error) {
      cause = error;
      stop('failed');
    }
  });
  const cancel = () => stop('cancelled');
  const deadline = setTimeout(stop, limits.deadlineMs, 'timeout' satisfies StopReason);
  limits.signal.addEventListener('abort', cancel);
  if (limits.signal.aborted) cancel();
  return new Promise((resolve) => {
    child.once('close', (code, killedBy) => {
      clearTimeout(deadline);
      clearTimeout(closing);
      limits.signal.removeEventListener('abort', cancel);
      resolve({ stoppedFor, cause, code, killedBy });
    });
  });
}

const logPartChars = 8192;

/** Keeps the first and the last characters of a text of any length. */
function boundedLog() {
  let head = '';
  let tail = '';
  return {
    add: (text: Buffer | string) => {
      const all = tail + text.toString();
      const room = logPartChars - head.length;
      head += all.slice(0, room);
      tail = all.slice(room).slice(-logPartChars);
    },
    text: () => head + tail,
  };
}
