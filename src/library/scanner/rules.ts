import picomatch from 'picomatch';
import { join } from 'node:path';
import type { ScanSettings } from '../model';
import { GitignoreChain } from './gitignore';
import type { NameRules } from './ports';
import type { Roots, Root } from './roots';

/** Which folders are entered and which files are looked at, compiled once per pass. */
export class Selection {
  readonly #isExcluded: (path: string, name: string) => boolean;
  readonly #isIncluded: (path: string) => boolean;

  constructor(
    private readonly settings: ScanSettings,
    private readonly roots: Roots,
    private readonly names: NameRules,
    /** Real paths of our own folders: pictures made from assets must never become assets. */
    private readonly ownFolders: readonly string[],
  ) {
    this.#isExcluded = exclusionOf(settings.exclude);
    this.#isIncluded = settings.include.length > 0 ? matcherOf(settings.include) : () => true;
  }

  /** The rules at the top of a root. */
  rulesOf(root: Root): FolderRules {
    const gitignore = this.settings.respectGitignore ? GitignoreChain.ofRoot(root.path) : null;
    return new FolderRules(this, root, '', gitignore);
  }

  admitsFile(path: string, name: string): boolean {
    const kind = this.names.kindOf(name);
    if (!kind || !this.settings.kinds.includes(kind)) return false;
    return this.#isIncluded(path) && !this.#isExcluded(path, name);
  }

  admitsFolder(root: Root, folder: string, name: string): boolean {
    if (name === '.git' || this.#isExcluded(folder, name)) return false;
    const realPath = join(root.realPath, folder);
    return !this.roots.isRoot(realPath) && !this.ownFolders.includes(realPath);
  }
}

/** The selection as it applies in one folder. */
export class FolderRules {
  constructor(
    private readonly selection: Selection,
    private readonly root: Root,
    private readonly folder: string,
    private readonly gitignore: GitignoreChain | null,
  ) {}

  admitsFile(name: string): boolean {
    return this.selection.admitsFile(below(this.folder, name), name) && !this.gitignore?.ignores(name);
  }

  /** The rules inside a subfolder; null when it is left out. */
  enter(name: string): FolderRules | null {
    const folder = below(this.folder, name);
    if (!this.selection.admitsFolder(this.root, folder, name)) return null;
    if (this.gitignore?.ignores(`${name}/`)) return null;
    const gitignore = this.gitignore?.enter(name, join(this.root.path, folder)) ?? null;
    return new FolderRules(this.selection, this.root, folder, gitignore);
  }
}

export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** As in `files.exclude`: relative to a root, hidden names included; a pattern that names a folder covers what is in it. */
function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const bare = patterns.map((pattern) => pattern.replace(/^\.?\//, '').replace(/\/$/, '')).filter(Boolean);
  if (bare.length === 0) return () => false;
  return picomatch([...bare, ...bare.map((pattern) => `${pattern}/**`)], { dot: true });
}

/** A pattern that means any entry of one name, at any depth, as most of those in `files.exclude` do. */
const anywhereByName = /^\*\*\/([^*?[\]{}()!|/\\]+)\/?$/;

/** Excluded folders are not entered, so that names suffice; and to look a name up costs nothing, for each file meets this. */
function exclusionOf(patterns: readonly string[]): (path: string, name: string) => boolean {
  const names = new Set(patterns.flatMap((pattern) => anywhereByName.exec(pattern)?.[1] ?? []));
  const isOther = matcherOf(patterns.filter((pattern) => !anywhereByName.test(pattern)));
  return (path, name) => names.has(name) || isOther(path);
}
