import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { LibraryError } from '../library/model';

/**
 * The absolute path of an existing file that lies in one of the roots (absolute paths), both by its name and once every
 * symbolic link is followed. Fails with `outside-workspace`, in words that pages may hear: they name no folder.
 */
export async function confine(filePath: string, roots: readonly string[]): Promise<string> {
  const named = resolve(filePath);
  const real = await realpath(named).catch((error: unknown) => {
    throw new LibraryError('outside-workspace', `${basename(named)} cannot be reached.`, { cause: error });
  });
  for (const root of roots) {
    if (isInside(root, named) && isInside(await realpathOrName(root), real)) return named;
  }
  throw new LibraryError('outside-workspace', `${basename(named)} lies outside the workspace.`);
}

/** By name alone; both are absolute. */
export function isInside(folder: string, filePath: string): boolean {
  const path = relative(folder, filePath);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** A root that cannot be read holds nothing that could be shown, so its name does as well. */
function realpathOrName(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
