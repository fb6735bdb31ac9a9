import { Worker, type MessagePort } from 'node:worker_threads';
import { LibraryError, type LibraryErrorCode } from '../model';

/*
 * How threads of this process ask each other: a map of calls, as the contract between processes, but both ends are built
 * from the same source at the same time, so what travels is not parsed again.
 */

/** One thing a thread can be asked. `Progress` is reported any number of times before the result. */
export interface Call<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}
type Calls<C> = { readonly [M in keyof C]: Call<unknown, unknown, unknown> };

export type CallHandlers<C extends Calls<C>> = {
  readonly [M in keyof C]: (
    params: C[M]['params'],
    signal: AbortSignal,
    report: (progress: C[M]['progress']) => void,
  ) => C[M]['result'] | Promise<C[M]['result']>;
};

type Question<C extends Calls<C>> =
  | { readonly type: 'call'; readonly id: number; readonly method: keyof C; readonly params: unknown }
  | { readonly type: 'cancel'; readonly id: number };

type Reply<C extends Calls<C>, News> =
  | { readonly type: 'progress'; readonly id: number; readonly progress: C[keyof C]['progress'] }
  | { readonly type: 'done'; readonly id: number; readonly result: C[keyof C]['result'] }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: LibraryErrorCode;
      readonly message: string;
    }
  | { readonly type: 'news'; readonly news: News };

/** Answers calls that come through this port. Returns what tells the other side something unasked. */
export function serveCalls<C extends Calls<C>>(
  port: MessagePort,
  handlers: CallHandlers<C>,
): (news: unknown) => void {
  const running = new Map<number, AbortController>();
  const send = (reply: Reply<C, unknown>) => port.postMessage(reply);

  async function answer({ id, method, params }: Question<C> & { type: 'call' }): Promise<void> {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      const report = (progress: C[keyof C]['progress']) => send({ type: 'progress', id, progress });
      send({ type: 'done', id, result: await handlers[method](params, stop.signal, report) });
    } catch (error) {
      send({ type: 'failed', id, ...describeFailure(error, stop.signal) });
    } finally {
      running.delete(id);
    }
  }

  port.on('message', (question: Question<C>) => {
    if (question.type === 'cancel') running.get(question.id)?.abort();
    else void answer(question);
  });
  return (news) => send({ type: 'news', news });
}

function describeFailure(error: unknown, signal: AbortSignal): { code: LibraryErrorCode; message: string } {
  if (error instanceof LibraryError) return { code: error.code, message: error.message };
  if (signal.aborted) return { code: 'cancelled', message: 'It was cancelled.' };
  return {
    code: 'internal',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

interface Pending<Progress> {
  readonly resolve: (result: never) => void;
  readonly reject: (error: LibraryError) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * What a thread of ours makes is short-lived: left to itself, each fills three times as much memory with it before it
 * collects, and is no faster for that.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** A thread that answers calls. */
export class CallThread<C extends Calls<C>, News = never> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending<C[keyof C]['progress']>>();
  #lastId = 0;
  #ended: LibraryError | null = null;

  /** `onEnd` is told why the thread ended, unless it was asked to. */
  constructor(
    modulePath: string,
    workerData: unknown,
    private readonly listeners: {
      readonly onNews?: (news: News) => void;
      readonly onEnd: (error: LibraryError) => void;
    },
  ) {
    this.#worker = new Worker(modulePath, { workerData, resourceLimits });
    this.#worker.on('message', (reply: Reply<C, News>) => this.#take(reply));
    this.#worker.on('error', (error: Error) => this.#end(`It failed: ${error.stack ?? error.message}`));
    this.#worker.on('exit', () => this.#end('It ended.'));
  }

  /** Rejects with {@link LibraryError}: what the thread failed with, or `internal` when it is no more. */
  call<M extends keyof C>(
    method: M,
    params: C[M]['params'],
    {
      signal,
      onProgress,
    }: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: C[M]['progress']) => void;
    } = {},
  ): Promise<C[M]['result']> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const cancel = () => this.#worker.postMessage({ type: 'cancel', id } satisfies Question<C>);
    return new Promise<C[M]['result']>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      this.#worker.postMessage({ type: 'call', id, method, params } satisfies Question<C>);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Ends the thread at once; what is pending is rejected. */
  async end(): Promise<void> {
    this.#ended ??= new LibraryError('cancelled', 'The thread was ended.');
    this.#rejectPending(this.#ended);
    await this.#worker.terminate();
  }

  #take(reply: Reply<C, News>): void {
    if (reply.type === 'news') {
      this.listeners.onNews?.(reply.news);
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    if (reply.type === 'progress') {
      pending.onProgress?.(reply.progress);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.type === 'failed') pending.reject(new LibraryError(reply.code, reply.message));
    // The result is that of the method asked, which `call` promised.
    else pending.resolve(reply.result as never);
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = new LibraryError('internal', reason);
    this.#rejectPending(this.#ended);
    this.listeners.onEnd(this.#ended);
  }

  #rejectPending(error: LibraryError): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}
