import { join } from 'node:path';
import type { Log, ScanProgress, ScanSettings } from '../model';
import type { BatchWriter } from './batchWriter';
import { isEmptyFolder, mayBeFolder, type LinkRule } from './listing';
import type { FileStamp, ReadFolder } from './folderContent';
import type { Target } from './plan';
import type { KnownFile, NameRules, Prober, ScanLock, ScanStore } from './ports';
import type { Tally } from './tally';
import type { Turn } from './turn';

/** What every pass works with. */
export interface PassTools {
  readonly store: ScanStore;
  readonly writer: BatchWriter;
  readonly lock: ScanLock;
  readonly readFolder: ReadFolder;
  readonly names: NameRules;
  readonly log: Log;
  /** Real paths of folders that hold our own files. */
  readonly ownFolders: readonly string[];
}

/** What one pass is to do. */
export interface PassOrder {
  readonly settings: ScanSettings;
  readonly prober: Prober;
  /** Files or folders, absolute. */
  readonly paths: readonly string[];
  /** Reads unchanged files again too. */
  readonly force: boolean;
  /** Whether `paths` are all roots there are: then what belongs to no root departs, and what departed long ago is forgotten. */
  readonly isFull: boolean;
  /** Whether files that could not be read without ffprobe are worth another try. */
  readonly ffprobeFound: boolean;
  readonly onProgress: (progress: ScanProgress) => void;
}

/** What the two halves of a running pass share. */
export interface PassContext {
  readonly tools: PassTools;
  readonly order: PassOrder;
  readonly tally: Tally;
  readonly turn: Turn;
  readonly mayFollow: LinkRule;
  readonly signal: AbortSignal;
}

/** A file that is new or has changed, as the walk hands it on to be read. */
export interface Candidate {
  readonly target: Target;
  readonly name: string;
  /** How it looked to the walk. */
  readonly stamp: FileStamp;
  readonly known: KnownFile | undefined;
}

/** Whether a folder can be reached, and the root it is in has not become an empty place where nothing is mounted. */
export function isStillThere(target: Target): boolean {
  return mayBeFolder(pathIn(target)) && !isEmptyFolder(target.root.path);
}

export function pathIn({ root, folder }: Target, name = ''): string {
  return join(root.path, folder, name);
}
