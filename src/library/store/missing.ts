import type { Database } from './database';
import { isAtOrBelow } from './folders';
import type { State } from './state';

export interface Missing {
  /**
   * Marks a folder, with `below` also all that are known under it, as one that cannot be read since then (epoch
   * milliseconds), or takes it back (null). One that is marked keeps its first time. Rows, ids and counts of its assets
   * stay. Answers how many assets that concerns anew.
   */
  setMissing(
    root: string,
    folder: string,
    sinceMs: number | null,
    options: { readonly below: boolean },
  ): number;
  /** Whether this very folder is marked. */
  isMissing(root: string, folder: string): boolean;
  /** {@link setMissing} with all below. */
  markMissing(root: string, folder: string, sinceMs: number): number;
  /** Takes back this folder alone: what lies below may still be out of reach. */
  markFound(root: string, folder: string): void;
}

/** The marks in `folders`: a million assets can be missing at the price of their folders. */
export function openMissing(database: Database, state: State): Missing {
  interface Place {
    readonly root: string;
    readonly path: string;
    readonly since: number | null;
  }
  const differs = '(missing_since IS NULL) <> (@since IS NULL)';
  const statements = (where: string) => ({
    any: database.pluck<[Place], number>(`SELECT 1 FROM folders WHERE ${where} AND ${differs} LIMIT 1`),
    count: database.pluck<[Place], number>(
      `SELECT coalesce(sum(asset_count), 0) FROM folders WHERE ${where} AND ${differs}`,
    ),
    update: database.prepare<[Place & { stamp: number }], never>(
      `UPDATE folders SET missing_since = @since, marked_at = @stamp WHERE ${where} AND ${differs}`,
    ),
  });
  const alone = statements('root = @root AND path = @path');
  const withBelow = statements(isAtOrBelow);
  const selectMark = database.pluck<[root: string, path: string], number | null>(
    'SELECT missing_since FROM folders WHERE root = ? AND path = ?',
  );

  const isMissing = (root: string, folder: string) => (selectMark.get(root, folder) ?? null) !== null;

  const setMissing = database.transaction<Parameters<Missing['setMissing']>, number>(
    (root, folder, sinceMs, { below }) => {
      const place = { root, path: folder, since: sinceMs };
      const { any, count, update } = below ? withBelow : alone;
      if (any.get(place) === undefined) return 0;
      const assets = count.get(place) ?? 0;
      update.run({ ...place, stamp: state.nextStamp() });
      return assets;
    },
  );

  return {
    setMissing,
    isMissing,
    markMissing: (root, folder, sinceMs) => setMissing(root, folder, sinceMs, { below: true }),
    markFound(root, folder) {
      if (isMissing(root, folder)) setMissing(root, folder, null, { below: false });
    },
  };
}
