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
import { searchedTexts, searchTerms } from './search';
import type { State } from './state';

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
  /** The last stamp there was when it ran. */
  stamp: number;
  version: number;
}

export function openViews(database: Database, state: State, assets: Assets): Views {
  const views = new Map<number, View>();
  let lastViewId = 0;
  const selectChanged = database.pluck<[{ since: number }], string>(
    `SELECT json_group_array(id) FROM (
       SELECT id FROM media_assets WHERE updated_at > @since
       UNION ALL
       SELECT id FROM media_assets WHERE folder_id IN (SELECT id FROM folders WHERE marked_at > @since))`,
  );
  const selectNamed = database.pluck<[{ prefix: string }], AssetId>(
    `SELECT rowid FROM ${searchedTexts.indexed} WHERE instr(text, @prefix) = 1
     UNION ALL SELECT rowid FROM ${searchedTexts.waiting} WHERE instr(text, @prefix) = 1`,
  );
  const lastStamp = () => state.read().lastStamp;

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
    if (stamp === view.stamp) return false;
    const ids = view.run();
    const since = view.stamp;
    view.stamp = stamp;
    if (isSame(ids, view.ids) && !hasCommon(ids, idsIn(selectChanged.get({ since })))) return false;
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
      const named = new Set(selectNamed.all({ prefix: fold(namePrefix) }));
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

/** As SQLite lists them: one text is several times quicker to hand over than a hundred thousand rows. */
function idsIn(json: string | undefined): Uint32Array {
  // The cast holds because SQLite itself wrote the list.
  return Uint32Array.from(JSON.parse(json ?? '[]') as number[]);
}

/** With one bit for each id there may be: a set of a million numbers takes some 40 MB. */
function hasCommon(ids: Uint32Array, others: Uint32Array): boolean {
  if (others.length === 0) return false;
  const isOther = new Uint8Array((others.reduce((max, id) => Math.max(max, id), 0) >> 3) + 1);
  for (const id of others) isOther[id >> 3] = (isOther[id >> 3] ?? 0) | (1 << (id & 7));
  return ids.some((id) => ((isOther[id >> 3] ?? 0) & (1 << (id & 7))) !== 0);
}

function prepareQuery(database: Database, { search, kinds, sort }: AssetQuery): () => Uint32Array {
  const terms = searchTerms(search);
  const conditions = ['TRUE'];
  const values: Record<string, string> = {};
  if (kinds.length > 0 && kinds.length < assetKinds.length) {
    conditions.push('a.kind IN (SELECT value FROM json_each(@kinds))');
    values['kinds'] = JSON.stringify(kinds);
  }
  if (terms !== null) {
    terms.words.forEach((word, index) => (values[`word${index}`] = word));
    if (terms.match !== null) values['match'] = terms.match;
    const hasWords = terms.words.map((_, index) => `instr(text, @word${index})`).join(' AND ');
    const isCandidate = terms.match === null ? 'TRUE' : 'asset_search MATCH @match';
    conditions.push(
      `a.id IN (SELECT rowid FROM ${searchedTexts.indexed} WHERE ${isCandidate} AND ${hasWords}
                UNION ALL SELECT rowid FROM ${searchedTexts.waiting} WHERE ${hasWords})`,
    );
  }
  const folders = sort.field === 'folder' ? 'JOIN folders f ON f.id = a.folder_id' : '';
  const select = database.pluck<[Record<string, string>], string>(
    `SELECT json_group_array(id) FROM (
       SELECT a.id FROM media_assets a ${folders} WHERE ${conditions.join(' AND ')} ORDER BY ${orderBy(sort)})`,
  );
  return () => idsIn(select.get(values));
}
