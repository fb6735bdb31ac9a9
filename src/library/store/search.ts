import type { AssetId } from '../model';
import type { ScannedFile } from './columns';
import type { Database } from './database';
import { fold } from './fold';

/** What a search compares: words to find by index, and those too short for it. */
export interface SearchTerms {
  /** An FTS5 expression; null when every word is short. */
  readonly match: string | null;
  readonly shortWords: readonly string[];
}

/** The index of three-letter sequences cannot find less. */
const indexedLength = 3;

/** Null for a text without words. Any text is safe: words reach FTS5 as quoted strings only. */
export function searchTerms(text: string): SearchTerms | null {
  const words = [...new Set(fold(text).split(/[\s\p{Cc}]+/u))].filter((word) => word !== '');
  if (words.length === 0) return null;
  const isLong = (word: string) => Array.from(word).length >= indexedLength;
  const quoted = words.filter(isLong).map((word) => `"${word.replaceAll('"', '""')}"`);
  return {
    match: quoted.length === 0 ? null : quoted.join(' '),
    shortWords: words.filter((word) => !isLong(word)),
  };
}

/** The full-text index over names, folders and tags. Rows go, by trigger, with their asset. */
export type Search = ReturnType<typeof openSearch>;

export function openSearch(database: Database) {
  const insert = database.prepare<[id: AssetId, text: string], never>(
    'INSERT INTO asset_search (rowid, text) VALUES (?, ?)',
  );
  const update = database.prepare<[{ id: AssetId; text: string }], never>(
    'UPDATE asset_search SET text = @text WHERE rowid = @id AND text <> @text',
  );
  return {
    add(id: AssetId, file: ScannedFile): void {
      insert.run(id, searchedText(file));
    },
    update(id: AssetId, file: ScannedFile): void {
      update.run({ id, text: searchedText(file) });
    },
  };
}

/** The name first, and one line each, so that no word matches across two of them: a word holds no line break. */
function searchedText({ name, folder, facts }: ScannedFile): string {
  const lines = [name, folder, facts.tagTitle, facts.artist, facts.album].filter(
    (line) => line !== null && line !== '',
  );
  return fold(lines.join('\n').replaceAll('\0', ' '));
}
