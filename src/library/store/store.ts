import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LibraryStats } from '../model';
import { openAssets, type Assets } from './assets';
import { openChanges, type Changes } from './changes';
import { openCounts } from './counts';
import { identityOf, markDamaged, setAside, takeMark } from './damage';
import { DamagedDatabaseError, openDatabase, type Database } from './database';
import { openDeparted } from './departed';
import { openFolders } from './folders';
import { openIndexes } from './indexes';
import { inspectDatabase, migrate } from './migrations';
import { openMissing, type Missing } from './missing';
import { openRows } from './rows';
import { openSearch, type Search } from './search';
import { openState } from './state';
import { openTallies } from './tallies';
import { openTree, type Tree } from './tree';
import { openViews, type Views } from './views';

/** The library's database. Everything is synchronous; several threads and processes may have the same file open. */
export interface Store extends Assets, Changes, Missing, Tree, Views, Pick<Search, 'indexPending'> {
  stats(): LibraryStats;
  setScanFinished(atMs: number): void;
  /** Whether another connection has written since this was last asked. */
  changedByOthers(): boolean;
  /** The last one to close the file leaves it complete, without the log beside it. */
  close(): void;
}

export interface StoreOptions {
  /** How much of the file this connection may keep in memory. */
  readonly cacheKib?: number;
  /** At most how many pages of 4 KiB the file may have, as if the disk were full then. */
  readonly maxPages?: number;
  /** Whether a damaged database may be set aside; else it is refused. Default true. */
  readonly mayReplace?: boolean;
  /** Called with the new path of a damaged database, in whose place a new one was opened. */
  readonly onSetAside?: (damagedFile: string) => void;
}

const defaultCacheKib = 16 * 1024;
/** 32 MiB: a batch of new assets dirties pages all over the indexes, and copying them back costs the disk's time. */
const checkpointPages = 8000;

/**
 * Opens the database, making it and its folder where they do not exist. A file that is damaged, or no database at all, is
 * set aside first; one of a newer version or of another program is refused, and left as it was.
 * @throws LibraryError `schema-too-new`, `database-failed` or `disk-full`
 */
export function openStore(databaseFile: string, options: StoreOptions = {}): Store {
  mkdirSync(dirname(databaseFile), { recursive: true });
  const replace = (identity: string | null) => {
    const damagedFile = identity === null ? null : setAside(databaseFile, identity);
    if (damagedFile !== null) options.onSetAside?.(damagedFile);
  };
  const { mayReplace = true } = options;
  if (mayReplace) replace(takeMark(databaseFile));
  const identity = identityOf(databaseFile);
  try {
    return openSound(databaseFile, options);
  } catch (error) {
    if (!(error instanceof DamagedDatabaseError) || !mayReplace) throw error;
    replace(identity);
    return openSound(databaseFile, options);
  }
}

function openSound(databaseFile: string, options: StoreOptions): Store {
  inspectDatabase(databaseFile);
  let isOpen = false;
  const onDamage = () => {
    if (isOpen) markDamaged(databaseFile);
  };
  const database = openDatabase(databaseFile, { readonly: false, onDamage });
  try {
    const store = openParts(database, options);
    isOpen = true;
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openParts(database: Database, { cacheKib = defaultCacheKib, maxPages }: StoreOptions): Store {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  database.pragma(`cache_size = -${cacheKib}`);
  if (maxPages !== undefined) database.pragma(`max_page_count = ${maxPages}`);
  migrate(database);

  const state = openState(database);
  const indexes = openIndexes(database);
  const search = openSearch(database, state);
  const folders = openFolders(database);
  const tallies = openTallies(database, state);
  const assets = openAssets(database, folders);
  const counts = openCounts(database, folders);
  const departed = openDeparted(database);
  let seenVersion = database.pragma('data_version');
  return {
    ...assets,
    ...openChanges(database, { state, folders, counts, departed, search, indexes, rows: openRows(database) }),
    ...openMissing(database, state),
    ...openTree(database, assets, folders, tallies),
    ...openViews(database, state, assets),
    indexPending: search.indexPending,
    stats: () => tallies.stats(),
    setScanFinished: (atMs) => state.setLastScanAt(atMs),
    changedByOthers() {
      const version = database.pragma('data_version');
      const hasChanged = version !== seenVersion;
      seenVersion = version;
      return hasChanged;
    },
    close: () => database.close(),
  };
}
