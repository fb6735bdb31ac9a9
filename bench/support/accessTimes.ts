import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Whether anybody read a file, by the file system itself: one that was last accessed in the far past is marked at the next
 * read, on every mount but those with `noatime`.
 */

const longAgo = new Date('2001-01-01T00:00:00Z');

/** Whether this folder's file system marks reads at all. */
export function marksReads(folder: string): boolean {
  const file = join(folder, 'access-time');
  writeFileSync(file, 'x');
  forgetAccess([file]);
  readFileSync(file);
  return accessed([file]) === 1;
}

export function forgetAccess(files: readonly string[]): void {
  for (const file of files) utimesSync(file, longAgo, statSync(file).mtime);
}

/** How many of these were read since {@link forgetAccess}. */
export function accessed(files: readonly string[]): number {
  return files.filter((file) => statSync(file).atimeMs !== longAgo.getTime()).length;
}
