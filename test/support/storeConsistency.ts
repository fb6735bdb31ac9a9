import assert from 'node:assert/strict';
import BetterSqlite3 from 'better-sqlite3';
import { fold } from '../../src/library/store/fold';

/** Holds a database against itself: SQLite's own check, and that all that follows from assets really follows from them. */
export function assertConsistent(databaseFile: string): void {
  const sqlite = new BetterSqlite3(databaseFile, { readonly: true });
  const rows = (sql: string) => sqlite.prepare(sql).all();
  try {
    assert.deepEqual(rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
    assert.deepEqual(
      rows('SELECT * FROM tallies ORDER BY kind, format, codec, problem'),
      rows(`SELECT kind, format, coalesce(codec, '') AS codec, error_code IS NOT NULL AS problem, count(*) AS assets,
              sum(file_size) AS bytes
            FROM media_assets GROUP BY kind, format, coalesce(codec, ''), error_code IS NOT NULL ORDER BY 1, 2, 3, 4`),
      'tallies',
    );
    assert.deepEqual(
      rows(
        `SELECT * FROM folders f WHERE asset_count <> (SELECT count(*) FROM media_assets WHERE folder_id = f.id)`,
      ),
      [],
      'folder counts',
    );
    assert.deepEqual(
      rows(
        `SELECT * FROM folders f WHERE asset_count = 0 AND NOT EXISTS (SELECT 1 FROM folders WHERE parent_id = f.id)`,
      ),
      [],
      'empty folders',
    );
    assert.deepEqual(
      rows(`SELECT * FROM folders f WHERE (path = '') <> (parent_id IS NULL)
              OR parent_id NOT IN (SELECT id FROM folders WHERE root = f.root)`),
      [],
      'parents',
    );
    assert.deepEqual(
      rows('SELECT id FROM media_assets WHERE folder_id NOT IN (SELECT id FROM folders)'),
      [],
      'folders of assets',
    );
    assert.deepEqual(
      rows('SELECT id FROM media_assets INTERSECT SELECT id FROM departed_assets'),
      [],
      'two lives',
    );
    assert.deepEqual(
      rows(`SELECT id FROM (SELECT id FROM media_assets UNION ALL SELECT id FROM departed_assets)
            WHERE id > (SELECT last_asset_id FROM library_state)`),
      [],
      'ids that may be given twice',
    );
    assertIndexed(sqlite);
  } finally {
    sqlite.close();
  }
}

function assertIndexed(sqlite: BetterSqlite3.Database): void {
  sqlite.function('text_of', { varargs: true }, (...lines: unknown[]) =>
    fold(
      lines
        .filter((line) => typeof line === 'string' && line !== '')
        .join('\n')
        .replaceAll('\0', ' '),
    ),
  );
  const texts = sqlite
    .prepare(
      `SELECT a.id, text_of(a.name, a.folder, a.tag_title, a.artist, a.album) AS wanted, s.text AS indexed
       FROM assets a LEFT JOIN asset_search s ON s.rowid = a.id
       WHERE s.text IS NOT CASE WHEN a.id <= (SELECT indexed_up_to FROM library_state) THEN wanted END`,
    )
    .all();
  assert.deepEqual(texts, [], 'indexed texts');
  const strays = sqlite
    .prepare(
      `SELECT rowid FROM asset_search EXCEPT SELECT id FROM media_assets EXCEPT SELECT id FROM departed_assets`,
    )
    .all();
  assert.deepEqual(strays, [], 'texts of nothing');
}
