import { workspace } from 'vscode';
import { Owner } from './disposal';
import type { LibraryClient } from './libraryClient';
import type { StatusModel } from './libraryStatus';
import type { Scans } from './scans';
import type { Settings } from './settings/settings';

/** What happens without being asked for: scans when a workspace opens, is trusted or changes what belongs to it. */
export class Session extends Owner {
  constructor(
    private readonly library: LibraryClient,
    private readonly status: StatusModel,
    private readonly settings: Settings,
    private readonly scans: Scans,
    private readonly reportFailure: (error: unknown) => void,
  ) {
    super();
    this.own(workspace.onDidGrantWorkspaceTrust(() => this.begin()));
    this.own(settings.onDidChange(() => this.takeIn()));
    this.begin();
  }

  private begin(): void {
    if (this.canRun && this.settings.values.scanOnOpen) void this.scans.scan();
  }

  /** A library that is not running needs nothing: it reads the settings when it starts. */
  private takeIn(): void {
    if (!this.canRun || this.library.processId === null) return;
    this.library.configure().then(() => this.scans.scan(), this.reportFailure);
  }

  private get canRun(): boolean {
    const { state } = this.status.current;
    return state === 'starting' || state === 'ready';
  }
}
