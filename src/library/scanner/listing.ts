import { lstatSync, opendirSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { AssetError } from '../model';
import { lookAtIndex, type FileStamp, type FolderContent, type Look } from './folderContent';
import { realPathOf } from './roots';

export const cannotBeExamined: AssetError = {
  code: 'unreadable',
  message: 'The system does not let this file be examined.',
};

export interface Listing {
  readonly files: ReadonlyMap<string, Exclude<Look, 'gone'>>;
  readonly subfolders: ReadonlySet<string>;
  /** How many names are not valid UTF-8: no path of ours can reach those. */
  readonly garbledNames: number;
  /** Whether nothing at all is in it, wanted or not. */
  readonly isEmpty: boolean;
}

/** Whether a link to this real path may be followed. */
export type LinkRule = (realPath: string) => boolean;

/**
 * What is wanted of a folder's content.
 *
 * Links to files count as files; links to folders are not followed. What they lead to is either inside a root, where it
 * is found under its own path, or outside, where nothing may be read. So there is no way to walk in a circle.
 */
export function listingOf(
  path: string,
  content: FolderContent,
  wantsFile: (name: string) => boolean,
  mayFollow: LinkRule,
): Listing {
  const files = new Map<string, Exclude<Look, 'gone'>>();
  const add = (name: string, look: Look) => {
    if (look !== 'gone') files.set(name, look);
  };
  for (const [index, name] of content.files.entries()) {
    if (wantsFile(name)) add(name, lookAtIndex(content, index));
  }
  for (const name of content.links) if (wantsFile(name)) add(name, lookAt(join(path, name), mayFollow));
  const { garbledNames, isEmpty } = content;
  return { files, subfolders: new Set(content.subfolders), garbledNames, isEmpty };
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

/** False also for what cannot be listed. */
export function isEmptyFolder(path: string): boolean {
  try {
    const folder = opendirSync(path);
    try {
      return folder.readSync() === null;
    } finally {
      folder.closeSync();
    }
  } catch {
    return false;
  }
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

/**
 * Whether what the system finds under this name is one of the listed entries, spelt otherwise: where case or Unicode's forms
 * do not count, `a.png` is found when `A.PNG` is there, which is another name of ours.
 */
export function isListedOtherwise(folder: string, name: string, listed: Iterable<string>): boolean {
  const spelling = foldedSpelling(name);
  for (const other of listed) {
    if (other === name || foldedSpelling(other) !== spelling) continue;
    if (isSameEntry(join(folder, name), join(folder, other))) return true;
  }
  return false;
}

const foldedSpelling = (name: string) => name.normalize('NFC').toLowerCase();

function isSameEntry(a: string, b: string): boolean {
  try {
    const [one, other] = [lstatSync(a), lstatSync(b)];
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false; // What cannot be examined is not concluded to be the same.
  }
}
