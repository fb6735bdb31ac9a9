import type { AssetId } from '../model';
import type { ScannedFile } from './columns';
import type { Database } from './database';
import { fold } from './fold';

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
