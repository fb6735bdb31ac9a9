import type { Database } from './database';
import { naturalSortPathKey } from './naturalSort';

/** A folder below another, with the assets anywhere in it. */
export interface Subfolder {
  readonly path: string;
  readonly name: string;
  readonly count: number;
}

/** The table `folders`. Rows come before their first asset and go, by triggers, with their last. */
export type Folders = ReturnType<typeof openFolders>;

export function openFolders(database: Database) {
  const selectId = database.pluck<[root: string, path: string], number>(
    'SELECT id FROM folders WHERE root = ? AND path = ?',
  );
  const insert = database.prepare<
    [root: string, path: string, parentId: number | null, sortPath: string],
    never
  >('INSERT INTO folders (root, path, parent_id, sort_path) VALUES (?, ?, ?, ?)');
  const selectCount = database.pluck<[root: string, path: string], number>(
    'SELECT asset_count FROM folders WHERE root = ? AND path = ?',
  );
  const selectChildren = database.prepare<[parentId: number], { path: string; count: number }>(
    `SELECT child.path, child.asset_count + coalesce((
       SELECT sum(below.asset_count) FROM folders below
       WHERE below.root = child.root AND below.path > child.path || '/' AND below.path < child.path || '0'
     ), 0) AS count
     FROM folders child WHERE child.parent_id = ? ORDER BY child.sort_path, child.path`,
  );
  const selectChildPaths = database.pluck<[parentId: number], string>(
    'SELECT path FROM folders WHERE parent_id = ?',
  );
  const sumOfRoot = database.pluck<[root: string], number>(
    'SELECT coalesce(sum(asset_count), 0) FROM folders WHERE root = ?',
  );

  const idOf = (root: string, path: string) => selectId.get(root, path) ?? null;

  return {
    idOf,

    /** The folder's id, after making it and its ancestors where they are missing. */
    ensure(root: string, path: string): number {
      const known = idOf(root, path);
      if (known !== null) return known;
      const parentId =
        path === '' ? null : this.ensure(root, path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      return insert.run(root, path, parentId, naturalSortPathKey(path)).insertedId;
    },

    subfolderNames(root: string, path: string): string[] {
      const id = idOf(root, path);
      return id === null ? [] : selectChildPaths.all(id).map(nameOf);
    },

    /** In natural order. */
    subfolders(root: string, path: string): Subfolder[] {
      const id = idOf(root, path);
      if (id === null) return [];
      return selectChildren.all(id).map((child) => ({ ...child, name: nameOf(child.path) }));
    },

    assetsDirectlyIn: (root: string, path: string) => selectCount.get(root, path) ?? 0,
    assetsAnywhereIn: (root: string) => sumOfRoot.get(root) ?? 0,
  };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
