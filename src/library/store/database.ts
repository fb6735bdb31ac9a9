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
  /** Several statements at once, without parameters. */
  execute(sql: string): void;
  /** The value of a pragma, or its new value after setting it. */
  pragma(text: string): unknown;
  /** All or nothing; takes the write lock at once, so that what is read inside cannot be outdated by another process. */
  transaction<Params extends unknown[], Result>(
    work: (...params: Params) => Result,
  ): (...params: Params) => Result;
  close(): void;
}

const busyTimeoutMs = 10_000;

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
export function openDatabase(file: string, { readonly }: { readonly: boolean }): Database {
  requireNodeApi(process.versions['napi']);
  const connection = attempt(() => new BetterSqlite3(file, { readonly, timeout: busyTimeoutMs }));
  return {
    prepare: <P extends unknown[], R>(sql: string): Statement<P, R> =>
      attempt(() => wrap(connection.prepare<P, R>(sql))),
    pluck: <P extends unknown[], V>(sql: string): Statement<P, V> =>
      attempt(() => wrap(connection.prepare<P, V>(sql).pluck())),
    execute: (sql) => void attempt(() => connection.exec(sql)),
    pragma: (text) => attempt(() => connection.pragma(text, { simple: true })),
    transaction: (work) => {
      const inTransaction = connection.transaction(work);
      return (...params) => attempt(() => inTransaction.immediate(...params));
    },
    close: () => void attempt(() => connection.close()),
  };
}

function wrap<Params extends unknown[], Row>(
  statement: BetterSqlite3.Statement<Params, Row>,
): Statement<Params, Row> {
  return {
    all: (...params) => attempt(() => statement.all(...params)),
    get: (...params) => attempt(() => statement.get(...params)),
    run: (...params) =>
      attempt(() => {
        const { changes, lastInsertRowid } = statement.run(...params);
        return { changes, insertedId: Number(lastInsertRowid) };
      }),
  };
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LibraryError || !('code' in error)) return error;
  const code = String(error.code);
  const failed = (sentence: string) => new LibraryError('database-failed', sentence, { cause: error });
  if (code === 'SQLITE_FULL') {
    return new LibraryError('disk-full', 'The disk that holds the library is full.', { cause: error });
  }
  if (code === 'SQLITE_NOTADB') return failed('The library file is not a database.');
  if (code.startsWith('SQLITE_CORRUPT')) return failed('The library file is damaged.');
  if (code.startsWith('SQLITE_BUSY')) return failed('Another program keeps the library file locked.');
  if (code.startsWith('SQLITE_')) return failed(`The library file cannot be used: ${error.message}.`);
  if (code === 'ERR_DLOPEN_FAILED')
    return failed(`The database engine does not run on this system: ${error.message}`);
  return error;
}
