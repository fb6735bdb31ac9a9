import type { AssetId } from '../model';
import type { ScannedFile, ScanStore } from './ports';

/** As many as are written in a few hundredths of a second: others wait that long. */
const maxChanges = 200;
const maxAgeMs = 250;

/**
 * Collects changes and writes them in one transaction per batch. The last change of a path wins, so whoever adds a
 * change must have looked at the file in the same turn: then passes may overlap without writing old news over new.
 */
export class BatchWriter {
  #changes = new Map<string, ScannedFile | AssetId>();
  #oldestAt = 0;

  constructor(
    private readonly store: ScanStore,
    private readonly onWritten: () => void,
  ) {}

  upsert(file: ScannedFile): void {
    this.#add(file.filePath, file);
  }

  remove(filePath: string, id: AssetId): void {
    this.#add(filePath, id);
  }

  /** Removes all that is known below a folder; answers how many assets that were. */
  removeFolder(root: string, folder: string): number {
    this.flush();
    const removed = this.store.removeFolder(root, folder);
    if (removed > 0) this.onWritten();
    return removed;
  }

  /** Removes the assets of every other root; answers how many that were. */
  removeOtherRoots(roots: readonly string[]): number {
    this.flush();
    const removed = this.store.removeOtherRoots(roots);
    if (removed > 0) this.onWritten();
    return removed;
  }

  flush(): void {
    if (this.#changes.size === 0) return;
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    this.store.apply({
      upserts: changes.filter((change) => typeof change !== 'number'),
      removals: changes.filter((change) => typeof change === 'number'),
    });
    this.onWritten();
  }

  #add(filePath: string, change: ScannedFile | AssetId): void {
    const now = performance.now();
    if (this.#changes.size === 0) this.#oldestAt = now;
    this.#changes.set(filePath, change);
    if (this.#changes.size >= maxChanges || now - this.#oldestAt >= maxAgeMs) this.flush();
  }
}
