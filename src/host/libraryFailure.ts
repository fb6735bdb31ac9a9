import { neededNodeApi } from '../common/nodeApi';
import { LibraryError } from '../library/model';

/** What the binaries of better-sqlite3 are linked with. */
const neededGlibc = [2, 34] as const;

export interface Machine {
  readonly nodeApi: number;
  /** Null where the C library is another one. */
  readonly glibc: string | null;
}

export function thisMachine(): Machine {
  return { nodeApi: Number(process.versions['napi']), glibc: glibcVersion() };
}

/** Why the library cannot be started here at all; null when it can. */
export function obstacle(machine: Machine): LibraryError | null {
  if (machine.nodeApi >= neededNodeApi) return null;
  return new LibraryError(
    'database-failed',
    `This version of VS Code runs Node-API ${machine.nodeApi}; the media database needs ${neededNodeApi}. Please update VS Code.`,
  );
}

/** The sentence for people about a library that could not be opened. */
export function explainFailure(error: LibraryError, machine: Machine): string {
  if (error.code !== 'database-failed' || !machine.glibc || !isOlder(machine.glibc)) return error.message;
  return `The media database needs glibc ${neededGlibc.join('.')} or newer; this system has ${machine.glibc}. (${error.message})`;
}

function isOlder(glibc: string): boolean {
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  return major < neededGlibc[0] || (major === neededGlibc[0] && minor < neededGlibc[1]);
}

function glibcVersion(): string | null {
  if (process.platform !== 'linux') return null;
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return null;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return null;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : null;
}
