import { EventEmitter, workspace } from 'vscode';
import type { LibraryStats, ScanProgress } from '../library/model';
import type { LibraryStatus } from '../protocol/pages';
import { Owner } from './disposal';
import type { LibraryClient } from './libraryClient';
import { explainFailure, thisMachine } from './libraryFailure';
import { reasonNotToRun } from './permission';

const noStats: LibraryStats = {
  total: 0,
  byKind: { image: 0, video: 0, audio: 0 },
  problems: 0,
  missing: 0,
  totalBytes: 0,
  lastScanAtMs: null,
};

/** The one account of how things stand, which sidebar, status bar, gallery and context keys all show. */
export class StatusModel extends Owner {
  private readonly change = this.own(new EventEmitter<LibraryStatus>());
  readonly onDidChange = this.change.event;
  private stats = noStats;
  private scanProgress: ScanProgress | null = null;

  constructor(private readonly library: LibraryClient) {
    super();
    const changed = () => this.change.fire(this.current);
    this.own(workspace.onDidGrantWorkspaceTrust(changed));
    this.own(workspace.onDidChangeWorkspaceFolders(changed));
    this.own(library.onDidChangePhase(changed));
    this.own(
      library.onDidChangeAssets((stats) => {
        this.stats = stats;
        changed();
      }),
    );
  }

  get current(): LibraryStatus {
    const reason = reasonNotToRun();
    if (reason) return { state: reason };
    const { phase } = this.library;
    switch (phase.phase) {
      case 'stopped':
      case 'starting':
        return { state: 'starting' };
      case 'failed':
        return { state: 'failed', message: explainFailure(phase.error, thisMachine()) };
      case 'ready': {
        const ffmpegFound = phase.tools.ffmpeg !== null;
        return { state: 'ready', stats: this.stats, scan: this.scanProgress, ffmpegFound };
      }
    }
  }

  /** Null when no scan runs. */
  showScan(progress: ScanProgress | null): void {
    this.scanProgress = progress;
    this.change.fire(this.current);
  }
}
