import type { Asset, AssetError, AssetId } from '../model';
import { assetOfRow, errorOfRow, scannedToColumns, type AssetRow, type ScannedFile } from './columns';
import type { Database } from './database';
import type { Folders } from './folders';
import { naturalSortKey } from './naturalSort';
import type { Search } from './search';

/** A stored file as far as a scan compares it. */
export interface KnownFile {
  readonly id: AssetId;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly error: AssetError | null;
}

export interface AssetChanges {
  readonly upserts: readonly ScannedFile[];
  readonly removals: readonly AssetId[];
}

type StoredValues = ReturnType<typeof scannedToColumns> & {
  readonly folder_id: number;
  readonly sort_name: string;
  readonly created_at: number;
  readonly updated_at: number;
};

/** The table `media_assets`. A file keeps its id and `created_at` for as long as its path is known. */
export type Assets = ReturnType<typeof openAssets>;

export function openAssets(database: Database, folders: Folders, search: Search) {
  const selectIn = database.prepare<
    [folderId: number],
    Pick<AssetRow, 'name' | 'id' | 'file_size' | 'modified_at' | 'error_code' | 'error_message'>
  >(
    'SELECT name, id, file_size, modified_at, error_code, error_message FROM media_assets WHERE folder_id = ?',
  );
  const selectByIds = database.prepare<[idsAsJson: string], AssetRow>(
    'SELECT * FROM assets WHERE id IN (SELECT value FROM json_each(?))',
  );
  const selectByPath = database.prepare<[filePath: string], AssetRow>(
    'SELECT * FROM assets WHERE file_path = ?',
  );
  const selectId = database.pluck<[filePath: string], AssetId>(
    'SELECT id FROM media_assets WHERE file_path = ?',
  );
  const selectLastStamp = database.pluck<[], number | null>('SELECT max(updated_at) FROM media_assets');

  const columns = database.pluck<[], string>("SELECT name FROM pragma_table_info('media_assets')").all();
  const inserted = columns.filter((name) => name !== 'id');
  const insert = database.prepare<[StoredValues], never>(
    `INSERT INTO media_assets (${inserted.join(', ')}) VALUES (${inserted.map((name) => `@${name}`).join(', ')})`,
  );
  // What follows from the path stays, and so do the index entries for it.
  const kept = new Set(['id', 'created_at', 'file_path', 'name', 'sort_name']);
  const updated = columns.filter((name) => !kept.has(name));
  const update = database.prepare<[StoredValues & { id: AssetId }], never>(
    `UPDATE media_assets SET ${updated.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`,
  );
  const remove = database.prepare<[AssetId], never>('DELETE FROM media_assets WHERE id = ?');
  const removeBelow = database.prepare<[{ root: string; path: string }], never>(
    `DELETE FROM media_assets WHERE folder_id IN (
       SELECT id FROM folders
       WHERE root = @root AND (@path = '' OR path = @path OR path > @path || '/' AND path < @path || '0'))`,
  );
  const removeForeign = database.prepare<[rootsAsJson: string], never>(
    `DELETE FROM media_assets WHERE folder_id IN (
       SELECT id FROM folders WHERE root NOT IN (SELECT value FROM json_each(?)))`,
  );

  let lastStamp = 0;
  /** Strictly rising, whatever the clock does, so that `updated_at` tells what changed since another change. */
  function nextStamp(): number {
    lastStamp = Math.max(Date.now(), lastStamp + 1, (selectLastStamp.get() ?? 0) + 1);
    return lastStamp;
  }

  function upsert(file: ScannedFile, stamp: number): 'added' | 'updated' {
    const values: StoredValues = {
      ...scannedToColumns(file),
      folder_id: folders.ensure(file.root, file.folder),
      sort_name: naturalSortKey(file.name),
      created_at: stamp,
      updated_at: stamp,
    };
    const id = selectId.get(file.filePath);
    if (id === undefined) {
      search.add(insert.run(values).insertedId, file);
      return 'added';
    }
    update.run({ ...values, id });
    search.update(id, file);
    return 'updated';
  }

  return {
    /** The files directly in this folder, by name. */
    filesIn(root: string, folder: string): Map<string, KnownFile> {
      const folderId = folders.idOf(root, folder);
      const rows = folderId === null ? [] : selectIn.all(folderId);
      return new Map(
        rows.map((row) => [
          row.name,
          { id: row.id, sizeBytes: row.file_size, modifiedAtMs: row.modified_at, error: errorOfRow(row) },
        ]),
      );
    },

    /** Names of the direct subfolders that hold assets at any depth. */
    subfoldersOf: (root: string, folder: string): string[] => folders.subfolderNames(root, folder),

    /** One transaction. Removing an unknown id does nothing. */
    apply: database.transaction(({ upserts, removals }: AssetChanges) => {
      const done = { added: 0, updated: 0, removed: 0 };
      for (const id of removals) done.removed += remove.run(id).changes;
      const stamp = nextStamp();
      for (const file of upserts) done[upsert(file, stamp)]++;
      return done;
    }),

    /** Removes a folder's assets at any depth; answers how many. */
    removeFolder: (root: string, folder: string): number => removeBelow.run({ root, path: folder }).changes,

    /** Removes the assets of every other root; answers how many. */
    removeOtherRoots: (roots: readonly string[]): number => removeForeign.run(JSON.stringify(roots)).changes,

    /** In the order asked for, without those that do not exist. */
    get(ids: readonly AssetId[]): Asset[] {
      const rows = new Map(selectByIds.all(JSON.stringify(ids)).map((row) => [row.id, row]));
      return ids.flatMap((id) => {
        const row = rows.get(id);
        return row === undefined ? [] : [assetOfRow(row)];
      });
    },

    find(filePath: string): Asset | null {
      const row = selectByPath.get(filePath);
      return row === undefined ? null : assetOfRow(row);
    },

    clear: () => clearTables(database),
  };
}

/**
 * Empties the tables at once: SQLite truncates a table that no trigger and no foreign key watches, while row by row
 * 100,000 assets take seconds.
 */
function clearTables(database: Database): void {
  const watchers = database.pluck<[], string>(
    "SELECT sql FROM sqlite_schema WHERE name IN ('media_assets_deleted', 'folders_deleted', 'asset_search')",
  );
  const empty = database.transaction(() => {
    const dropped = watchers.all();
    database.execute(`
      DROP TRIGGER media_assets_deleted;
      DROP TRIGGER folders_deleted;
      DROP TABLE asset_search;
      DELETE FROM media_assets;
      DELETE FROM folders;
      DELETE FROM tallies;
    `);
    for (const sql of dropped) database.execute(sql);
  });
  database.pragma('foreign_keys = OFF');
  try {
    empty();
  } finally {
    database.pragma('foreign_keys = ON');
  }
}
