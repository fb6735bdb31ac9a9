import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { openLibrary, type Library } from '../library/library';
import {
  assetKinds,
  type LibraryStats,
  type Log,
  type ScanProgress,
  type ToolSettings,
} from '../library/model';
import { UsageError } from './commandLine';
import type { CliContext } from './context';
import { locationFor } from './places';

/** A gigabyte of small pictures. */
const cacheLimitBytes = 1_000_000_000;

export const toolSettings: ToolSettings = { ffmpegPath: null, ffprobePath: null };

const keepDeletedMs = 30 * 24 * 60 * 60 * 1000;

/** Runs `work` with the library of a folder, and closes it whatever happens. */
export async function withLibrary<T>(
  { folder, databaseFile }: { readonly folder: string; readonly databaseFile: string | null },
  context: CliContext,
  work: (library: Library, opened: { readonly root: string; readonly stats: LibraryStats }) => Promise<T>,
): Promise<T> {
  const root = folderOf(folder);
  const library = await openLibrary({
    location: locationFor(root, databaseFile),
    modulesFolder: __dirname,
    settings: {
      ...toolSettings,
      roots: [root],
      include: [],
      exclude: [],
      respectGitignore: false,
      kinds: assetKinds,
      concurrency: availableParallelism(),
      cacheLimitBytes,
      keepDeletedMs,
    },
    log: logTo(context),
    events: {
      scanProgress: (progress: ScanProgress) => context.progressBar.show(progress),
      assetsChanged: () => undefined,
      viewChanged: () => undefined,
    },
  });
  try {
    return await work(library, { root, stats: library.stats() });
  } finally {
    await library.close();
  }
}

function logTo(context: CliContext): Log {
  return (level, message) => {
    if (level === 'warn' || level === 'error') context.say(message);
  };
}

function folderOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`There is no folder ${path}.`);
  if (!stat.isDirectory()) throw new UsageError(`${path} is not a folder.`);
  return resolve(path);
}
