export interface BatchTiming {
  /** Sent once nothing more has come for this long ... */
  readonly quietMs: number;
  /** ... or the first has waited for this long. */
  readonly maxWaitMs: number;
  readonly maxPaths: number;
}

/** For what a watcher tells: a save is seen at once, a branch switch in a few batches. */
export const watchTiming: BatchTiming = { quietMs: 50, maxWaitMs: 1500, maxPaths: 20_000 };

/**
 * Gathers paths and sends each once per batch. One batch is under way at a time: what comes meanwhile waits for the next, so
 * that a flood grows batches, not their number.
 */
export class ChangeBatch {
  private readonly waiting = new Set<string>();
  private firstAtMs = 0;
  private timer: NodeJS.Timeout | null = null;
  private sending = false;
  private disposed = false;

  /** `send` deals with its own failures. */
  constructor(
    private readonly send: (paths: readonly string[]) => Promise<void>,
    private readonly timing: BatchTiming,
  ) {}

  add(path: string): void {
    if (this.disposed) return;
    if (this.waiting.size === 0) this.firstAtMs = Date.now();
    this.waiting.add(path);
    this.schedule();
  }

  dispose(): void {
    this.disposed = true;
    this.waiting.clear();
    if (this.timer) clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.sending || this.disposed || this.waiting.size === 0) return;
    if (this.timer) clearTimeout(this.timer);
    const { quietMs, maxWaitMs, maxPaths } = this.timing;
    const restMs = this.firstAtMs + maxWaitMs - Date.now();
    const delayMs = this.waiting.size >= maxPaths ? 0 : Math.max(0, Math.min(quietMs, restMs));
    this.timer = setTimeout(() => void this.flush(), delayMs);
  }

  private async flush(): Promise<void> {
    const paths = [...this.waiting].slice(0, this.timing.maxPaths);
    for (const path of paths) this.waiting.delete(path);
    this.firstAtMs = Date.now();
    this.sending = true;
    await this.send(paths);
    this.sending = false;
    this.schedule();
  }
}
