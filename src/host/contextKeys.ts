import { commands } from 'vscode';
import type { LibraryStatus } from '../protocol/pages';
import { Owner } from './disposal';
import type { ContextKey } from './ids';
import type { StatusModel } from './libraryStatus';

/** Tells VS Code how things stand, for welcome texts, menus and enablement in package.json. */
export class ContextKeys extends Owner {
  private readonly told = new Map<ContextKey, unknown>();

  constructor(status: StatusModel) {
    super();
    this.tell(status.current);
    this.own(status.onDidChange((current) => this.tell(current)));
  }

  private tell(status: LibraryStatus): void {
    const ready = status.state === 'ready' ? status : null;
    this.set('mediaLibrary.state', status.state);
    this.set('mediaLibrary.scanning', ready !== null && ready.scan !== null);
    this.set('mediaLibrary.scanned', ready !== null && ready.stats.lastScanAtMs !== null);
    this.set('mediaLibrary.empty', ready?.stats.total === 0);
    this.set('mediaLibrary.ffmpegMissing', ready?.ffmpegFound === false);
  }

  private set(key: ContextKey, value: unknown): void {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}
