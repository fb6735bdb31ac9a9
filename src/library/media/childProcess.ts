import { spawn } from 'node:child_process';

export interface ToolLimits {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** More on stdout than this is a flood, and ends the run. */
  readonly maxOutputBytes: number;
}

export interface ToolOutput {
  readonly stdout: Buffer;
  /** The last few thousand characters of stderr. */
  readonly stderrTail: string;
}

export type ToolFailure = 'exit' | 'signal' | 'timeout' | 'missing' | 'flood' | 'aborted';

export class ToolError extends Error {
  override readonly name = 'ToolError';
  constructor(
    readonly reason: ToolFailure,
    message: string,
    readonly stderrTail: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const stderrTailChars = 4000;
/** A killed tool's own children may hold its pipes open; nobody waits for those. */
const closingMs = 500;

/**
 * Runs a program to its end and hands over what it wrote, without a shell and with nothing to read. Settles only when the
 * process has ended: killed if need be, because the signal, the deadline or the flood said so.
 * Rejects with {@link ToolError}; success is the exit code 0.
 */
export function runTool(
  executable: string,
  args: readonly string[],
  { signal, deadlineMs, maxOutputBytes }: ToolLimits,
): Promise<ToolOutput> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new ToolError('aborted', sentences.aborted, ''));
      return;
    }
    const chunks: Buffer[] = [];
    let outputBytes = 0;
    let stderrTail = '';
    let stoppedFor: keyof typeof sentences | null = null;
    let closing: NodeJS.Timeout | undefined;

    const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const stop = (reason: keyof typeof sentences) => {
      stoppedFor ??= reason;
      child.kill('SIGKILL');
    };
    const abort = () => stop('aborted');
    const deadline = setTimeout(stop, deadlineMs, 'timeout');
    signal.addEventListener('abort', abort, { once: true });
    const settle = (finish: () => void) => {
      clearTimeout(deadline);
      clearTimeout(closing);
      signal.removeEventListener('abort', abort);
      finish();
    };

    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length;
      if (outputBytes > maxOutputBytes) stop('flood');
      else chunks.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderrTail = (stderrTail + text).slice(-stderrTailChars);
    });
    child.once('exit', () => {
      closing = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, closingMs);
    });
    child.once('error', (cause) => {
      settle(() =>
        reject(new ToolError('missing', `It could not be started: ${cause.message}`, '', { cause })),
      );
    });
    child.once('close', (code, killedBy) => {
      settle(() => {
        if (stoppedFor) reject(new ToolError(stoppedFor, sentences[stoppedFor], stderrTail));
        else if (code === 0) resolve({ stdout: Buffer.concat(chunks), stderrTail });
        else if (killedBy) reject(new ToolError('signal', `It was ended by ${killedBy}`, stderrTail));
        else reject(new ToolError('exit', `It ended with code ${code ?? 'unknown'}`, stderrTail));
      });
    });
  });
}

const sentences = {
  aborted: 'It was stopped because nobody waits for it any more',
  timeout: 'It took too long',
  flood: 'It wrote more than expected',
} as const;
