import { lstatSync, opendirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { AssetError } from '../model';
import { realPathOf } from './roots';
import type { Turn } from './turn';

/** How a file looks from outside; a change of content changes this. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** `gone`: no regular file is there (any more). `unreadable`: something is, but the system will not say what. */
export type Look = FileStamp | 'gone' | 'unreadable';

export const cannotBeExamined: AssetError = {
  code: 'unreadable',
  message: 'The system does not let this file be examined.',
};

export interface Listing {
  readonly files: ReadonlyMap<string, Exclude<Look, 'gone'>>;
  readonly subfolders: ReadonlySet<string>;
  /** How many names are not valid UTF-8: no path of ours can reach those. */
  readonly garbledNames: number;
}

/** Whether a link to this real path may be followed. */
export type LinkRule = (realPath: string) => boolean;

/**
 * Reads the wanted files and subfolders of one folder; throws the system's error when the folder cannot
 * be read to its end.
 *
 * Links to files count as files; links to folders are not followed. What they lead to is either inside a root, where it
 * is found under its own path, or outside, where nothing may be read. So there is no way to walk in a circle. Pipes,
 * sockets and devices are left alone: opening one could hang.
 */
export async function listFolder(
  path: string,
  wants: (name: string, isFolder: boolean) => boolean,
  mayFollow: LinkRule,
  turn: Turn,
): Promise<Listing> {
  const files = new Map<string, Exclude<Look, 'gone'>>();
  const subfolders = new Set<string>();
  let garbledNames = 0;
  for await (const entry of entriesOf(path, turn)) {
    const isFolder = entry.isDirectory();
    if (!wants(entry.name, isFolder)) continue;
    const entryPath = join(path, entry.name);
    if (isGarbled(entry.name, entryPath)) garbledNames++;
    else if (isFolder) subfolders.add(entry.name);
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const look = lookAt(entryPath, mayFollow);
      if (look !== 'gone') files.set(entry.name, look);
    }
  }
  return { files, subfolders, garbledNames };
}

export function lookAt(filePath: string, mayFollow: LinkRule): Look {
  try {
    const stat = lstatSync(filePath, { throwIfNoEntry: false });
    return stampOf(stat?.isSymbolicLink() ? followed(filePath, mayFollow) : stat);
  } catch {
    return 'unreadable';
  }
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedAtMs === b.modifiedAtMs;
}

/** True also for what cannot be examined. */
export function mayBeFolder(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return true;
  }
}

function stampOf(stat: Stats | undefined): FileStamp | 'gone' {
  return stat?.isFile() ? { sizeBytes: stat.size, modifiedAtMs: stat.mtimeMs } : 'gone';
}

function followed(linkPath: string, mayFollow: LinkRule): Stats | undefined {
  const realPath = realPathOf(linkPath);
  return realPath !== null && mayFollow(realPath) ? statSync(realPath, { throwIfNoEntry: false }) : undefined;
}

async function* entriesOf(path: string, turn: Turn): AsyncGenerator<Dirent> {
  const dir = opendirSync(path, { bufferSize: 256 });
  try {
    for (let entry = dir.readSync(); entry; entry = dir.readSync()) {
      yield entry;
      if (turn.isOver) await turn.next();
    }
  } finally {
    dir.closeSync();
  }
}

/** Node replaces bytes that are not UTF-8 by U+FFFD, and the result names no file. */
function isGarbled(name: string, path: string): boolean {
  return name.includes('\uFFFD') && !lstatSync(path, { throwIfNoEntry: false });
}
