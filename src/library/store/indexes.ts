import type { Database } from './database';

/**
 * The indexes that views, groups and moves are looked up by. Their entries lie in another order than assets arrive in, so
 * that keeping them costs more than all else an insert does. Until the first fill of an empty library is over there are
 * none: what is asked meanwhile is answered all the same, only slower.
 *
 * What a view filters and orders by is in them, so that it is answered from the index alone.
 */
const statements: Readonly<Record<string, string>> = {
  idx_media_assets_name: '(sort_name, id, kind, format, codec)',
  idx_media_assets_size: '(file_size, id, kind)',
  idx_media_assets_modified: '(modified_at, id, kind)',
  idx_media_assets_duration: '(duration, id, kind)',
  idx_media_assets_fingerprint: '(fingerprint, id) WHERE fingerprint IS NOT NULL',
};

export type Indexes = ReturnType<typeof openIndexes>;

export function openIndexes(database: Database) {
  function create(name: string): void {
    database.execute(`CREATE INDEX IF NOT EXISTS ${name} ON media_assets ${statements[name] ?? ''}`);
  }
  return {
    /** Those that are not there yet; each takes half a second for a million assets, and others can write in between. */
    create(): void {
      for (const name of Object.keys(statements)) create(name);
    },

    /** The one without which every departure would look through all assets. */
    createForMoves: (): void => create('idx_media_assets_fingerprint'),

    /** For a table that is about to be filled. */
    drop(): void {
      for (const name of Object.keys(statements)) database.execute(`DROP INDEX IF EXISTS ${name}`);
    },
  };
}
