import type { AssetId } from '../model';
import type { scannedToColumns } from './columns';
import type { Counted } from './counts';
import type { Database } from './database';
import { isConfirmed, likeliest, type Likeness } from './departed';
import { isAtOrBelow } from './folders';

/** All columns of `media_assets`. */
export type StoredValues = ReturnType<typeof scannedToColumns> & {
  readonly id: AssetId;
  readonly folder_id: number;
  readonly sort_name: string;
  readonly created_at: number;
  readonly updated_at: number;
};

/** A row as far as its departure asks for it. */
interface Stored extends Likeness {
  readonly id: AssetId;
  readonly folder_id: number;
  readonly format: string;
  readonly error_code: string | null;
  readonly created_at: number;
}

/** Writes the table `media_assets`, one row at a time. To be used inside transactions. */
export type Rows = ReturnType<typeof openRows>;

export function openRows(database: Database) {
  const stored = `SELECT id, file_path, root, folder, folder_id, name, fingerprint, file_size, kind, format, codec, duration,
    width, height, modified_at, created_at, error_code FROM assets`;
  const selectByPath = database.prepare<[filePath: string], Counted & { readonly id: AssetId }>(
    `SELECT id, folder_id AS folderId, kind, format, codec, error_code AS errorCode, file_size AS bytes
     FROM media_assets WHERE file_path = ?`,
  );
  const selectById = database.prepare<[id: AssetId], Stored>(`${stored} WHERE id = +?`);
  const selectArrived = database.pluck<[Likeness & { id: AssetId; sinceMs: number }], AssetId>(
    `SELECT id FROM assets WHERE ${isConfirmed} AND +id > +@id AND created_at >= +@sinceMs
     ORDER BY ${likeliest}, id LIMIT 1`,
  );
  const selectAny = database.pluck<[], number>('SELECT 1 FROM media_assets LIMIT 1');
  const selectBelow = database.pluck<[{ root: string; path: string; limit: number }], AssetId>(
    `SELECT id FROM media_assets WHERE folder_id IN (SELECT id FROM folders WHERE ${isAtOrBelow}) LIMIT @limit`,
  );
  const selectForeign = database.pluck<[rootsAsJson: string, limit: number], AssetId>(
    `SELECT id FROM media_assets WHERE folder_id IN (
       SELECT id FROM folders WHERE root NOT IN (SELECT value FROM json_each(?))) LIMIT ?`,
  );

  const columns = database.pluck<[], string>("SELECT name FROM pragma_table_info('media_assets')").all();
  const insert = database.prepare<[StoredValues], never>(
    `INSERT INTO media_assets (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  // What follows from the path stays, and so do the index entries for it.
  const kept = new Set(['id', 'created_at', 'file_path', 'name', 'sort_name']);
  const updated = columns.filter((name) => !kept.has(name));
  const update = database.prepare<[StoredValues], never>(
    `UPDATE media_assets SET ${updated.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`,
  );
  const rename = database.prepare<
    [{ readonly from: AssetId; readonly id: AssetId; readonly createdAt: number; readonly stamp: number }],
    never
  >('UPDATE media_assets SET id = @id, created_at = @createdAt, updated_at = @stamp WHERE id = @from');
  const remove = database.prepare<[id: AssetId], never>('DELETE FROM media_assets WHERE id = ?');

  return {
    areNone: (): boolean => selectAny.get() === undefined,
    atPath: (filePath: string) => selectByPath.get(filePath),
    byId: (id: AssetId): Stored | null => selectById.get(id) ?? null,

    /** The asset that the same content became under another path since then; see `changes.ts`. */
    arrivedOf(gone: Stored, sinceMs: number): AssetId | null {
      return gone.fingerprint === null ? null : (selectArrived.get({ ...gone, sinceMs }) ?? null);
    },

    idsBelow: (root: string, folder: string, limit: number) => selectBelow.all({ root, path: folder, limit }),
    idsOfOtherRoots: (roots: readonly string[], limit: number) =>
      selectForeign.all(JSON.stringify(roots), limit),

    insert: (values: StoredValues): void => void insert.run(values),
    update: (values: StoredValues): void => void update.run(values),
    /** Gives a row the id and the age of another, which must be gone. */
    rename: (change: Parameters<typeof rename.run>[0]): void => void rename.run(change),
    remove: (id: AssetId): void => void remove.run(id),
  };
}

export function countedOf(
  row: Pick<Stored, 'folder_id' | 'kind' | 'format' | 'codec' | 'error_code' | 'file_size'>,
): Counted {
  return {
    folderId: row.folder_id,
    kind: row.kind,
    format: row.format,
    codec: row.codec,
    errorCode: row.error_code,
    bytes: row.file_size,
  };
}
