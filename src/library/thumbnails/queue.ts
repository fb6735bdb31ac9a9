import { LibraryError } from '../model';

/**
 * Runs pieces of work, at most `concurrency` at a time, the one asked for last first: what is on screen was asked for last.
 * Requests with the same key share one piece of work. A request that is cancelled is answered at once; the work is given up
 * when the last request for it is cancelled, and keeps its place until it has really ended.
 */
export interface Queue<T> {
  /** Every request is answered exactly once: with the work's result or error, or with `cancelled`. */
  run(key: string, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Cancels everything there is and will be; resolves when no work is running any more. */
  dispose(): Promise<void>;
}

interface Waiter<T> {
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
}

interface Job<T> {
  readonly key: string;
  readonly work: (signal: AbortSignal) => Promise<T>;
  readonly waiters: Set<Waiter<T>>;
  /** Aborted when nobody wants the work any more, or when it has ended. */
  readonly over: AbortController;
}

export function createQueue<T>(concurrency: number): Queue<T> {
  /** Jobs that a request for their key may join: not yet started, or running and still wanted. */
  const joinable = new Map<string, Job<T>>();
  /** Next is the last. A job asked for again is in it again; what is no longer waiting is skipped. */
  const stack: Job<T>[] = [];
  const running = new Map<Job<T>, Promise<void>>();
  let disposed = false;

  function startNext(): void {
    while (running.size < concurrency) {
      const job = stack.pop();
      if (job === undefined) return;
      const isWaiting = joinable.get(job.key) === job && !running.has(job);
      if (isWaiting) running.set(job, Promise.resolve(job).then(execute));
    }
  }

  async function execute(job: Job<T>): Promise<void> {
    try {
      const result = await job.work(job.over.signal);
      for (const waiter of job.waiters) waiter.resolve(result);
    } catch (error) {
      for (const waiter of job.waiters) waiter.reject(error);
    } finally {
      running.delete(job);
      end(job);
      startNext();
    }
  }

  function end(job: Job<T>): void {
    if (joinable.get(job.key) === job) joinable.delete(job.key);
    job.over.abort();
  }

  function join(key: string, work: Job<T>['work']): Job<T> {
    const job = joinable.get(key) ?? { key, work, waiters: new Set(), over: new AbortController() };
    joinable.set(key, job);
    if (!running.has(job)) stack.push(job);
    return job;
  }

  function leave(job: Job<T>, waiter: Waiter<T>): void {
    job.waiters.delete(waiter);
    waiter.reject(cancelled());
    if (job.waiters.size === 0) end(job);
  }

  return {
    run(key, work, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted || disposed) {
          reject(cancelled());
          return;
        }
        const job = join(key, work);
        const waiter: Waiter<T> = { resolve, reject };
        job.waiters.add(waiter);
        signal.addEventListener('abort', () => leave(job, waiter), { signal: job.over.signal });
        startNext();
      });
    },
    async dispose() {
      disposed = true;
      for (const job of joinable.values()) for (const waiter of job.waiters) leave(job, waiter);
      await Promise.all(running.values());
    },
  };
}

function cancelled(): LibraryError {
  return new LibraryError('cancelled', 'Cancelled.');
}
