import { watch } from 'node:fs';

type WatchFolder = (folder: string, options: { readonly persistent: false }) => { close(): void };

/**
 * Whether this system lets no further folder be watched (`fs.inotify` on Linux). VS Code has no event that says so: the next
 * one who asks is told.
 */
export function isWatchLimitReached(folder: string, watchFolder: WatchFolder = watch): boolean {
  try {
    watchFolder(folder, { persistent: false }).close();
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EMFILE');
  }
}
