import { EventEmitter, window, type LogOutputChannel } from 'vscode';
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

type Work = (signal: AbortSignal) => Promise<ScanSummary>;

interface RunningScan {
  readonly isShown: boolean;
  readonly stop: AbortController;
  readonly finished: Promise<ScanSummary | null>;
}

/** Starts, shows and cancels scans; one at a time, others come after it. What became of it, the library writes into the log. */
export class Scans extends Owner {
  private readonly end = this.own(new EventEmitter<ScanSummary | null>());
  /** A scan of the whole workspace has ended; null when it failed or was cancelled. */
  readonly onDidEnd = this.end.event;
  private running: RunningScan | null = null;

  constructor(
    private readonly library: LibraryClient,
    private readonly status: StatusModel,
    private readonly channel: LogOutputChannel,
  ) {
    super();
    this.own(
      library.onScanProgress((progress) => {
        if (this.running?.isShown) this.status.showScan(progress);
      }),
    );
  }

  /** Brings the library in step with the disk. However often it is asked for while one runs, that is one more. */
  readonly scan = coalesced(() => this.scanBelow(null));

  /** `folder`: an absolute path. */
  async scanBelow(folder: string | null): Promise<void> {
    const work = (signal: AbortSignal) => this.library.request('scan', { folder, force: false }, signal);
    this.tell(await this.show(work), folder);
  }

  /** Throws everything away and scans anew. */
  async rebuild(): Promise<void> {
    this.tell(await this.show((signal) => this.library.request('rebuild', null, signal)), null);
  }

  /** Nobody asked for it, so nobody is shown it. Null when it failed, which the log tells. */
  async scanQuietly(): Promise<ScanSummary | null> {
    const order = { folder: null, force: false };
    const run = await this.begin((signal) => this.library.request('scan', order, signal), false);
    const summary = await run.finished;
    this.tell(summary, null);
    return summary;
  }

  cancel(): void {
    this.running?.stop.abort();
  }

  override dispose(): void {
    this.cancel();
    super.dispose();
  }

  private async show(work: Work): Promise<ScanSummary | null> {
    const { finished } = await this.begin(work, true);
    await window.withProgress({ location: { viewId: treeViewId } }, () => finished);
    return finished;
  }

  private async begin(work: Work, isShown: boolean): Promise<RunningScan> {
    while (this.running) await this.running.finished;
    const stop = new AbortController();
    if (isShown) this.status.showScan(beginning);
    const finished = this.watch(work(stop.signal), isShown).finally(() => {
      this.running = null;
      if (isShown) this.status.showScan(null);
    });
    this.running = { stop, finished, isShown };
    return this.running;
  }

  private async watch(scan: Promise<ScanSummary>, isShown: boolean): Promise<ScanSummary | null> {
    try {
      return await scan;
    } catch (error) {
      // A library that failed says so itself.
      if (isShown && this.library.phase.phase !== 'failed') reportFailure(error, this.channel);
      else this.channel.warn(`A scan failed: ${String(error)}`);
      return null;
    }
  }

  private tell(summary: ScanSummary | null, folder: string | null): void {
    if (folder === null) this.end.fire(summary?.cancelled ? null : summary);
  }
}
