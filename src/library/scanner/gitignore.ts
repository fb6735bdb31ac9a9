import ignore, { type Ignore } from 'ignore';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const maxBytes = 1024 * 1024;

/** The `.gitignore` files from a root down to one folder. The one nearest to a file that has an opinion decides. */
export class GitignoreChain {
  private constructor(
    private readonly rules: Ignore | null,
    private readonly parent: GitignoreChain | null,
    private readonly name: string,
  ) {}

  static ofRoot(path: string): GitignoreChain {
    return new GitignoreChain(readRules(path), null, '');
  }

  enter(name: string, path: string): GitignoreChain {
    return new GitignoreChain(readRules(path), this, name);
  }

  /** `relative`: path below this chain's folder; a folder's ends in `/`. */
  ignores(relative: string): boolean {
    const verdict = this.rules?.test(relative);
    if (verdict?.ignored) return true;
    if (verdict?.unignored || !this.parent) return false;
    return this.parent.ignores(`${this.name}/${relative}`);
  }
}

/** Like git, which does not follow a linked `.gitignore`; a pipe or a giant in its place is no list of rules either. */
function readRules(folder: string): Ignore | null {
  const file = join(folder, '.gitignore');
  try {
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > maxBytes) return null;
    return ignore().add(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
