import { window, type LogOutputChannel } from 'vscode';
import { LibraryError, type ScanProgress, type ScanSummary } from '../library/model';
import { Owner } from './disposal';
import { treeViewId } from './ids';
import type { LibraryClient } from './libraryClient';
import type { StatusModel } from './libraryStatus';
import { reportFailure } from './messages';

const beginning: ScanProgress = {
  filesDone: 0,
  filesTotal: 0,
  walkFinished: false,
  filesPerSecond: 0,
  currentFolder: '',
};

interface RunningScan {
  readonly stop: AbortController;
  readonly finished: Promise<void>;
}

/** Starts, shows and cancels scans; one at a time. A scan that was asked for while one runs comes after it. */
export class Scans extends Owner {
  private running: RunningScan | null = null;

  constructor(
    private readonly library: LibraryClient,
    private readonly status: StatusModel,
    private readonly channel: LogOutputChannel,
  ) {
    super();
    this.own(
      library.onScanProgress((progress) => {
        if (this.running) this.status.showScan(progress);
      }),
    );
  }

  /** Brings the library in step with the disk; with `folder` (an absolute path) only what is below it. */
  async scan(folder: string | null = null): Promise<void> {
    await this.run((signal) => this.library.request('scan', { folder, force: false }, signal));
  }

  /** Throws everything away and scans anew. */
  async rebuild(): Promise<void> {
    await this.run((signal) => this.library.request('rebuild', null, signal));
  }

  cancel(): void {
    this.running?.stop.abort();
  }

  override dispose(): void {
    this.cancel();
    super.dispose();
  }

  private async run(work: (signal: AbortSignal) => Promise<ScanSummary>): Promise<void> {
    while (this.running) await this.running.finished;
    const stop = new AbortController();
    this.status.showScan(beginning);
    const finished = this.watch(work(stop.signal)).finally(() => {
      this.running = null;
      this.status.showScan(null);
    });
    this.running = { stop, finished };
    await window.withProgress({ location: { viewId: treeViewId } }, () => finished);
  }

  private async watch(scan: Promise<ScanSummary>): Promise<void> {
    try {
      this.channel.info(summaryLine(await scan));
    } catch (error) {
      if (error instanceof LibraryError && error.code === 'cancelled') this.channel.info('Scan cancelled.');
      // A library that failed says so itself.
      else if (this.library.phase.phase !== 'failed') reportFailure(error, this.channel);
    }
  }
}

function summaryLine(summary: ScanSummary): string {
  const { found, added, updated, removed, unchanged, failed, durationMs } = summary;
  return (
    `Scan: ${found} found, ${added} added, ${updated} updated, ${removed} removed, ` +
    `${unchanged} unchanged, ${failed} failed, in ${Math.round(durationMs)} ms.`
  );
}
