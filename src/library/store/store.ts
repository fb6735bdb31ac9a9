import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LibraryStats } from '../model';
import { openAssets, type Assets } from './assets';
import { openDatabase, type Database } from './database';
import { openFolders } from './folders';
import { inspectDatabase, migrate } from './migrations';
import { openSearch } from './search';
import { openTallies } from './tallies';
import { openTree, type Tree } from './tree';
import { openViews, type Views } from './views';

/** The library's database. Everything is synchronous; several processes may have the same file open. */
export interface Store extends Assets, Tree, Views {
  stats(): LibraryStats;
  setScanFinished(atMs: number): void;
  /** Whether another connection has written since this was last asked. */
  changedByOthers(): boolean;
  /** The last process to close the file leaves it complete, without the log beside it. */
  close(): void;
}

const cacheKib = 64 * 1024;
/** 32 MiB: a batch of new assets dirties pages all over the indexes, and copying them back costs the disk's time. */
const checkpointPages = 8000;

/**
 * Opens the database, making it and its folder where they do not exist.
 * @throws LibraryError `schema-too-new` or `database-failed`; the file is then as it was
 */
export function openStore(databaseFile: string): Store {
  mkdirSync(dirname(databaseFile), { recursive: true });
  inspectDatabase(databaseFile);
  const database = openDatabase(databaseFile, { readonly: false });
  try {
    return openParts(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function openParts(database: Database): Store {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  database.pragma('foreign_keys = ON');
  database.pragma('recursive_triggers = ON');
  database.pragma('temp_store = MEMORY');
  database.pragma(`cache_size = -${cacheKib}`);
  migrate(database);

  const folders = openFolders(database);
  const tallies = openTallies(database);
  const assets = openAssets(database, folders, openSearch(database));
  let seenVersion = database.pragma('data_version');
  return {
    ...assets,
    ...openTree(database, assets, folders, tallies),
    ...openViews(database, assets),
    stats: () => tallies.stats(),
    setScanFinished: (atMs) => tallies.setScanFinished(atMs),
    changedByOthers() {
      const version = database.pragma('data_version');
      const hasChanged = version !== seenVersion;
      seenVersion = version;
      return hasChanged;
    },
    close: () => database.close(),
  };
}
