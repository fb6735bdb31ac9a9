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

export interface ScanStore {
  /** The assets directly in this folder, by file name. */
  filesIn(root: string, folder: string): ReadonlyMap<string, KnownFile>;
  /** Names of the direct subfolders that hold assets at any depth. */
  subfoldersOf(root: string, folder: string): readonly string[];
  /** One transaction. */
  apply(changes: {
    readonly upserts: readonly ScannedFile[];
    readonly removals: readonly AssetId[];
  }): unknown;
  /** Removes a folder's assets at any depth; answers how many. */
  removeFolder(root: string, folder: string): number;
  /** Removes the assets of every other root; answers how many. */
  removeOtherRoots(roots: readonly string[]): number;
}

export interface Prober {
  /** Never fails for a bad file (that is a result); rejects when aborted. */
  probe(filePath: string, signal: AbortSignal): Promise<ProbeResult>;
}

/** What the names of files promise of their content. */
export interface NameRules {
  /** Null for names that are never media. */
  kindOf(name: string): AssetKind | null;
  /** Whether such names more often mean something else (`.ts`): then what is no media is no asset either. */
  isAmbiguous(name: string): boolean;
}
