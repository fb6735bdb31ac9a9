import type { AssetId } from '../model';
import { scannedToColumns, type ScannedFile } from './columns';
import type { Counts } from './counts';
import type { Database } from './database';
import type { Departed } from './departed';
import type { Folders } from './folders';
import type { Indexes } from './indexes';
import { naturalSortKey } from './naturalSort';
import { countedOf, type Rows, type StoredValues } from './rows';
import type { Search } from './search';
import type { State } from './state';

/*
 * How the library is changed
 * ==========================
 * A batch is one transaction. Rows are written one by one; what follows from them (counts, texts in the index) once, at
 * its end.
 *
 * A file that departs is remembered, and an asset lives on, with its id and `created_at`, when
 *  - its path arrives again: it is the file that departed from there, unless the content is that of another departed one;
 *  - its content arrives under an unknown path after it departed (the move is seen as departure, then arrival);
 *  - it departs after its content arrived under an unknown path (the move is seen the other way round): then the row made
 *    for the arrival goes. Only arrivals since `movesSinceMs` count, an older one is a copy.
 * The same content is: the same fingerprint, and the same size, kind, codec, duration and dimensions. Files without a
 * fingerprint are known by their path alone.
 */

/** What came of one change. `moved`: an asset lives on that was known under another path until now, not long ago. */
export type Arrival = 'added' | 'updated' | 'moved';
export type Departure = 'removed' | 'moved';

export interface AssetChanges {
  readonly upserts: readonly ScannedFile[];
  /** Absolute paths of files that are gone, and not ids: an asset may have moved on meanwhile. Unknown ones count as removed. */
  readonly departures: readonly string[];
  /** Epoch milliseconds; what arrived since may be the other half of a departure. */
  readonly movesSinceMs: number;
}

/** How many changes came to what; a move counts once, whether its arrival or its departure came last. */
export interface Totals {
  readonly added: number;
  readonly updated: number;
  readonly moved: number;
  readonly removed: number;
}

export interface Outcome extends Totals {
  /** In the order of what was given; departures are dealt with first. */
  readonly arrivals: readonly Arrival[];
  readonly departures: readonly Departure[];
}

export type Changes = ReturnType<typeof openChanges>;

export function openChanges(
  database: Database,
  parts: {
    readonly state: State;
    readonly folders: Folders;
    readonly counts: Counts;
    readonly departed: Departed;
    readonly search: Search;
    readonly indexes: Indexes;
    readonly rows: Rows;
  },
) {
  const { state, folders, counts, departed, search, indexes, rows } = parts;

  function beginBatch(movesSinceMs: number) {
    const stamp = state.nextStamp();
    let { lastId } = state.read();
    const counted = counts.begin();
    const renewed: AssetId[] = [];
    const replaced: AssetId[] = [];
    const folderIds = new Map<string, number>();
    let nothingDeparted = departed.isEmpty();

    function folderIdOf({ root, folder }: ScannedFile): number {
      const key = `${root}\0${folder}`;
      const id = folderIds.get(key) ?? folders.ensure(root, folder);
      folderIds.set(key, id);
      return id;
    }

    return {
      arrive(file: ScannedFile): Arrival {
        const known = rows.atPath(file.filePath);
        const content = scannedToColumns(file);
        const returned = known !== undefined || nothingDeparted ? null : departed.takeBack(content);
        const values: StoredValues = {
          ...content,
          id: known?.id ?? returned?.id ?? ++lastId,
          folder_id: folderIdOf(file),
          sort_name: naturalSortKey(file.name),
          created_at: returned?.createdAt ?? stamp,
          updated_at: stamp,
        };
        counted.add(countedOf(values));
        if (known === undefined) {
          rows.insert(values);
          if (returned === null) return 'added';
          renewed.push(returned.id);
          const wasElsewhere = returned.filePath !== file.filePath;
          return wasElsewhere && returned.departedAt >= movesSinceMs ? 'moved' : 'added';
        }
        counted.remove(known);
        rows.update(values);
        renewed.push(known.id);
        return 'updated';
      },

      /** Null when there is no such asset. */
      depart(id: AssetId): Departure | null {
        const gone = rows.byId(id);
        if (gone === null) return null;
        counted.remove(countedOf(gone));
        const arrived = rows.arrivedOf(gone, movesSinceMs);
        if (arrived === null) {
          departed.remember(id, stamp);
          nothingDeparted = false;
          rows.remove(id);
          return 'removed';
        }
        rows.remove(id);
        rows.rename({ from: arrived, id, createdAt: gone.created_at, stamp });
        renewed.push(id);
        replaced.push(arrived);
        return 'moved';
      },

      finish(): void {
        counted.write();
        state.setLastId(lastId);
        // Last, since every statement after a change of the index flushes it.
        search.remove(replaced);
        search.renew(renewed);
      },
    };
  }

  function departAll(ids: readonly AssetId[], movesSinceMs: number): { removed: number; moved: number } {
    if (ids.length === 0) return { removed: 0, moved: 0 };
    indexes.createForMoves();
    const batch = beginBatch(movesSinceMs);
    const { removed, moved } = totalsOf(ids.flatMap((id) => batch.depart(id) ?? []));
    batch.finish();
    return { removed, moved };
  }

  return {
    apply: database.transaction(({ upserts, departures, movesSinceMs }: AssetChanges): Outcome => {
      // Moves are looked up by an index; and what is filled for the first time is filled without.
      if (departures.length > 0) indexes.createForMoves();
      else if (rows.areNone()) indexes.drop();
      const batch = beginBatch(movesSinceMs);
      const gone = departures.map((path) => {
        const known = rows.atPath(path);
        return (known && batch.depart(known.id)) ?? 'removed';
      });
      const arrivals = upserts.map((file) => batch.arrive(file));
      batch.finish();
      return { ...totalsOf([...gone, ...arrivals]), arrivals, departures: gone };
    }),

    /**
     * To be called when a scan is over: an empty library is filled without most of its indexes, which makes the first
     * fill several times quicker and everything else slower. Does nothing where they are; a million assets take seconds.
     */
    finishFill: (): void => indexes.create(),

    /** Lets up to `limit` of a folder's assets, at any depth, depart. Answers with zeros when none is left. */
    departFolder: database.transaction((root: string, folder: string, limit: number, movesSinceMs: number) =>
      departAll(rows.idsBelow(root, folder, limit), movesSinceMs),
    ),

    /** Lets up to `limit` assets of every other root depart. Answers with zeros when none is left. */
    departOtherRoots: database.transaction((roots: readonly string[], limit: number, movesSinceMs: number) =>
      departAll(rows.idsOfOtherRoots(roots, limit), movesSinceMs),
    ),

    /** Forgets up to `limit` of those that departed before that; answers how many. */
    forgetDeparted: database.transaction((beforeMs: number, limit: number): number => {
      const ids = departed.takeOld(beforeMs, limit);
      search.remove(ids);
      return ids.length;
    }),

    /**
     * Lets all assets depart at once, so that a scan fills the library anew: ids, and what later hangs on them, come back
     * with it.
     */
    clear: database.transaction((): void => {
      departed.rememberAll(state.nextStamp());
      indexes.drop();
      search.clear();
      database.execute('DELETE FROM media_assets; DELETE FROM folders; DELETE FROM tallies;');
      state.setIndexedUpTo(0);
    }),
  };
}

function totalsOf(outcomes: readonly (Arrival | Departure)[]): Totals {
  const totals = { added: 0, updated: 0, moved: 0, removed: 0 };
  for (const outcome of outcomes) totals[outcome]++;
  return totals;
}
