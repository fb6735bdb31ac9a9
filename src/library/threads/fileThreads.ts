import { LibraryError, type AssetError } from '../model';
import { failure, type HeaderAnswer } from '../probe/headers';
import type { FolderContent } from '../scanner/folderContent';
import { FileThread, type Task } from './oneFileThread';

/** As many as make the message between threads cheap; few enough to be shared fairly. */
const batchFiles = 48;
/** One batch is read while the next lies ready. */
const batchesPerThread = 2;
const watchIntervalMs = 5_000;
/** Each thread that is given up stays until the system answers it; at this many nothing further is tried. */
const maxStuckThreads = 8;
/** Threads that end before their first file, in a row: then it is not the files. */
const maxFailedStarts = 3;
const endingMs = 500;

interface Job {
  readonly filePath: string;
  readonly resolve: (answer: HeaderAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly signal: AbortSignal;
}

/** A pool of threads that wait for the disk: they list folders and read headers. They start when they are needed. */
export class FileThreads {
  readonly #waiting: Job[] = [];
  readonly #threads = new Set<FileThread>();
  #stuckThreads = 0;
  #failedStarts = 0;
  #watch: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(
    private readonly modulePath: string,
    private size: number,
  ) {}

  /** Starts all threads, for those who know that they will be needed. */
  start(): void {
    while (this.#threads.size < this.size) this.#start();
  }

  /** How many threads there may be; what runs goes on. */
  resize(size: number): void {
    this.size = size;
  }

  /** Never fails for a bad file. Rejects when aborted or closed, and for faults of ours. */
  read(filePath: string, signal: AbortSignal): Promise<HeaderAnswer> {
    return new Promise((resolve, reject) => {
      // Nobody who has given up waits for a disk that does not answer.
      const stop = () => reject(reasonOf(signal));
      signal.addEventListener('abort', stop, { once: true });
      const settled = () => signal.removeEventListener('abort', stop);
      this.#waiting.push({
        filePath,
        signal,
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#dispatch();
    });
  }

  /** Rejects with the system's error, when aborted or closed, and when the system does not answer. */
  list(folder: string, names: readonly string[] | null, signal: AbortSignal): Promise<FolderContent> {
    return new Promise((resolve, reject) => {
      const refusal = signal.aborted ? reasonOf(signal) : this.#refusal();
      if (refusal) {
        reject(refusal);
        return;
      }
      const stop = () => reject(reasonOf(signal));
      signal.addEventListener('abort', stop, { once: true });
      const task: Task = {
        type: 'list',
        ask: async (thread) => {
          const answer = await thread.call('list', { folder, names });
          signal.removeEventListener('abort', stop);
          if ('code' in answer) throw Object.assign(new Error(answer.message), { code: answer.code });
          resolve(answer);
        },
        failed: reject,
        handBack: (culprit) => {
          signal.removeEventListener('abort', stop);
          if (culprit === null) this.list(folder, names, signal).then(resolve, reject);
          else reject(noAnswer());
        },
      };
      void this.#perform(this.#idlestThread(), task);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#watch) clearInterval(this.#watch);
    this.#giveUpWaiting();
    const ending = Promise.all([...this.#threads].map((thread) => thread.end()));
    // A thread inside a call of the system that never returns cannot be ended.
    await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, endingMs).unref())]);
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      if (this.#refusal()) {
        this.#giveUpWaiting();
        return;
      }
      const thread = this.#idlestThread('read');
      if (thread.tasksOf('read') >= batchesPerThread) return;
      const batch = this.#nextBatch();
      if (batch.length > 0) void this.#perform(thread, this.#readTask(batch));
    }
  }

  /** Whatever a thread has done, there is room for more. */
  async #perform(thread: FileThread, task: Task): Promise<void> {
    await thread.perform(task);
    this.#dispatch();
  }

  #readTask(jobs: readonly Job[]): Task {
    return {
      type: 'read',
      ask: async (thread) => {
        const paths = jobs.map(({ filePath }) => filePath);
        const replies = await thread.call('read', paths);
        for (const [index, { signal, resolve, reject }] of jobs.entries()) {
          const reply = replies[index];
          if (signal.aborted) reject(reasonOf(signal));
          else if (reply && 'answer' in reply) resolve(reply.answer);
          else reject(new Error(reply?.fault ?? 'The reader did not reply.'));
        }
      },
      failed: (error) => {
        for (const { reject } of jobs) reject(error);
      },
      handBack: (culprit, why) => {
        for (const [index, job] of jobs.entries()) {
          if (index === culprit) job.resolve(unread(job.filePath, why));
          else this.#waiting.unshift(job);
        }
      },
    };
  }

  /** Why nothing is read any more; null when it is. */
  #refusal(): LibraryError | null {
    if (this.#isClosed) return new LibraryError('cancelled', 'The readers are closed.');
    if (this.#stuckThreads >= maxStuckThreads) return noAnswer();
    if (this.#failedStarts < maxFailedStarts) return null;
    return new LibraryError('internal', 'The threads that read files cannot be started.');
  }

  #giveUpWaiting(): void {
    const refusal = this.#refusal();
    const isStuck = this.#stuckThreads >= maxStuckThreads && !this.#isClosed;
    for (const { filePath, resolve, reject } of this.#waiting.splice(0)) {
      if (isStuck) resolve(unread(filePath, 'stuck'));
      else reject(refusal ?? noAnswer());
    }
  }

  /** The one with least of that to do; a new one while there may be more. */
  #idlestThread(type: Task['type'] = 'list'): FileThread {
    const [idlest] = [...this.#threads].sort((a, b) => a.tasksOf(type) - b.tasksOf(type));
    const isBusy = !idlest || idlest.tasks > 0;
    return isBusy && this.#threads.size < this.size ? this.#start() : (idlest ?? this.#start());
  }

  /** What nobody waits for any more is not read. */
  #nextBatch(): Job[] {
    return this.#waiting.splice(0, batchFiles).filter((job) => {
      if (job.signal.aborted) job.reject(reasonOf(job.signal));
      return !job.signal.aborted;
    });
  }

  #start(): FileThread {
    const thread = new FileThread(this.modulePath, () => {
      this.#threads.delete(thread);
      this.#failedStarts = thread.hasBegun ? 0 : this.#failedStarts + 1;
      thread.handBack('crashed');
      this.#dispatch();
    });
    this.#threads.add(thread);
    this.#watch ??= setInterval(() => this.#giveUpStuckThreads(), watchIntervalMs).unref();
    return thread;
  }

  #giveUpStuckThreads(): void {
    for (const thread of this.#threads) {
      if (!thread.isStuck()) continue;
      this.#threads.delete(thread);
      this.#stuckThreads++;
      void thread.end().then(() => this.#stuckThreads--);
      thread.handBack('stuck');
    }
    this.#dispatch();
  }
}

type Why = 'stuck' | 'crashed';

const errors: Readonly<Record<Why, AssetError>> = {
  stuck: { code: 'timeout', message: 'The system did not answer when this file was to be read.' },
  crashed: { code: 'corrupt', message: 'Reading this file ended the thread that read it.' },
};

/** What does not answer now may answer the next time. */
function unread(filePath: string, why: Why): HeaderAnswer {
  return {
    result: failure(filePath, errors[why]),
    forFfprobe: null,
    bytesRead: 0,
    isLasting: why === 'crashed',
  };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new LibraryError('cancelled', 'It was cancelled.');
}

function noAnswer(): LibraryError {
  return new LibraryError('internal', 'the system does not answer');
}
