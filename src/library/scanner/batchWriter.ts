import { dirname } from 'node:path';
import type { Departures, ScannedFile, ScanStore } from './ports';
import type { Tally } from './tally';

/** Many in one transaction, since each rewrites pages all over the indexes; nobody but this thread waits for it. */
const maxChanges = 2000;
const maxAgeMs = 250;
/** So many new assets go into the full-text index at a time: few enough that a search is never far behind. */
const indexedRows = 5000;
/** A file that departs is looked for among what arrived in this time before: editors and watchers tell of moves in halves. */
const moveWindowMs = 60_000;

type Change = { readonly tally: Tally } & ({ readonly file: ScannedFile } | { readonly departed: string });

/**
 * Collects changes and writes them in one transaction per batch. The last change of a path wins, so whoever adds a
 * change must have looked at the file in the same turn: then passes may overlap without writing old news over new.
 */
export class BatchWriter {
  #changes = new Map<string, Change>();
  #changedFolders = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #unindexed = 0;

  constructor(
    private readonly store: ScanStore,
    private readonly onWritten: () => void,
  ) {}

  upsert(file: ScannedFile, tally: Tally): void {
    this.#add(file.filePath, { file, tally });
  }

  depart(filePath: string, tally: Tally): void {
    this.#add(filePath, { departed: filePath, tally });
  }

  /** Lets some of what is known below a folder depart; nothing is left when it answers false. */
  departSomeOf(root: string, folder: string, tally: Tally): boolean {
    this.flush();
    return this.#departed(this.store.departFolder(root, folder, maxChanges, movesSince(tally)), tally);
  }

  /** Lets some assets of other roots depart; nothing is left when it answers false. */
  departSomeOfOtherRoots(roots: readonly string[], tally: Tally): boolean {
    this.flush();
    return this.#departed(this.store.departOtherRoots(roots, maxChanges, movesSince(tally)), tally);
  }

  /** Forgets some of what departed before; nothing is left when it answers false. */
  forgetSomeDeparted(beforeMs: number): boolean {
    return this.store.forgetDeparted(beforeMs, maxChanges) > 0;
  }

  /** A folder and all below it cannot be read. */
  markMissing(root: string, folder: string, tally: Tally): void {
    this.flush();
    const concerned = this.store.markMissing(root, folder, Date.now());
    if (concerned > 0) this.onWritten();
    tally.missing += concerned;
  }

  /** A folder can be read. */
  markFound(root: string, folder: string): void {
    if (!this.store.isMissing(root, folder)) return;
    this.store.markFound(root, folder);
    this.onWritten();
  }

  /** Forgets what a pass that failed has gathered: nobody looks after it any more. */
  drop(tally: Tally): void {
    for (const [path, change] of this.#changes) if (change.tally === tally) this.#changes.delete(path);
  }

  /** Before the store is asked what it knows of a folder. */
  flushFolder(path: string): void {
    if (this.#changedFolders.has(path)) this.flush();
  }

  /** Takes some of what was added into the full-text index; nothing is left when it answers false. */
  indexSome(): boolean {
    this.#unindexed = 0;
    return !this.store.indexPending(indexedRows).isDone;
  }

  /** Everything is written: what a first fill left for later is done. */
  finish(): void {
    this.store.finishFill();
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#changes.size === 0) return;
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    this.#changedFolders = new Set();
    const arriving = changes.filter((change) => 'file' in change);
    const departing = changes.filter((change) => 'departed' in change);
    const { arrivals, departures } = this.#apply(changes, {
      upserts: arriving.map(({ file }) => file),
      departures: departing.map(({ departed }) => departed),
      movesSinceMs: Math.min(...changes.map(({ tally }) => movesSince(tally))),
    });
    for (const [index, { tally }] of arriving.entries()) tally.countArrival(arrivals[index] ?? 'added');
    for (const [index, { tally }] of departing.entries())
      tally.countDeparture(departures[index] ?? 'removed');
    for (const { tally } of changes) tally.report();
    this.#unindexed += arriving.length;
    if (this.#unindexed >= indexedRows) this.indexSome();
    this.onWritten();
  }

  /** Those of another pass must hear of a failure, too: it is their changes that are lost. */
  #apply(
    changes: readonly Change[],
    batch: Parameters<ScanStore['apply']>[0],
  ): ReturnType<ScanStore['apply']> {
    try {
      return this.store.apply(batch);
    } catch (cause) {
      for (const { tally } of changes) tally.failure ??= { cause };
      throw cause;
    }
  }

  /** The next file may take its time. Nobody waits for this, but the passes concerned hear of a failure. */
  #flushInTime(): void {
    const tallies = new Set([...this.#changes.values()].map(({ tally }) => tally));
    try {
      this.flush();
    } catch (cause) {
      for (const tally of tallies) tally.failure ??= { cause };
    }
  }

  #departed({ removed, moved }: Departures, tally: Tally): boolean {
    tally.removed += removed;
    tally.countMovedAway(moved);
    if (removed + moved > 0) this.onWritten();
    return removed + moved > 0;
  }

  #add(filePath: string, change: Change): void {
    this.#changes.set(filePath, change);
    this.#changedFolders.add(dirname(filePath));
    if (this.#changes.size >= maxChanges) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushInTime(), maxAgeMs);
  }
}

function movesSince({ startedAtMs }: Tally): number {
  return Math.min(startedAtMs, Date.now() - moveWindowMs);
}
