import {
  maxReportedFailures,
  type AssetError,
  type ScanFailure,
  type ScanProgress,
  type ScanSummary,
} from '../model';

const progressIntervalMs = 200;

/** Counts what a pass does and reports it, at most five times a second. */
export class Tally {
  found = 0;
  added = 0;
  updated = 0;
  removed = 0;
  unchanged = 0;
  walkFinished = false;
  currentFolder = '';
  #failed = 0;
  readonly #failures: ScanFailure[] = [];
  readonly #startedAt = performance.now();
  #reportedAt = -Infinity;

  constructor(private readonly onProgress: (progress: ScanProgress) => void) {}

  fail(path: string, { code, message }: AssetError): void {
    this.#failed++;
    if (this.#failures.length < maxReportedFailures) this.#failures.push({ path, code, message });
  }

  report(): void {
    const now = performance.now();
    if (now - this.#reportedAt < progressIntervalMs) return;
    this.#reportedAt = now;
    this.onProgress(this.#progress(now));
  }

  summary(cancelled: boolean): ScanSummary {
    const now = performance.now();
    this.onProgress(this.#progress(now));
    const { found, added, updated, removed, unchanged } = this;
    return {
      found,
      added,
      updated,
      removed,
      unchanged,
      cancelled,
      failed: this.#failed,
      failures: this.#failures,
      durationMs: Math.round(now - this.#startedAt),
    };
  }

  #progress(now: number): ScanProgress {
    const filesDone = this.added + this.updated + this.unchanged;
    const seconds = (now - this.#startedAt) / 1000;
    return {
      filesDone,
      filesTotal: this.found,
      walkFinished: this.walkFinished,
      filesPerSecond: seconds > 0 ? Math.round(filesDone / seconds) : 0,
      currentFolder: this.currentFolder,
    };
  }
}
