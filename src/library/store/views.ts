import {
  assetKinds,
  LibraryError,
  type Asset,
  type AssetId,
  type AssetQuery,
  type ViewState,
} from '../model';
import type { Assets } from './assets';
import type { Database } from './database';
import { fold } from './fold';
import { orderBy } from './order';
import { searchTerms } from './search';

export interface Views {
  openView(query: AssetQuery): ViewState;
  /** Closing an unknown view does nothing. */
  closeView(viewId: number): void;
  /** Row n of the answer is row `offset + n` of the view. All of these throw `view-unknown`. */
  viewRows(viewId: number, offset: number, count: number): { version: number; total: number; rows: Asset[] };
  viewIds(viewId: number, offset: number, count: number): { version: number; ids: AssetId[] };
  /** For each id its place in the view, or null. */
  locateInView(viewId: number, ids: readonly AssetId[]): { version: number; indices: (number | null)[] };
  /** The place of the first row at or after `from`, going round, whose file name begins so; case and accents do not count. */
  findByName(viewId: number, namePrefix: string, from: number): { version: number; index: number | null };
  /** Runs the queries again; answers with the views whose order or rows are no longer what they were. */
  refreshViews(): ViewState[];
}

/** An open query. It holds the ids of its rows and nothing else of them. */
interface View {
  readonly run: () => Uint32Array;
  ids: Uint32Array;
  /** The last `updated_at` there was when it ran. */
  stamp: number;
  version: number;
}

export function openViews(database: Database, assets: Assets): Views {
  const views = new Map<number, View>();
  let lastViewId = 0;
  const selectLastStamp = database.pluck<[], number | null>('SELECT max(updated_at) FROM media_assets');
  const selectChanged = database.pluck<[sinceStamp: number], AssetId>(
    'SELECT id FROM media_assets WHERE updated_at > ?',
  );
  const selectNamed = database.pluck<[foldedPrefix: string], AssetId>(
    'SELECT rowid FROM asset_search WHERE instr(text, ?) = 1',
  );
  const lastStamp = () => selectLastStamp.get() ?? 0;

  function viewOf(viewId: number): View {
    const view = views.get(viewId);
    if (view === undefined) throw new LibraryError('view-unknown', 'This view is no longer open.');
    return view;
  }

  const stateOf = (viewId: number, { version, ids }: View): ViewState => ({
    viewId,
    version,
    total: ids.length,
  });

  /** Says whether the view is another now. */
  function refresh(view: View): boolean {
    // The stamp is read first: what another process writes meanwhile is then reported twice, not missed.
    const stamp = lastStamp();
    const changed = new Set(selectChanged.all(view.stamp));
    const ids = view.run();
    view.stamp = stamp;
    if (isSame(ids, view.ids) && !ids.some((id) => changed.has(id))) return false;
    view.ids = ids;
    view.version++;
    return true;
  }

  return {
    openView(query) {
      const run = prepareQuery(database, query);
      const view: View = { run, stamp: lastStamp(), ids: run(), version: 1 };
      views.set(++lastViewId, view);
      return stateOf(lastViewId, view);
    },

    closeView(viewId) {
      views.delete(viewId);
    },

    viewRows(viewId, offset, count) {
      const view = viewOf(viewId);
      const read = () => assets.get([...view.ids.subarray(offset, offset + count)]);
      let rows = read();
      if (rows.length < Math.min(count, Math.max(0, view.ids.length - offset))) {
        // Some of them were removed since the last refresh, so the places have moved.
        refresh(view);
        rows = read();
      }
      return { version: view.version, total: view.ids.length, rows };
    },

    viewIds(viewId, offset, count) {
      const { version, ids } = viewOf(viewId);
      return { version, ids: [...ids.subarray(offset, offset + count)] };
    },

    locateInView(viewId, wanted) {
      const { version, ids } = viewOf(viewId);
      const places = new Map<AssetId, number | null>(wanted.map((id) => [id, null]));
      ids.forEach((id, index) => {
        if (places.has(id)) places.set(id, index);
      });
      return { version, indices: wanted.map((id) => places.get(id) ?? null) };
    },

    findByName(viewId, namePrefix, from) {
      const { version, ids } = viewOf(viewId);
      const named = new Set(selectNamed.all(fold(namePrefix)));
      const after = ids.subarray(from).findIndex((id) => named.has(id));
      if (after >= 0) return { version, index: from + after };
      const before = ids.subarray(0, from).findIndex((id) => named.has(id));
      return { version, index: before >= 0 ? before : null };
    },

    refreshViews() {
      return [...views].filter(([, view]) => refresh(view)).map(([viewId, view]) => stateOf(viewId, view));
    },
  };
}

const isSame = (a: Uint32Array, b: Uint32Array) => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
const bytesOf = (ids: Uint32Array) => Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);

function prepareQuery(database: Database, { search, kinds, sort }: AssetQuery): () => Uint32Array {
  const terms = searchTerms(search);
  const found = ['SELECT rowid FROM asset_search WHERE TRUE'];
  const conditions = ['TRUE'];
  const values: string[] = [];
  if (kinds.length > 0 && kinds.length < assetKinds.length) {
    conditions.push('a.kind IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(kinds));
  }
  if (terms !== null) {
    if (terms.match !== null) {
      found.push('asset_search MATCH ?');
      values.push(terms.match);
    }
    for (const word of terms.words) {
      found.push('instr(text, ?)');
      values.push(word);
    }
    conditions.push(`a.id IN (${found.join(' AND ')})`);
  }
  const folders = sort.field === 'folder' ? 'JOIN folders f ON f.id = a.folder_id' : '';
  // One text is several times quicker to hand over than a hundred thousand rows.
  const select = database.pluck<string[], string>(
    `SELECT json_group_array(id) FROM (
       SELECT a.id FROM media_assets a ${folders} WHERE ${conditions.join(' AND ')} ORDER BY ${orderBy(sort)})`,
  );
  // The cast holds because SQLite itself wrote the list.
  return () => Uint32Array.from(JSON.parse(select.get(...values) ?? '[]') as number[]);
}
