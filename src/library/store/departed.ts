import type { AssetId } from '../model';
import type { Database } from './database';

/** What tells whether two files are the same asset, and which of several is the likelier one. */
export interface Likeness {
  readonly file_path: string;
  readonly root: string;
  readonly folder: string;
  readonly name: string;
  readonly fingerprint: string | null;
  readonly file_size: number;
  readonly kind: string;
  readonly codec: string | null;
  readonly duration: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly modified_at: number;
}

export interface Remembered {
  readonly id: AssetId;
  readonly createdAt: number;
  readonly filePath: string;
  readonly departedAt: number;
}

/*
 * A plus stands before every value that a join is asked with: else SQLite plans the statement anew for each value, which
 * takes ten times as long as running it.
 */

/** A fingerprint covers samples of a file only, so what the readers found must agree as well. */
export const isConfirmed = `fingerprint = +@fingerprint AND file_size = +@file_size AND kind = +@kind AND codec IS +@codec
  AND duration IS +@duration AND width IS +@width AND height IS +@height`;

/** The likeliest first: same name, then same folder, then same time of modification. */
export const likeliest = `name = +@name DESC, (root = +@root AND folder = +@folder) DESC, modified_at = +@modified_at DESC`;

/** The table `departed_assets`: a small trace of files that have gone, for as long as they may come back. */
export type Departed = ReturnType<typeof openDeparted>;

export function openDeparted(database: Database) {
  const selectAny = database.pluck<[], number>('SELECT 1 FROM departed_assets LIMIT 1');
  const columns = `id, file_path, root, folder, name, fingerprint, file_size, kind, codec, duration, width, height,
    modified_at, created_at`;
  const insertWhere = (condition: string) =>
    `INSERT INTO departed_assets (${columns}, departed_at) SELECT ${columns}, @stamp FROM assets WHERE ${condition}`;
  const insert = database.prepare<[{ id: AssetId; stamp: number }], never>(insertWhere('id = +@id'));
  const insertAll = database.prepare<[{ stamp: number }], never>(insertWhere('TRUE'));
  const remembered = 'id, created_at AS createdAt, file_path AS filePath, departed_at AS departedAt';
  const selectAlike = database.prepare<[Likeness], Remembered>(
    `SELECT ${remembered} FROM departed_assets WHERE ${isConfirmed}
     ORDER BY ${likeliest}, departed_at DESC, id LIMIT 1`,
  );
  const selectAtPath = database.prepare<[filePath: string], Remembered>(
    `SELECT ${remembered} FROM departed_assets WHERE file_path = ?
     ORDER BY departed_at DESC, id LIMIT 1`,
  );
  const remove = database.prepare<[id: AssetId], never>('DELETE FROM departed_assets WHERE id = ?');
  const selectOld = database.pluck<[beforeMs: number, limit: number], AssetId>(
    'SELECT id FROM departed_assets WHERE departed_at < ? ORDER BY departed_at LIMIT ?',
  );

  return {
    isEmpty: (): boolean => selectAny.get() === undefined,

    /** Remembers an asset that is about to go. */
    remember: (id: AssetId, stamp: number): void => void insert.run({ id, stamp }),
    rememberAll: (stamp: number): void => void insertAll.run({ stamp }),

    /** Takes the asset out that this file is: one of the same content, else the one that was at this very path. */
    takeBack(file: Likeness): Remembered | null {
      const alike = file.fingerprint === null ? undefined : selectAlike.get(file);
      const found = alike ?? selectAtPath.get(file.file_path);
      if (found === undefined) return null;
      remove.run(found.id);
      return found;
    },

    /** The oldest of those that departed before; they are gone then. */
    takeOld(beforeMs: number, limit: number): AssetId[] {
      const ids = selectOld.all(beforeMs, limit);
      for (const id of ids) remove.run(id);
      return ids;
    },
  };
}
