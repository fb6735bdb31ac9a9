import type { AssetError, AssetId, AssetKind, FileIdentity, ProbeResult } from '../model';

/** What the scanner needs of the rest of the library, and no more. */

/** A stored asset as far as a scan compares it. */
export interface KnownFile {
  readonly id: AssetId;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly error: AssetError | null;
}

export interface ScannedFile extends FileIdentity, ProbeResult {}

/** What writing one change came to. A moved file was known under another path until a short time ago. */
export type Arrival = 'added' | 'updated' | 'moved';
export type Departure = 'removed' | 'moved';

export interface ScanStore {
  /** The assets directly in this folder, by file name. */
  filesIn(root: string, folder: string): ReadonlyMap<string, KnownFile>;
  /** Names of the direct subfolders that hold assets at any depth. */
  subfoldersOf(root: string, folder: string): readonly string[];
  /**
   * One transaction; answers in the order of what was given. What departs is remembered, and known again by its content
   * when it arrives elsewhere. `movesSinceMs`: a departure of content that arrived since then was a move, too.
   */
  apply(changes: {
    readonly upserts: readonly ScannedFile[];
    /** Absolute paths. */
    readonly departures: readonly string[];
    readonly movesSinceMs: number;
  }): { readonly arrivals: readonly Arrival[]; readonly departures: readonly Departure[] };
  /** Lets up to `limit` of a folder's assets, at any depth, depart. Nothing is left when it answers with zeros. */
  departFolder(root: string, folder: string, limit: number, movesSinceMs: number): Departures;
  /** Lets up to `limit` assets of all other roots depart. */
  departOtherRoots(roots: readonly string[], limit: number, movesSinceMs: number): Departures;
  /** Forgets up to `limit` assets that departed before; answers how many. */
  forgetDeparted(beforeMs: number, limit: number): number;
  /**
   * Takes up to `maxRows` new assets into the full-text index; to be called now and then, and in the end until it is done.
   * Searches find those that wait as long as they are not too many.
   */
  indexPending(maxRows: number): { readonly isDone: boolean };
  /** To be called when a scan is over: an empty library is filled without most of its indexes. */
  finishFill(): void;
  /** Whether this folder is marked as one that cannot be read. */
  isMissing(root: string, folder: string): boolean;
  /** Marks a folder and all below it as unreadable since then; answers how many assets that concerns anew. */
  markMissing(root: string, folder: string, sinceMs: number): number;
  /** The folder itself can be read again. */
  markFound(root: string, folder: string): void;
}

export interface Departures {
  readonly removed: number;
  readonly moved: number;
}

/** What reading one file came to and what it took. */
export interface Probed {
  readonly result: ProbeResult;
  readonly bytesRead: number;
  readonly askedFfprobe: boolean;
  /** False when the file could not be reached for the moment: then nothing was learnt. */
  readonly isLasting: boolean;
}

export interface Prober {
  /** Never fails for a bad file (that is a result); rejects when aborted. */
  probe(filePath: string, signal: AbortSignal): Promise<Probed>;
}

/** Held by the one process that may change the library by what it finds on the disk. */
export interface ScanLock {
  /** Waits for its turn; rejects when aborted. Resolves with what gives it back. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** What the names of files promise of their content. */
export interface NameRules {
  /** Null for names that are never media. */
  kindOf(name: string): AssetKind | null;
  /** Whether such names more often mean something else (`.ts`): then what is no media is no asset either. */
  isAmbiguous(name: string): boolean;
}
