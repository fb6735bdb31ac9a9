import { env, Uri, window } from 'vscode';
import type { Log } from '../../library/model';
import { Owner } from '../disposal';
import type { LibraryClient } from '../libraryClient';
import type { Scans } from '../scans';
import { localFolders } from '../settings/settings';
import { nextRescanMs } from './rescanTiming';
import { isWatchLimitReached } from './watchLimit';
import type { Watcher } from './watcher';

/** Changes that a watcher tells of take a moment to come. */
const newsOnTheWayMs = 5_000;
const limitHelp = Uri.parse(
  'https://code.visualstudio.com/docs/setup/linux#_visual-studio-code-is-unable-to-watch-for-file-changes-in-this-large-workspace-error-enospc',
);

/**
 * Looks at the disk now and then by itself, for what the watcher missed. When it did miss something, because the system's
 * limit of watched files is reached or a setting leaves folders out, that is said once and looked after more often.
 */
export class Rescans extends Owner {
  private timer: NodeJS.Timeout | null = null;
  /** What the last scan took that found all of its files known; null before there was one. */
  private rescanMs: number | null = null;
  private isWatchReliable = true;
  private isDisposed = false;

  constructor(
    private readonly library: LibraryClient,
    private readonly scans: Scans,
    private readonly watcher: Watcher,
    private readonly isWanted: () => boolean,
    private readonly log: Log,
  ) {
    super();
    this.own(scans.onDidEnd(() => this.plan()));
    this.own({ dispose: () => this.stop() });
  }

  private stop(): void {
    this.isDisposed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.isDisposed) return;
    const { rescanMs, isWatchReliable } = this;
    this.timer = setTimeout(() => void this.rescan(), nextRescanMs({ rescanMs, isWatchReliable }));
  }

  private async rescan(): Promise<void> {
    try {
      if (this.isWanted() && this.library.processId !== null) await this.lookAtDisk();
    } finally {
      this.plan();
    }
  }

  private async lookAtDisk(): Promise<void> {
    const [folder] = localFolders();
    if (folder !== undefined && isWatchLimitReached(folder)) this.sayLimit();
    const startedAtMs = Date.now();
    const summary = await this.scans.scanQuietly();
    if (!summary) return;
    this.rescanMs = summary.durationMs;
    if (this.watcher.lastNewsAtMs > startedAtMs - newsOnTheWayMs) return;
    const { added, updated, moved, removed } = summary;
    const missed = added + updated + moved + removed;
    if (missed > 0) this.sayMissed(missed);
  }

  private sayLimit(): void {
    if (!this.isWatchReliable) return;
    this.isWatchReliable = false;
    const sentence =
      "This system's limit of watched files is reached, so that changes on the disk are not told of. Media Library looks for them itself from time to time.";
    this.log('warn', sentence);
    void window.showWarningMessage(sentence, 'How to Raise It').then((choice) => {
      if (choice) void env.openExternal(limitHelp);
    });
  }

  private sayMissed(count: number): void {
    this.log('info', `${count} changes on the disk were found that VS Code had not told of.`);
    if (!this.isWatchReliable) return;
    this.isWatchReliable = false;
    void window.showInformationMessage(
      'VS Code did not tell of some changes to media files: a setting (files.watcherExclude) leaves their folder out, or the system cannot watch it. Media Library looks for them itself from time to time.',
    );
  }
}
