import { Throttle } from '../../common/throttle';
import {
  maxReportedFailures,
  type AssetError,
  type ScanFailure,
  type ScanProgress,
  type ScanSummary,
} from '../model';
import type { Arrival, Departure, Probed } from './ports';

const progressIntervalMs = 200;

/** Counts what a pass does and reports it, at most five times a second. */
export class Tally {
  found = 0;
  added = 0;
  updated = 0;
  moved = 0;
  removed = 0;
  unchanged = 0;
  missing = 0;
  walkFinished = false;
  currentFolder = '';
  /** Set when something that this pass had gathered could not be written, by whichever pass was to write it. */
  failure: { readonly cause: unknown } | null = null;
  readonly startedAtMs = Date.now();
  readonly #cost = { filesRead: 0, bytesRead: 0, processesStarted: 0 };
  #failed = 0;
  readonly #failures: ScanFailure[] = [];
  readonly #startedAt = performance.now();
  readonly #reports = new Throttle(progressIntervalMs, () => this.onProgress(this.#progress()));

  constructor(private readonly onProgress: (progress: ScanProgress) => void) {}

  fail(path: string, { code, message }: AssetError): void {
    this.#failed++;
    if (this.#failures.length < maxReportedFailures) this.#failures.push({ path, code, message });
  }

  /** To be asked at each step: there is no point in going on when nothing can be written. */
  throwIfFailed(): void {
    if (this.failure) throw this.failure.cause;
  }

  spend({ bytesRead, askedFfprobe }: Probed): void {
    this.#cost.filesRead++;
    this.#cost.bytesRead += bytesRead;
    if (askedFfprobe) this.#cost.processesStarted++;
  }

  /** A file that is known to have moved when it arrives was taken for a deleted one, most often by this pass. */
  countArrival(arrival: Arrival): void {
    this[arrival]++;
    if (arrival === 'moved') this.removed = Math.max(0, this.removed - 1);
  }

  countDeparture(departure: Departure): void {
    if (departure === 'moved') this.countMovedAway(1);
    else this.removed++;
  }

  /** Files that departed after they had arrived elsewhere, where they were taken for new ones, most often by this pass. */
  countMovedAway(count: number): void {
    this.added -= Math.min(count, this.added);
    this.moved += count;
  }

  /** However often it is asked for: the last time is not lost, though nothing may happen for long after it. */
  report(): void {
    this.#reports.request();
  }

  /** Nothing is reported any more but by the summary. */
  end(): void {
    this.#reports.dispose();
  }

  summary(cancelled: boolean): ScanSummary {
    this.end();
    this.onProgress(this.#progress());
    const { found, added, updated, moved, removed, unchanged, missing } = this;
    return {
      found,
      added,
      updated,
      moved,
      removed,
      unchanged,
      missing,
      cost: { ...this.#cost },
      cancelled,
      failed: this.#failed,
      failures: this.#failures,
      durationMs: Math.round(performance.now() - this.#startedAt),
    };
  }

  #progress(): ScanProgress {
    const filesDone = this.added + this.updated + this.moved + this.unchanged;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return {
      filesDone,
      filesTotal: this.found,
      walkFinished: this.walkFinished,
      filesPerSecond: seconds > 0 ? Math.round(filesDone / seconds) : 0,
      currentFolder: this.currentFolder,
    };
  }
}
