import { posix } from 'node:path';
import { RelativePattern, workspace, type LogOutputChannel, type Uri } from 'vscode';
import { LibraryError } from '../../library/model';
import { Owner, type Disposable } from '../disposal';
import type { LibraryClient } from '../libraryClient';
import { kindOfName } from '../mediaNames';
import { ChangeBatch, watchTiming } from './changeBatch';

/** Tells the library which paths changed on the disk, from the moment there is a library to tell. */
export class Watcher extends Owner {
  private readonly batch = this.own(new ChangeBatch((paths) => this.tell(paths), watchTiming));
  private watching: Disposable | null = null;
  private newsAtMs = 0;

  constructor(
    private readonly library: LibraryClient,
    private readonly channel: LogOutputChannel,
  ) {
    super();
    this.own(
      library.onDidChangePhase(({ phase }) => {
        if (phase === 'ready') this.watching ??= this.watchFolders();
      }),
    );
    this.own(
      workspace.onDidChangeWorkspaceFolders(() => {
        if (!this.watching) return;
        this.watching.dispose();
        this.watching = this.watchFolders();
      }),
    );
    this.own({ dispose: () => this.watching?.dispose() });
  }

  /** When VS Code last told of a change; 0 before the first. */
  get lastNewsAtMs(): number {
    return this.newsAtMs;
  }

  private watchFolders(): Disposable {
    const add = ({ fsPath }: Uri) => {
      this.newsAtMs = Date.now();
      this.batch.add(fsPath);
    };
    const local = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const watchers = local.map((folder) => {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, '**/*'));
      // What comes or goes may be a folder of any name; what changes is a file, and its name tells what it is to us.
      watcher.onDidCreate(add);
      watcher.onDidDelete(add);
      watcher.onDidChange((uri) => {
        if (kindOfName(uri.path) || posix.basename(uri.path) === '.gitignore') add(uri);
      });
      return watcher;
    });
    return {
      dispose: () => {
        for (const watcher of watchers) watcher.dispose();
      },
    };
  }

  private async tell(paths: readonly string[]): Promise<void> {
    try {
      await this.library.request('applyChanges', { paths: [...paths] });
    } catch (error) {
      // Nobody asked for this, so nobody is interrupted; the next scan finds what was missed.
      const sentence = error instanceof LibraryError ? error.message : String(error);
      this.channel.warn(`${paths.length} changed files were not taken in: ${sentence}`);
    }
  }
}
