import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/*
 * A damaged database is renamed, never deleted, and a new one takes its place, which a scan fills. Damage is met when the
 * file is opened, or later: then a mark beside it makes the next one to open the file set it aside. Several processes may
 * meet the same damage; the file's identity keeps each of them from setting aside what another has just made anew.
 */

/** The log and its index belong to the file: under a new one they would be taken for its own. So they go first. */
const suffixes = ['-wal', '-shm', ''];

const markOf = (databaseFile: string) => `${databaseFile}.damaged`;

/** Tells one file at this path from another; null when there is none. */
export function identityOf(databaseFile: string): string | null {
  const stat = statSync(databaseFile, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? null : `${stat.ino} ${stat.birthtimeNs}`;
}

/** Leaves a mark for the next one to open the file. Best effort: without it the damage is met again. */
export function markDamaged(databaseFile: string): void {
  try {
    const identity = identityOf(databaseFile);
    if (identity !== null) writeFileSync(markOf(databaseFile), identity);
  } catch {
    // The failure itself is being reported.
  }
}

/** The identity of the file that was marked; the mark goes. */
export function takeMark(databaseFile: string): string | null {
  const mark = markOf(databaseFile);
  if (!existsSync(mark)) return null;
  const identity = readFileSync(mark, 'utf8');
  rmSync(mark);
  return identity;
}

/** Renames the file with all that belongs to it; answers with its new path, or null when it is another one by now. */
export function setAside(databaseFile: string, identity: string): string | null {
  if (identityOf(databaseFile) !== identity) return null;
  const damagedFile = unusedName(`${databaseFile}.damaged-${new Date().toISOString().replaceAll(':', '-')}`);
  for (const suffix of suffixes) {
    if (existsSync(databaseFile + suffix)) renameSync(databaseFile + suffix, damagedFile + suffix);
  }
  return damagedFile;
}

function unusedName(wanted: string): string {
  let name = wanted;
  for (let count = 2; suffixes.some((suffix) => existsSync(name + suffix)); count++)
    name = `${wanted}-${count}`;
  return name;
}
