import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, isAbsolute, resolve, sep } from 'node:path';
import type { LibraryLocation } from '../library/model';
import { UsageError } from './commandLine';

/**
 * Where the library of a folder lies: the database that was asked for, or one named after the folder in the user's cache
 * folder, which is used only when it is outside what is scanned.
 */
export function locationFor(folder: string, databaseFile: string | null): LibraryLocation {
  const cache = [userCacheFolder(), join(tmpdir(), `media-library-${process.getuid?.() ?? 'cache'}`)].find(
    (candidate) => !isInside(folder, candidate),
  );
  if (cache === undefined)
    throw new UsageError(`There is no cache folder outside ${folder}: name a --db FILE.`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(realpathSync.native(folder)).digest('hex').slice(0, 32);
  const file = databaseFile === null ? join(cache, `${name}.sqlite`) : resolve(databaseFile);
  return { databaseFile: file, cacheFolder: join(cache, 'thumbnails') };
}

function userCacheFolder(): string {
  return join(cacheHome(), 'media-library');
}

function cacheHome(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  switch (process.platform) {
    case 'win32':
      return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(homedir(), 'Library', 'Caches');
    default:
      return XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)
        ? XDG_CACHE_HOME
        : join(homedir(), '.cache');
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(realpathSync.native(folder), path);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}
