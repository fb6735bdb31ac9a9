import type { AssetId } from '../model';
import type { Database } from './database';

/** The one row of `library_state`: what the next change and the next asset are called. To be used inside transactions. */
export type State = ReturnType<typeof openState>;

export function openState(database: Database) {
  const select = database.prepare<[], { lastId: AssetId; lastStamp: number; indexedUpTo: AssetId }>(
    'SELECT last_asset_id AS lastId, last_stamp AS lastStamp, indexed_up_to AS indexedUpTo FROM library_state',
  );
  const updateStamp = database.prepare<[stamp: number], never>('UPDATE library_state SET last_stamp = ?');
  const updateId = database.prepare<[id: AssetId], never>('UPDATE library_state SET last_asset_id = ?');
  const updateIndexed = database.prepare<[id: AssetId], never>('UPDATE library_state SET indexed_up_to = ?');
  const selectLastScan = database.pluck<[], number | null>('SELECT last_scan_at FROM library_state');
  const updateLastScan = database.prepare<[atMs: number], never>('UPDATE library_state SET last_scan_at = ?');

  const read = () => select.get() ?? { lastId: 0, lastStamp: 0, indexedUpTo: 0 };

  return {
    read,

    /** Epoch milliseconds, but strictly rising whatever the clock does: tells what changed since another change. */
    nextStamp(): number {
      const stamp = Math.max(Date.now(), read().lastStamp + 1);
      updateStamp.run(stamp);
      return stamp;
    },

    setLastId: (id: AssetId): void => void updateId.run(id),
    setIndexedUpTo: (id: AssetId): void => void updateIndexed.run(id),

    lastScanAt: (): number | null => selectLastScan.get() ?? null,
    setLastScanAt: (atMs: number): void => void updateLastScan.run(atMs),
  };
}
