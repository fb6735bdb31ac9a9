import type { Database } from './database';
import { naturalSortPathKey } from './naturalSort';

/** A folder below another, with the assets anywhere in it. */
export interface Subfolder {
  readonly path: string;
  readonly name: string;
  readonly count: number;
}

/** Holds for a folder itself and all below it; `/` is followed by `0` in the order of texts. */
export const isAtOrBelow = `root = @root AND (@path = '' OR path = @path OR path > @path || '/' AND path < @path || '0')`;

/** The table `folders`. Rows come before their first asset and go with their last. */
export type Folders = ReturnType<typeof openFolders>;

export function openFolders(database: Database) {
  const selectId = database.pluck<[root: string, path: string], number>(
    'SELECT id FROM folders WHERE root = ? AND path = ?',
  );
  const insert = database.prepare<
    [root: string, path: string, parentId: number | null, sortPath: string],
    never
  >('INSERT INTO folders (root, path, parent_id, sort_path) VALUES (?, ?, ?, ?)');
  const updateCount = database.prepare<[change: number, id: number], never>(
    'UPDATE folders SET asset_count = asset_count + ? WHERE id = ?',
  );
  const selectEmpty = database.pluck<[id: number], number | null>(
    `SELECT parent_id FROM folders folder WHERE id = ? AND asset_count = 0
       AND NOT EXISTS (SELECT 1 FROM folders child WHERE child.parent_id = folder.id)`,
  );
  const remove = database.prepare<[id: number], never>('DELETE FROM folders WHERE id = ?');
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

    count: (id: number, change: number): void => void updateCount.run(change, id),

    /** Removes those without assets and subfolders, and then perhaps the ones above them. */
    removeEmpty(ids: Iterable<number>): void {
      for (const each of ids) {
        let id: number | null = each;
        while (id !== null) {
          const parentId: number | null | undefined = selectEmpty.get(id);
          if (parentId === undefined) break;
          remove.run(id);
          id = parentId;
        }
      }
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
