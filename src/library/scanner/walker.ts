import {
  cannotBeExamined,
  mayBeFolder,
  isSameStamp,
  listFolder,
  lookAt,
  type FileStamp,
  type Listing,
} from './listing';
import { pathIn, type Candidate, type PassContext } from './passContext';
import { subfolderOf, type Target } from './plan';
import type { KnownFile } from './ports';
import { below } from './rules';

type KnownFiles = ReadonlyMap<string, KnownFile>;

/** Compares folders with what the store knows of them, and hands on what has to be read. */
export class Walker {
  readonly #compared = new Set<string>();

  constructor(
    private readonly context: PassContext,
    private readonly handOn: (candidate: Candidate) => Promise<void>,
  ) {}

  async walk(target: Target): Promise<void> {
    const pending = [target];
    for (let next = pending.pop(); next; next = pending.pop()) {
      for (const subfolder of await this.#compare(next)) pending.push(subfolder);
    }
  }

  /** Answers with the subfolders to go on with. */
  async #compare(target: Target): Promise<readonly Target[]> {
    const { tools } = this.context;
    await this.#breathe();
    const path = pathIn(target);
    if (this.#compared.has(path)) return [];
    if (target.names === 'all') this.#compared.add(path);

    tools.writer.flush();
    const known = tools.store.filesIn(target.root.path, target.folder);
    const listing = await this.#list(target);
    if (!listing) return [];
    await this.#removeVanishedFiles(target, known, listing);
    this.#removeVanishedFolders(target, listing);
    await this.#compareFiles(target, known, listing);
    return [...listing.subfolders].flatMap((name) => subfolderOf(target, name) ?? []);
  }

  /** Null when the folder cannot be read: then nobody knows what it holds, and its assets stay. */
  async #list(target: Target): Promise<Listing | null> {
    const { tools, tally, mayFollow, turn } = this.context;
    const path = pathIn(target);
    const wants = (name: string, isFolder: boolean) =>
      isAsked(target, name) && (isFolder || target.rules.admitsFile(name));
    try {
      const listing = await listFolder(path, wants, mayFollow, turn);
      if (listing.garbledNames > 0) {
        tools.log('warn', `${path}: skipped ${listing.garbledNames} names that are not valid UTF-8.`);
      }
      return listing;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tools.log('warn', `${path} cannot be read, its assets are kept: ${reason}`);
      tally.fail(path, { code: 'unreadable', message: `This folder cannot be read: ${reason}` });
      return null;
    }
  }

  async #removeVanishedFiles(target: Target, known: KnownFiles, listing: Listing): Promise<void> {
    const { tools, tally, mayFollow } = this.context;
    for (const [name, { id }] of known) {
      if (listing.files.has(name) || !isAsked(target, name)) continue;
      await this.#breathe();
      const path = pathIn(target, name);
      if (target.rules.admitsFile(name) && lookAt(path, mayFollow) !== 'gone') continue;
      tools.writer.remove(path, id);
      tally.removed++;
    }
  }

  #removeVanishedFolders(target: Target, listing: Listing): void {
    const { tools, tally } = this.context;
    const { root, folder, rules } = target;
    for (const name of tools.store.subfoldersOf(root.path, folder)) {
      if (!isAsked(target, name)) continue;
      const isAdmitted = rules.enter(name) !== null;
      if (isAdmitted && (listing.subfolders.has(name) || mayBeFolder(pathIn(target, name)))) continue;
      tally.removed += tools.writer.removeFolder(root.path, below(folder, name));
    }
  }

  async #compareFiles(target: Target, known: KnownFiles, listing: Listing): Promise<void> {
    const { tally } = this.context;
    for (const [name, look] of listing.files) {
      await this.#breathe();
      const before = known.get(name);
      if (look === 'unreadable') {
        tally.fail(pathIn(target, name), cannotBeExamined);
      } else if (before && this.#isUnchanged(before, look)) {
        tally.found++;
        tally.unchanged++;
        if (before.error) tally.fail(pathIn(target, name), before.error);
      } else {
        tally.found++;
        await this.handOn({ target, name, known: before });
      }
      tally.report();
    }
  }

  #isUnchanged(known: KnownFile, stamp: FileStamp): boolean {
    const { force, ffprobeFound } = this.context.order;
    const isWorthAnotherTry = ffprobeFound && known.error?.code === 'ffprobe-missing';
    return !force && !isWorthAnotherTry && isSameStamp(known, stamp);
  }

  async #breathe(): Promise<void> {
    const { turn, signal } = this.context;
    if (turn.isOver) await turn.next();
    signal.throwIfAborted();
  }
}

function isAsked({ names }: Target, name: string): boolean {
  return names === 'all' || names.has(name);
}
