import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { below, type FolderRules, type Selection } from './rules';
import { isWithin, realPathOf, type Place, type Root, type Roots } from './roots';
import type { Turn } from './turn';

/** A folder to compare with the store: everything in it at any depth, or only its entries of these names. */
export interface Target {
  readonly root: Root;
  readonly folder: string;
  readonly rules: FolderRules;
  readonly names: ReadonlySet<string> | 'all';
}

/**
 * Turns paths that may have changed, appeared or gone into targets: one per folder, upper ones first. A path outside
 * the roots, or in a folder that is left out, comes to nothing. What has gone is looked for in the nearest folder
 * above it that is still there; when that would be above the root, the root itself is what cannot be read.
 */
export async function planTargets(
  paths: readonly string[],
  roots: Roots,
  selection: Selection,
  turn: Turn,
): Promise<readonly Target[]> {
  const targets = new Map<string, { place: Place; names: Set<string> | 'all' }>();
  const entryOf = memoized((folder: string) => nearestEntry(folder, roots));

  const add = (place: Place, name: string | null) => {
    const key = join(place.root.realPath, place.folder);
    const target = targets.get(key) ?? { place, names: new Set() };
    targets.set(key, target);
    if (name === null) target.names = 'all';
    else if (target.names !== 'all') target.names.add(name);
  };

  for (const path of paths) {
    if (turn.isOver) await turn.next();
    const absolute = resolve(path);
    const root = roots.all.find((each) => each.path === absolute || each.realPath === absolute);
    if (root) {
      add({ root, folder: '' }, null);
      continue;
    }
    const lost = roots.all.find((each) => isBelow(each, absolute) && !isThere(each.path));
    if (lost) {
      add({ root: lost, folder: '' }, null);
      continue;
    }
    const name = basename(absolute);
    const entry = entryOf(dirname(absolute));
    // Rules that changed may let anything below them in or out.
    if (entry) add(entry.place, entry.name ?? (name === '.gitignore' ? null : name));
  }
  return withRules([...targets.values()], selection).sort((a, b) => a.folder.length - b.folder.length);
}

function isBelow({ path, realPath }: Root, absolute: string): boolean {
  return isWithin(path, absolute) || isWithin(realPath, absolute);
}

/** The nearest existing folder at or above `folder`, and the entry in it that led on to `folder` (null: none did). */
function nearestEntry(folder: string, roots: Roots): { place: Place; name: string | null } | null {
  let existing = folder;
  let name: string | null = null;
  while (!isThere(existing)) {
    name = basename(existing);
    existing = dirname(existing);
  }
  const place = roots.locate(realPathOf(existing) ?? existing);
  return place && { place, name };
}

/** False for what is no folder (any more); what cannot be examined may be one. */
function isThere(folder: string): boolean {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return true;
  }
}

function withRules(
  targets: readonly { place: Place; names: ReadonlySet<string> | 'all' }[],
  selection: Selection,
): Target[] {
  const rulesOf = memoized((root: Root) =>
    memoized((folder: string): FolderRules | null => {
      if (folder === '') return selection.rulesOf(root);
      const slash = folder.lastIndexOf('/');
      return rulesOf(root)(folder.slice(0, Math.max(slash, 0)))?.enter(folder.slice(slash + 1)) ?? null;
    }),
  );
  return targets.flatMap(({ place: { root, folder }, names }) => {
    const rules = rulesOf(root)(folder);
    return rules ? [{ root, folder, rules, names }] : [];
  });
}

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, { value: V }>();
  return (key) => {
    const entry = known.get(key) ?? { value: compute(key) };
    known.set(key, entry);
    return entry.value;
  };
}

/** The subfolder of a target, with everything in it. */
export function subfolderOf(target: Target, name: string): Target | null {
  const rules = target.rules.enter(name);
  return rules && { root: target.root, folder: below(target.folder, name), rules, names: 'all' };
}
