import BetterSqlite3 from 'better-sqlite3';
import { neededNodeApi } from '../../common/nodeApi';
import { LibraryError } from '../model';

/** A prepared statement whose failures are {@link LibraryError}s. */
export interface Statement<Params extends unknown[], Row> {
  all(...params: Params): Row[];
  get(...params: Params): Row | undefined;
  /** Returns the number of rows changed, without those changed by triggers, and the id of the last one inserted. */
  run(...params: Params): { changes: number; insertedId: number };
}

/** The few things the store does with SQLite; nothing outside this module knows the package. */
export interface Database {
  prepare<Params extends unknown[], Row>(sql: string): Statement<Params, Row>;
  /** Like {@link prepare}, for the first column alone. */
  pluck<Params extends unknown[], Value>(sql: string): Statement<Params, Value>;
  /** Like {@link prepare}, with rows as tuples: the quickest for many small ones. */
  rows<Params extends unknown[], Row extends readonly unknown[]>(sql: string): Statement<Params, Row>;
  /** Several statements at once, without parameters. */
  execute(sql: string): void;
  /** The value of a pragma, or its new value after setting it. */
  pragma(text: string): unknown;
  /** Makes a pure function of one text known to SQL on this connection. */
  define(name: string, work: (text: string) => string): void;
  /** All or nothing; takes the write lock at once, so that what is read inside cannot be outdated by another process. */
  transaction<Params extends unknown[], Result>(
    work: (...params: Params) => Result,
  ): (...params: Params) => Result;
  close(): void;
}

export interface OpenOptions {
  readonly readonly: boolean;
  /** Called when the file turns out to be damaged, before the failure is thrown. */
  readonly onDamage?: () => void;
}

const busyTimeoutMs = 10_000;

/** The file is no database, or a broken one: nothing that waiting, space or rights could mend. */
export class DamagedDatabaseError extends LibraryError {}

/**
 * better-sqlite3 loads its native part with the first connection, and an older Node.js does not survive that.
 * @throws LibraryError `database-failed`
 */
export function requireNodeApi(version: string | undefined): void {
  if (Number(version) >= neededNodeApi) return;
  throw new LibraryError(
    'database-failed',
    `The library needs a newer Node.js: Node-API ${neededNodeApi} or later, but ${process.version} has ${version ?? 'none'}.`,
  );
}

/** @throws LibraryError `database-failed` when the file cannot be opened */
export function openDatabase(file: string, { readonly, onDamage }: OpenOptions): Database {
  requireNodeApi(process.versions['napi']);
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      const failure = inWords(error);
      if (failure instanceof DamagedDatabaseError) onDamage?.();
      throw failure;
    }
  };
  const wrap = <Params extends unknown[], Row>(
    statement: BetterSqlite3.Statement<Params, Row>,
  ): Statement<Params, Row> => ({
    all: (...params) => attempt(() => statement.all(...params)),
    get: (...params) => attempt(() => statement.get(...params)),
    run: (...params) =>
      attempt(() => {
        const { changes, lastInsertRowid } = statement.run(...params);
        return { changes, insertedId: Number(lastInsertRowid) };
      }),
  });
  const connection = attempt(() => new BetterSqlite3(file, { readonly, timeout: busyTimeoutMs }));
  return {
    prepare: <P extends unknown[], R>(sql: string): Statement<P, R> =>
      attempt(() => wrap(connection.prepare<P, R>(sql))),
    pluck: <P extends unknown[], V>(sql: string): Statement<P, V> =>
      attempt(() => wrap(connection.prepare<P, V>(sql).pluck())),
    rows: <P extends unknown[], R extends readonly unknown[]>(sql: string): Statement<P, R> =>
      attempt(() => wrap(connection.prepare<P, R>(sql).raw())),
    execute: (sql) => void attempt(() => connection.exec(sql)),
    pragma: (text) => attempt(() => connection.pragma(text, { simple: true })),
    define: (name, work) => {
      attempt(() =>
        connection.function(name, { deterministic: true }, (text: unknown) => work(String(text))),
      );
    },
    transaction: (work) => {
      const inTransaction = connection.transaction(work);
      return (...params) => attempt(() => inTransaction.immediate(...params));
    },
    close: () => void attempt(() => connection.close()),
  };
}

function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LibraryError || !('code' in error)) return error;
  const code = String(error.code);
  const failed = (sentence: string) => new LibraryError('database-failed', sentence, { cause: error });
  // The log's index beside the file cannot grow either on a full disk.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') {
    return new LibraryError('disk-full', 'The disk that holds the library is full.', { cause: error });
  }
  const damaged = (sentence: string) =>
    new DamagedDatabaseError('database-failed', sentence, { cause: error });
  if (code === 'SQLITE_NOTADB') return damaged('The library file is not a database.');
  if (code.startsWith('SQLITE_CORRUPT')) return damaged('The library file is damaged.');
  if (code.startsWith('SQLITE_BUSY')) return failed('Another program keeps the library file locked.');
  if (code.startsWith('SQLITE_')) return failed(`The library file cannot be used: ${error.message}.`);
  if (code === 'ERR_DLOPEN_FAILED')
    return failed(`The database engine does not run on this system: ${error.message}`);
  return error;
}
