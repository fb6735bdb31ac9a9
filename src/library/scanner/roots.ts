import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';

export interface Root {
  /** As the user opened it; the paths of its assets start with it. */
  readonly path: string;
  /** Without symbolic links; the same as `path` while the root cannot be read. */
  readonly realPath: string;
}

/** A folder below a root: `folder` is relative and `/`-separated, `''` for the root itself. */
export interface Place {
  readonly root: Root;
  readonly folder: string;
}

/** The folders to scan. A root inside another is a root of its own: every real folder belongs to the innermost one. */
export class Roots {
  readonly all: readonly Root[];
  readonly #byRealPath = new Map<string, Root>();

  constructor(paths: readonly string[]) {
    for (const path of paths.map((each) => resolve(each))) {
      const realPath = realPathOf(path) ?? path;
      if (!this.#byRealPath.has(realPath)) this.#byRealPath.set(realPath, { path, realPath });
    }
    this.all = [...this.#byRealPath.values()];
  }

  isRoot(realPath: string): boolean {
    return this.#byRealPath.has(realPath);
  }

  /** Where a real path lies: the innermost root and the way down from it; null outside all roots. */
  locate(realPath: string): Place | null {
    let best: Root | null = null;
    for (const root of this.all) {
      if (!isWithin(root.realPath, realPath)) continue;
      if (!best || root.realPath.length > best.realPath.length) best = root;
    }
    if (!best) return null;
    const parts = realPath.slice(best.realPath.length).split(sep).filter(Boolean);
    return { root: best, folder: parts.join('/') };
  }
}

/** The path without symbolic links; null when nothing is there or it cannot be reached. */
export function realPathOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
