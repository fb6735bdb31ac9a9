import type { AssetId } from '../model';
import type { Database } from './database';
import { fold } from './fold';
import type { State } from './state';

/** What a search asks for: every word, and an FTS5 expression that narrows down where to look for them. */
export interface SearchTerms {
  readonly words: readonly string[];
  /** Null when every word is too short for the index. */
  readonly match: string | null;
}

/** The index knows which texts hold which three letters in a row; not where. */
const indexedLength = 3;

/** Null for a text without words. Any text is safe: it reaches FTS5 as quoted strings only. */
export function searchTerms(text: string): SearchTerms | null {
  const words = [...new Set(fold(text).split(/[\s\p{Cc}]+/u))].filter((word) => word !== '');
  if (words.length === 0) return null;
  const triples = new Set(words.flatMap(triplesOf));
  const quoted = [...triples].map((triple) => `"${triple.replaceAll('"', '""')}"`);
  return { words, match: quoted.length === 0 ? null : quoted.join(' ') };
}

/** As few as cover the word: the words themselves are compared as well. */
function triplesOf(word: string): string[] {
  const letters = Array.from(word);
  const lastStart = letters.length - indexedLength;
  const count = lastStart < 0 ? 0 : Math.ceil(letters.length / indexedLength);
  return Array.from({ length: count }, (_, index) => {
    const start = Math.min(index * indexedLength, lastStart);
    return letters.slice(start, start + indexedLength).join('');
  });
}

/** The name first, and one line each, so that no word matches across two of them: a word holds no line break. */
const textOfAsset = `searched_text(a.name || iif(f.path = '', '', char(10) || f.path)
  || coalesce(char(10) || nullif(a.tag_title, ''), '') || coalesce(char(10) || nullif(a.artist, ''), '')
  || coalesce(char(10) || nullif(a.album, ''), ''))`;
const assetsWithText = `SELECT a.id AS rowid, ${textOfAsset} AS text FROM media_assets a CROSS JOIN folders f ON f.id = a.folder_id`;

/** As many new assets as a search reads through, beside the index, in a few hundredths of a second. */
const maxUnindexed = 10_000;

/**
 * A FROM clause with the columns `rowid` and `text` of all that can be found now: what is in the index, or what waits for
 * it. Of more than {@link maxUnindexed} that wait, the last are found.
 */
export const searchedTexts = {
  indexed: 'asset_search',
  waiting: `(${assetsWithText} WHERE a.id IN (
    SELECT id FROM media_assets WHERE id > (SELECT indexed_up_to FROM library_state) ORDER BY id DESC LIMIT ${maxUnindexed}))`,
} as const;

/** The full-text index over names, folders and tags. */
export type Search = ReturnType<typeof openSearch>;

export function openSearch(database: Database, state: State) {
  database.define('searched_text', (text) => fold(text.replaceAll('\0', ' ')));
  // One statement for many rows: the index is flushed with each statement.
  const insertNext = database.prepare<[fromId: AssetId, toId: AssetId], never>(
    `INSERT INTO asset_search (rowid, text) ${assetsWithText} WHERE a.id > ? AND a.id <= ?`,
  );
  const insertThese = database.prepare<[idsAsJson: string], never>(
    `INSERT INTO asset_search (rowid, text) ${assetsWithText} WHERE a.id IN (SELECT value FROM json_each(?))`,
  );
  const deleteThese = database.prepare<[idsAsJson: string], never>(
    'DELETE FROM asset_search WHERE rowid IN (SELECT value FROM json_each(?))',
  );
  const selectOutdated = database.pluck<[idsAsJson: string], AssetId>(
    `SELECT now.rowid FROM (${assetsWithText} WHERE a.id IN (SELECT value FROM json_each(?))) now
     LEFT JOIN asset_search old ON old.rowid = now.rowid WHERE old.text IS NOT now.text`,
  );
  const selectNextId = database.pluck<[afterId: AssetId, offset: number], AssetId>(
    'SELECT id FROM media_assets WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?',
  );

  const selectTable = database.pluck<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'asset_search'");

  return {
    /**
     * Takes up to that many new assets into the full-text index and says whether none waits any more. Meanwhile searches
     * find what is indexed and the last {@link maxUnindexed} that wait. An interruption costs what was not committed, and
     * the next call begins with it.
     */
    indexPending: database.transaction((maxRows: number): { readonly isDone: boolean } => {
      const { indexedUpTo, lastId } = state.read();
      const next = selectNextId.get(indexedUpTo, maxRows);
      const upTo = next === undefined ? lastId : next - 1;
      if (upTo > indexedUpTo) {
        insertNext.run(indexedUpTo, upTo);
        state.setIndexedUpTo(upTo);
        state.nextStamp();
      }
      return { isDone: next === undefined };
    }),

    /** Brings the texts of assets up to date that are in the index or came back to the library; those that wait keep waiting. */
    renew(ids: readonly AssetId[]): void {
      const { indexedUpTo } = state.read();
      const indexed = ids.filter((id) => id <= indexedUpTo);
      if (indexed.length === 0) return;
      const outdated = JSON.stringify(selectOutdated.all(JSON.stringify(indexed)));
      deleteThese.run(outdated);
      insertThese.run(outdated);
    },

    remove(ids: readonly AssetId[]): void {
      if (ids.length > 0) deleteThese.run(JSON.stringify(ids));
    },

    /** For assets that all begin anew. */
    clear(): void {
      const sql = selectTable.get();
      if (sql !== undefined) database.execute(`DROP TABLE asset_search; ${sql};`);
    },
  };
}
