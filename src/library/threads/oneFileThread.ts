import { CallThread } from './calls';
import { progressAt, type FileCalls, type FileThreadData } from './fileCalls';

/** A read from a dead network drive never returns, and cannot be ended: after this long it is given up. */
const stuckAfterMs = 20_000;

/** One call. Settles those who wait for it, in one of three ways. */
export interface Task {
  readonly type: keyof FileCalls;
  /** Asks the thread. */
  readonly ask: (thread: CallThread<FileCalls>) => Promise<void>;
  /** The thread has answered with an error. */
  readonly failed: (error: Error) => void;
  /** The thread is no more. `culprit`: which file of this call it was at (0 is the first); null when it was at another call. */
  readonly handBack: (culprit: number | null, why: 'stuck' | 'crashed') => void;
}

/** One thread with the tasks that it has been given, in order. */
export class FileThread {
  readonly #progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(progressAt).length));
  readonly #thread: CallThread<FileCalls>;
  /** By their number, from 1 in the order of being asked. */
  readonly #given = new Map<Task, number>();
  #lastNumber = 0;
  #seen = { steps: 0, atMs: performance.now() };
  #checkedAtMs = performance.now();

  /** `onCrash`: it ended by itself. */
  constructor(modulePath: string, onCrash: () => void) {
    const data: FileThreadData = { progress: this.#progress.buffer };
    this.#thread = new CallThread(modulePath, data, { onEnd: onCrash });
  }

  get tasks(): number {
    return this.#given.size;
  }

  tasksOf(wanted: Task['type']): number {
    let count = 0;
    for (const { type } of this.#given.keys()) if (type === wanted) count++;
    return count;
  }

  get hasBegun(): boolean {
    return this.#read('calls') > 0;
  }

  async perform(task: Task): Promise<void> {
    // Time counts from when there is something to do.
    if (this.#given.size === 0) this.#seen.atMs = performance.now();
    this.#given.set(task, ++this.#lastNumber);
    try {
      await task.ask(this.#thread);
    } catch (error) {
      // What was handed back is settled elsewhere.
      if (this.#given.has(task)) task.failed(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#given.delete(task);
    }
  }

  /** Whether it has been at one and the same place for too long. To be asked every few seconds. */
  isStuck(): boolean {
    const steps = this.#read('steps');
    const now = performance.now();
    // Whoever comes late was busy, and has not yet heard what the thread answered meanwhile.
    const isLate = now - this.#checkedAtMs > stuckAfterMs / 2;
    this.#checkedAtMs = now;
    if (this.#given.size === 0 || steps !== this.#seen.steps || isLate) this.#seen = { steps, atMs: now };
    return now - this.#seen.atMs > stuckAfterMs;
  }

  /** Hands back all that it had to do. */
  handBack(why: 'stuck' | 'crashed'): void {
    const current = this.#read('calls');
    const file = Math.max(0, this.#read('files') - 1);
    const tasks = [...this.#given];
    this.#given.clear();
    for (const [task, number] of tasks) task.handBack(number === current ? file : null, why);
  }

  /** Resolves when the thread has ended, which one that is stuck may never do. */
  end(): Promise<void> {
    return this.#thread.end();
  }

  #read(what: keyof typeof progressAt): number {
    return Atomics.load(this.#progress, progressAt[what]);
  }
}
