import { spawn, type ChildProcess } from 'node:child_process';

export interface ToolLimits {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** More on stdout than this is a flood, and ends the run. */
  readonly maxOutputBytes: number;
}

export interface ToolOutput {
  readonly stdout: Buffer;
  /** The beginning and the end of it. */
  readonly stderr: string;
}

export type ToolFailure = 'exit' | 'signal' | 'missing' | keyof typeof stopSentences;

export class ToolError extends Error {
  override readonly name = 'ToolError';
  constructor(
    readonly reason: ToolFailure,
    message: string,
    /** The beginning and the end of it. */
    readonly stderr: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const stopSentences = {
  aborted: 'It was stopped because nobody waits for it any more',
  timeout: 'It took too long',
  flood: 'It wrote more than expected',
  unexpected: 'It wrote something else than expected',
} as const;

/**
 * Runs a program to its end and hands over what it wrote, without a shell and with nothing to read.
 * Ends and fails as {@link superviseTool} says.
 */
export async function runTool(
  executable: string,
  args: readonly string[],
  limits: ToolLimits,
): Promise<ToolOutput> {
  assertWanted(limits.signal);
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const chunks: Buffer[] = [];
  const stderr = await superviseTool(child, limits, (chunk) => chunks.push(chunk) > 0);
  return { stdout: Buffer.concat(chunks), stderr };
}

/** To be asked before a process is started: fails with {@link ToolError} when nobody waits for it any more. */
export function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new ToolError('aborted', stopSentences.aborted, '');
}

/** A process that has ended may have children of its own that hold its pipes open; nobody waits for those. */
const closingMs = 500;

/**
 * Follows a process that has just been started, and settles only when it has ended: killed if need be, because the signal,
 * the deadline or a flood said so. `onChunk` gets what it writes, and answers false for "that is enough": then the process
 * is killed too, and has succeeded. Resolves with what it said on stderr; rejects with {@link ToolError}.
 */
export function superviseTool(
  child: ChildProcess,
  { signal, deadlineMs, maxOutputBytes }: ToolLimits,
  onChunk: (chunk: Buffer) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stderr = boundedText();
    let outputBytes = 0;
    let stoppedFor: keyof typeof stopSentences | 'enough' | null = null;
    let cause: unknown;
    let closing: NodeJS.Timeout | undefined;

    const stop = (reason: NonNullable<typeof stoppedFor>) => {
      stoppedFor ??= reason;
      child.kill('SIGKILL');
    };
    const abort = () => stop('aborted');
    const deadline = setTimeout(stop, deadlineMs, 'timeout');
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const cleanUp = () => {
      clearTimeout(deadline);
      clearTimeout(closing);
      signal.removeEventListener('abort', abort);
    };

    child.stderr?.setEncoding('utf8').on('data', stderr.add);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (stoppedFor) return;
      outputBytes += chunk.length;
      try {
        if (outputBytes > maxOutputBytes) stop('flood');
        else if (!onChunk(chunk)) stop('enough');
      } catch (error) {
        cause = error;
        stop('unexpected');
      }
    });
    child.once('exit', () => {
      closing = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, closingMs);
    });
    child.once('error', (error) => {
      cleanUp();
      reject(new ToolError('missing', `It could not be started: ${error.message}`, '', { cause: error }));
    });
    child.once('close', (code, killedBy) => {
      cleanUp();
      const fail = (reason: ToolFailure, message: string) =>
        reject(new ToolError(reason, message, stderr.text(), { cause }));
      if (stoppedFor === 'enough' || (stoppedFor === null && code === 0)) resolve(stderr.text());
      else if (stoppedFor) fail(stoppedFor, stopSentences[stoppedFor]);
      else if (killedBy) fail('signal', `It was ended by ${killedBy}`);
      else fail('exit', `It ended with code ${code ?? 'unknown'}`);
    });
  });
}

const textPartChars = 4000;

/** Keeps the first and the last few thousand characters of a text of any length. */
function boundedText() {
  let head = '';
  let tail = '';
  return {
    add: (text: string) => {
      const room = textPartChars - head.length;
      head += text.slice(0, room);
      tail = (tail + text.slice(room)).slice(-textPartChars);
    },
    text: () => head + tail,
  };
}
