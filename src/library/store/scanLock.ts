import BetterSqlite3 from 'better-sqlite3';
import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 200;

/**
 * Held by the one process that scans a library. It is SQLite's own lock on an empty file beside the database, so that it goes
 * with its process, whatever ends that.
 */
export class ScanLock {
  readonly #connection: BetterSqlite3.Database;
  /** Passes of this process may overlap: the first takes the lock and the last gives it back. */
  #holders = 0;

  constructor(databaseFile: string) {
    this.#connection = new BetterSqlite3(`${databaseFile}.scanning`, { timeout: 0 });
  }

  /** Waits until no other process scans; rejects when aborted. Resolves with what gives the lock back. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    while (this.#holders === 0 && !this.#tryTake()) await pause(pollMs, undefined, { signal });
    this.#holders++;
    return () => this.#release();
  }

  close(): void {
    this.#connection.close();
  }

  #tryTake(): boolean {
    try {
      this.#connection.exec('BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
      throw error;
    }
  }

  #release(): void {
    if (--this.#holders === 0) this.#connection.exec('COMMIT');
  }
}
