import type { AssetKind, GroupField, LibraryStats } from '../model';
import type { Database } from './database';
import type { State } from './state';

interface Totals {
  readonly assets: number;
  readonly bytes: number;
  readonly problems: number;
}

/** The table `tallies`, kept by `counts.ts`: at most some hundred rows, whatever the size of the library. */
export type Tallies = ReturnType<typeof openTallies>;

export function openTallies(database: Database, state: State) {
  const totals = 'total(assets) AS assets, total(bytes) AS bytes, total(assets * problem) AS problems';
  const selectTotals = database.prepare<[], Totals>(`SELECT ${totals} FROM tallies`);
  const selectGroups = {
    kind: groupsBy('kind'),
    format: groupsBy('format'),
    codec: groupsBy('codec'),
  };
  const selectMissing = database.pluck<[], number>(
    'SELECT total(asset_count) FROM folders WHERE missing_since IS NOT NULL',
  );

  function groupsBy(field: GroupField) {
    return database.prepare<[], { value: string; count: number }>(
      `SELECT ${field} AS value, total(assets) AS count FROM tallies GROUP BY ${field} HAVING count > 0`,
    );
  }

  const groups = (by: GroupField) => selectGroups[by].all();

  return {
    /** The values that occur, with their number of assets, in no useful order. No codec is `''`. */
    groups,

    stats(): LibraryStats {
      const all = selectTotals.get() ?? { assets: 0, bytes: 0, problems: 0 };
      const counts = new Map(groups('kind').map(({ value, count }) => [value, count]));
      const countOf = (kind: AssetKind) => counts.get(kind) ?? 0;
      return {
        total: all.assets,
        byKind: { image: countOf('image'), video: countOf('video'), audio: countOf('audio') },
        problems: all.problems,
        missing: selectMissing.get() ?? 0,
        totalBytes: all.bytes,
        lastScanAtMs: state.lastScanAt(),
      };
    },
  };
}
