import type { AssetError } from '../model';
import {
  cannotBeExamined,
  mayBeFolder,
  isListedOtherwise,
  isSameStamp,
  listingOf,
  lookAt,
  type Listing,
} from './listing';
import type { FileStamp, FolderContent } from './folderContent';
import { isStillThere, pathIn, type Candidate, type PassContext } from './passContext';
import { subfolderOf, type Target } from './plan';
import type { KnownFile } from './ports';
import { below } from './rules';

/** So many folders are looked at while one is compared. */
const foldersAhead = 8;

/** A folder that is being read. */
interface OpenedFolder {
  readonly target: Target;
  readonly content: Promise<FolderContent | { readonly error: unknown }>;
}

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
    const opened: OpenedFolder[] = [];
    for (;;) {
      for (let next = pending.at(-1); next && opened.length < foldersAhead; next = pending.at(-1)) {
        pending.pop();
        if (this.#isNew(next)) opened.push(this.#open(next));
      }
      const next = opened.shift();
      if (!next) return;
      await this.#breathe();
      for (const subfolder of await this.#compare(next)) pending.push(subfolder);
    }
  }

  #isNew(target: Target): boolean {
    const path = pathIn(target);
    if (this.#compared.has(path)) return false;
    if (target.names === 'all') this.#compared.add(path);
    return true;
  }

  #open(target: Target): OpenedFolder {
    const { tools, signal } = this.context;
    const names = target.names === 'all' ? null : [...target.names];
    const content = tools.readFolder(pathIn(target), names, signal);
    return { target, content: content.catch((error: unknown) => ({ error })) };
  }

  /** Answers with the subfolders to go on with. */
  async #compare({ target, content }: OpenedFolder): Promise<readonly Target[]> {
    const { tools, signal } = this.context;
    const found = await content;
    signal.throwIfAborted();
    const listing = this.#listingOf(target, found);
    if (!listing) return [];
    tools.writer.flushFolder(pathIn(target));
    const known = tools.store.filesIn(target.root.path, target.folder);
    tools.writer.markFound(target.root.path, target.folder);
    await this.#removeVanishedFiles(target, known, listing);
    await this.#removeVanishedFolders(target, listing);
    await this.#compareFiles(target, known, listing);
    return [...listing.subfolders].flatMap((name) => subfolderOf(target, name) ?? []);
  }

  /** Null when the folder cannot be read: then nobody knows what it holds, and its assets are missing, not gone. */
  #listingOf(target: Target, content: FolderContent | { readonly error: unknown }): Listing | null {
    if ('error' in content) {
      const { error } = content;
      // A folder that went since its parent was listed is the next look's concern.
      if (target.folder === '' || !isGone(error))
        this.#setAside(target, error instanceof Error ? error.message : String(error));
      return null;
    }
    const wantsFile = (name: string) => target.rules.admitsFile(name);
    const listing = listingOf(pathIn(target), content, wantsFile, this.context.mayFollow);
    if (listing.garbledNames > 0) this.context.tally.fail(pathIn(target), garbledNames(listing.garbledNames));
    if (target.folder !== '' || !listing.isEmpty || !this.#holdsAssets(target)) return listing;
    this.#setAside(target, 'it is empty, as a folder is on which nothing is mounted');
    return null;
  }

  #holdsAssets({ root, folder }: Target): boolean {
    const { store } = this.context.tools;
    return store.filesIn(root.path, folder).size > 0 || store.subfoldersOf(root.path, folder).length > 0;
  }

  #setAside(target: Target, reason: string): void {
    const { tools, tally } = this.context;
    const path = pathIn(target);
    tools.log('warn', `${path} cannot be read, its assets are kept: ${reason}`);
    tally.fail(path, { code: 'unreadable', message: `This folder cannot be read: ${reason}.` });
    tools.writer.markMissing(target.root.path, target.folder, tally);
  }

  async #removeVanishedFiles(target: Target, known: KnownFiles, listing: Listing): Promise<void> {
    const { tools, tally, mayFollow } = this.context;
    const unlisted = [...known.keys()].filter((name) => !listing.files.has(name) && isAsked(target, name));
    // A disk may go while it is looked at.
    if (unlisted.length === 0 || !isStillThere(target)) return;
    for (const name of unlisted) {
      await this.#breathe();
      const path = pathIn(target, name);
      const isFound = target.rules.admitsFile(name) && lookAt(path, mayFollow) !== 'gone';
      if (isFound && !isListedOtherwise(pathIn(target), name, listing.files.keys())) continue;
      tools.writer.depart(path, tally);
    }
  }

  async #removeVanishedFolders(target: Target, listing: Listing): Promise<void> {
    const { tools, tally } = this.context;
    const { root, folder, rules } = target;
    const isListed = (name: string) => listing.subfolders.has(name) && rules.enter(name) !== null;
    const unlisted = tools.store
      .subfoldersOf(root.path, folder)
      .filter((name) => isAsked(target, name) && !isListed(name));
    if (unlisted.length === 0 || !isStillThere(target)) return;
    for (const name of unlisted) {
      const isFound = rules.enter(name) !== null && mayBeFolder(pathIn(target, name));
      if (isFound && !isListedOtherwise(pathIn(target), name, listing.subfolders)) continue;
      while (tools.writer.departSomeOf(root.path, below(folder, name), tally)) await this.#breathe();
    }
  }

  async #compareFiles(target: Target, known: KnownFiles, listing: Listing): Promise<void> {
    const { tally, turn } = this.context;
    for (const [name, look] of listing.files) {
      if (turn.isOver) await this.#breathe();
      const before = known.get(name);
      if (look === 'unreadable') {
        tally.fail(pathIn(target, name), cannotBeExamined);
      } else if (before && this.#isUnchanged(before, look)) {
        tally.found++;
        tally.unchanged++;
        if (before.error) tally.fail(pathIn(target, name), before.error);
      } else {
        tally.found++;
        await this.handOn({ target, name, stamp: look, known: before });
      }
      tally.report();
    }
  }

  #isUnchanged(known: KnownFile, stamp: FileStamp): boolean {
    const { force, ffprobeFound } = this.context.order;
    const failure = known.error?.code;
    const isWorthAnotherTry = failure === 'unreadable' || (ffprobeFound && failure === 'ffprobe-missing');
    return !force && !isWorthAnotherTry && isSameStamp(known, stamp);
  }

  async #breathe(): Promise<void> {
    const { turn, tally, signal } = this.context;
    if (turn.isOver) await turn.next();
    signal.throwIfAborted();
    tally.throwIfFailed();
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function garbledNames(count: number): AssetError {
  const names = count === 1 ? 'One name in this folder is' : `${count} names in this folder are`;
  return { code: 'unreadable', message: `${names} not valid UTF-8; no editor can open such a file.` };
}

function isAsked({ names }: Target, name: string): boolean {
  return names === 'all' || names.has(name);
}
