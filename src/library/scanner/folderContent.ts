import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { sep } from 'node:path';

/** How a file looks from outside; a change of content changes this. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** `gone`: no regular file is there (any more). `unreadable`: something is, but the system will not say what. */
export type Look = FileStamp | 'gone' | 'unreadable';

/** What a folder holds, as plain data: it travels between threads. Pipes, sockets and devices are left out. */
export interface FolderContent {
  readonly subfolders: readonly string[];
  /** Symbolic links whose names promise media. */
  readonly links: readonly string[];
  /** Regular files whose names promise media ... */
  readonly files: readonly string[];
  /** ... and two numbers for each: size in bytes (or why there is none) and modification time in milliseconds. */
  readonly stamps: Float64Array;
  /** How many names are not valid UTF-8: no path of ours can reach those. */
  readonly garbledNames: number;
  /** Whether nothing at all is in it. */
  readonly isEmpty: boolean;
}

/** `names`: only these entries; null for all. Fails with the system's error when the folder cannot be read to its end. */
export type ReadFolder = (
  path: string,
  names: readonly string[] | null,
  signal: AbortSignal,
) => Promise<FolderContent>;

const goneSize = -1;
const unreadableSize = -2;

/** Synchronous. `onBegin` is called before each file is looked at. */
export function readFolder(
  path: string,
  names: readonly string[] | null,
  promisesMedia: (name: string) => boolean,
  onBegin: () => void,
): FolderContent {
  const entries = readdirSync(path, { withFileTypes: true });
  const asked = names && new Set(names);
  const prefix = path.endsWith(sep) ? path : path + sep;
  const subfolders: string[] = [];
  const links: string[] = [];
  const files: string[] = [];
  let garbledNames = 0;
  for (const entry of entries) {
    const { name } = entry;
    const list = listFor(entry, { subfolders, links, files });
    if (!list || (asked && !asked.has(name)) || (list !== subfolders && !promisesMedia(name))) continue;
    if (isGarbled(name, prefix + name)) garbledNames++;
    else list.push(name);
  }
  const stamps = stampsOf(prefix, files, onBegin);
  return { subfolders, links, files, stamps, garbledNames, isEmpty: entries.length === 0 };
}

type Lists = Readonly<Record<'subfolders' | 'links' | 'files', string[]>>;

function listFor(entry: Dirent, { subfolders, links, files }: Lists): string[] | null {
  if (entry.isFile()) return files;
  if (entry.isDirectory()) return subfolders;
  return entry.isSymbolicLink() ? links : null;
}

function stampsOf(prefix: string, files: readonly string[], onBegin: () => void): Float64Array {
  const stamps = new Float64Array(2 * files.length);
  for (const [index, name] of files.entries()) {
    onBegin();
    const look = lookAtFile(prefix + name);
    stamps[2 * index] = look === 'gone' ? goneSize : look === 'unreadable' ? unreadableSize : look.sizeBytes;
    if (typeof look === 'object') stamps[2 * index + 1] = look.modifiedAtMs;
  }
  return stamps;
}

/** How the n-th of the files looked. */
export function lookAtIndex({ stamps }: FolderContent, index: number): Look {
  const sizeBytes = stamps[2 * index] ?? goneSize;
  if (sizeBytes === goneSize) return 'gone';
  return sizeBytes === unreadableSize
    ? 'unreadable'
    : { sizeBytes, modifiedAtMs: stamps[2 * index + 1] ?? 0 };
}

/** A link is no regular file here. */
function lookAtFile(path: string): Look {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? { sizeBytes: stat.size, modifiedAtMs: stat.mtimeMs } : 'gone';
  } catch {
    return 'unreadable';
  }
}

/** Node replaces bytes that are not UTF-8 by U+FFFD, and the result names no file. */
function isGarbled(name: string, path: string): boolean {
  if (!name.includes('\uFFFD')) return false;
  try {
    return !lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return false;
  }
}
