import { statSync } from 'node:fs';
import { LibraryError } from '../model';
import { DamagedDatabaseError, openDatabase, type Database } from './database';
import mediaLibrary from './migrations/0001-media-library.sql';
import knownAgain from './migrations/0002-known-again.sql';

/** In order; the n-th leads to `user_version` n. A published one is never changed, only followed by another. */
const migrations = [mediaLibrary, knownAgain];
const applicationId = 0x4d65644c;

/** What is looked through when it is opened, in some ten milliseconds; damage in a larger one is met when it is used. */
const maxCheckedBytes = 4 * 1024 * 1024;

/**
 * Looks at an existing file, without writing to it, and refuses what is not ours to touch or is damaged.
 * @throws LibraryError `schema-too-new`, `database-failed`; of the class DamagedDatabaseError for damage
 */
export function inspectDatabase(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const database = openDatabase(file, { readonly: true });
  try {
    refuseForeign(database);
    if (stat.size <= maxCheckedBytes && database.pragma('quick_check(1)') !== 'ok') {
      throw new DamagedDatabaseError('database-failed', 'The library file is damaged.');
    }
  } finally {
    database.close();
  }
}

function refuseForeign(database: Database): void {
  const version = Number(database.pragma('user_version'));
  if (version > migrations.length) {
    throw new LibraryError(
      'schema-too-new',
      `The library was written by a newer version of Media Library (format ${version}; this one knows ${migrations.length}). Please update Media Library.`,
    );
  }
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && database.pragma('application_id') !== applicationId) {
    throw new LibraryError('database-failed', 'The library file is the database of another program.');
  }
}

/** Brings the schema up to date, all or nothing. */
export function migrate(database: Database): void {
  const upgrade = database.transaction(() => {
    // Read inside the transaction: another window may just have done the same.
    refuseForeign(database);
    const version = Number(database.pragma('user_version'));
    for (const sql of migrations.slice(version)) database.execute(sql);
    database.pragma(`user_version = ${migrations.length}`);
  });
  if (database.pragma('user_version') !== migrations.length) upgrade();
}
