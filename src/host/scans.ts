import { window, type LogOutputChannel } from 'vscode';
import type { ScanProgress, ScanSummary } from '../library/model';
import { coalesced } from './coalesced';
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

/** Starts, shows and cancels scans; one at a time, others come after it. What became of it, the library writes into the log. */
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

  /** Brings the library in step with the disk. However often it is asked for while one runs, that is one more. */
  readonly scan = coalesced(() => this.scanBelow(null));

  /** `folder`: an absolute path. */
  async scanBelow(folder: string | null): Promise<void> {
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
      await scan;
    } catch (error) {
      // A library that failed says so itself.
      if (this.library.phase.phase !== 'failed') reportFailure(error, this.channel);
    }
  }
}
