import { LibraryError, type ScanProgress, type ScanSummary } from '../model';
import { BatchWriter } from './batchWriter';
import { ChangeQueue } from './changeQueue';
import { runPass } from './pass';
import type { PassOrder, PassTools } from './passContext';
import { realPathOf } from './roots';

/*
 * How the library is kept in step with the disk
 * =============================================
 * Everything is a *pass* over some paths: a full scan over the roots, a scan of one folder over that folder, a report
 * of a watcher over the paths it names. A pass has two halves, joined by a bounded queue.
 *
 * Walk (`plan`, `walker`, `folderContent`, `listing`; folders are read some steps ahead, by whoever waits for the disk)
 *  1. Paths become targets: folders by their real path in the innermost root, with the entries asked for in each.
 *  2. Each target's folder is read, and the store says what it knows of that one folder.
 *       cannot be read        the assets of it and all below it stay, marked as missing until it can be read again;
 *                             so it is with a root that is empty, as a folder is on which nothing is mounted
 *       known, not listed     looked for once more; if it is gone or left out by now, it departs (a folder with all in it)
 *       listed, same stamp    unchanged: costs no more than this comparison. A stamp is size and modification time
 *       listed otherwise      queued to be read; so is every file of a forced scan, and every file that failed for want
 *                             of ffprobe once there is one, or could not be read. Other failures are asked again when
 *                             the file changes
 *     and its subfolders are the next targets.
 *  Left out are: `.git` and our own folders, what the globs or `.gitignore` files say, names that promise no media or
 *  are not valid UTF-8, roots inside roots (they are walked by themselves), links to folders, links out of the roots.
 *
 * Read (`reader`, as many at a time as the settings say)
 *  3. The file is probed. One that changed meanwhile is probed once more. One that is gone from a folder that is still there,
 *     or is no media after all, is dropped; one that cannot be read becomes a row that says why; one that the system does not
 *     reach stays as it was.
 *  4. Rows are written in one transaction per batch. Cancelling ends both halves; batches that are written stay.
 *
 * What departs is remembered by the store for as long as a setting says, and known again by the fingerprint of its content
 * when it arrives elsewhere or comes back: then it keeps its id. In whatever order the two halves of a move are seen.
 *
 * One process at a time scans a library: a pass waits until those of other windows are over, and finds their work done.
 *
 * A full scan and a pass over changes may overlap. Nothing is lost: each decision enters the one batch writer in the
 * turn in which the file was looked at, so the last look wins, and a walk flushes the writer before it asks the store.
 */

export interface ScannerParts extends Omit<PassTools, 'writer' | 'ownFolders'> {
  /** Absolute paths of folders that hold our own files. */
  readonly ownFolders: readonly string[];
  /** Called after each transaction that changed something. */
  readonly onWritten: () => void;
}

/** What can change while the library is open. */
export type ScannerSetup = Pick<PassOrder, 'settings' | 'prober' | 'ffprobeFound'>;

interface RunningScan {
  readonly finished: Promise<ScanSummary>;
  readonly stop: AbortSignal;
}

export class Scanner {
  readonly #tools: PassTools;
  readonly #changes: ChangeQueue;
  readonly #closed = new AbortController();
  #scan: RunningScan | null = null;

  constructor(
    { ownFolders, onWritten, ...parts }: ScannerParts,
    private setup: ScannerSetup,
  ) {
    const writer = new BatchWriter(parts.store, onWritten);
    this.#tools = { ...parts, writer, ownFolders: ownFolders.map((path) => realPathOf(path) ?? path) };
    this.#changes = new ChangeQueue((paths) => this.#pass({ paths }, this.#closed.signal));
  }

  get isScanning(): boolean {
    return this.#scan !== null;
  }

  /** Takes effect with the next pass. */
  configure(setup: ScannerSetup): void {
    this.setup = setup;
  }

  /** Waits for a scan that was cancelled and is on its way out. Fails with `scan-running` when it was not cancelled. */
  async cancelledScanEnded(): Promise<void> {
    if (this.#scan && !this.#scan.stop.aborted) throw scanRunning();
    await Promise.allSettled([this.#scan?.finished]);
  }

  /** Scans one folder, or with null all roots. Fails with `scan-running` while another scan runs that nobody cancelled. */
  async scan(
    { folder, force }: { readonly folder: string | null; readonly force: boolean },
    onProgress: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<ScanSummary> {
    while (this.#scan) await this.cancelledScanEnded();
    const { roots } = this.setup.settings;
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    const isFull = folder === null;
    const finished = this.#pass(
      { paths: folder === null ? roots : [folder], isFull, force, onProgress },
      stop,
    );
    this.#scan = { finished, stop };
    try {
      return await finished;
    } finally {
      this.#scan = null;
    }
  }

  /** One pass over paths that may have changed; calls that come while one runs share the next. */
  applyChanges(paths: readonly string[]): Promise<ScanSummary> {
    return this.#changes.add(paths);
  }

  /** Cancels what runs and resolves when nothing does. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.allSettled([this.#scan?.finished, this.#changes.idle()]);
  }

  #pass(order: Partial<PassOrder>, signal: AbortSignal): Promise<ScanSummary> {
    const defaults = { paths: [], isFull: false, force: false, onProgress: () => undefined };
    return runPass(this.#tools, { ...defaults, ...this.setup, ...order }, signal);
  }
}

function scanRunning(): LibraryError {
  return new LibraryError('scan-running', 'A scan is already running.');
}
