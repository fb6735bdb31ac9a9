import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { LibrarySettings, ScanSummary, ViewState } from '../../src/library/model';
import { connect, type ClientEnd } from '../../src/protocol/connection';
import { ipcTransport } from '../../src/protocol/ipcTransport';
import { libraryContract, type LibraryContract } from '../../src/protocol/library';

export interface LibraryRunOptions {
  readonly roots: readonly string[];
  /** Where the database is kept; by default in a new folder below `home`, which goes with the run. */
  readonly storage?: string;
  readonly home: string;
  /** Node's own, as `--cpu-prof` and `--require`. */
  readonly nodeFlags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built library in a process of its own, as VS Code runs it. */
export class LibraryRun {
  readonly client: ClientEnd<LibraryContract>;
  onViewChanged: (view: ViewState) => void = () => undefined;
  readonly #child: ChildProcess;
  readonly #ownStorage: string | null;

  private constructor({ home, storage, nodeFlags, environment }: LibraryRunOptions) {
    this.#ownStorage = storage === undefined ? mkdtempSync(join(home, 'storage-')) : null;
    this.#child = fork(resolve('dist/library.js'), [], {
      serialization: 'advanced',
      execArgv: [...(nodeFlags ?? [])],
      env: { ...process.env, ...environment },
    });
    this.client = connect(libraryContract, ipcTransport(this.#child), {
      scanProgress: () => undefined,
      assetsChanged: () => undefined,
      viewChanged: (view) => this.onViewChanged(view),
      log: ({ level, message }) => {
        if (level === 'error' || level === 'warn') console.error(`library: ${message}`);
      },
    });
  }

  static async open(options: LibraryRunOptions): Promise<LibraryRun> {
    const run = new LibraryRun(options);
    const folder = options.storage ?? run.#ownStorage ?? '';
    await run.client.request('open', {
      location: { databaseFile: join(folder, 'library.sqlite'), cacheFolder: join(folder, 'thumbnails') },
      settings: settingsFor(options.roots),
    });
    return run;
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  scan(): Promise<ScanSummary> {
    return this.client.request('scan', { folder: null, force: false });
  }

  async setRoots(roots: readonly string[]): Promise<void> {
    await this.client.request('configure', settingsFor(roots));
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
    this.client.dispose();
    if (this.#ownStorage !== null) rmSync(this.#ownStorage, { recursive: true });
  }
}

function settingsFor(roots: readonly string[]): LibrarySettings {
  return {
    roots,
    include: [],
    exclude: [],
    respectGitignore: false,
    kinds: ['image', 'video', 'audio'],
    concurrency: availableParallelism(),
    keepDeletedMs: 30 * 86_400_000,
    ffmpegPath: null,
    ffprobePath: null,
    cacheLimitBytes: 2 ** 30,
  };
}
