import { resolve } from 'node:path';
import { openLibrary, type Library } from '../../src/library/library';
import type { LibrarySettings, LibraryStats, ScanProgress, ViewState } from '../../src/library/model';
import type { TempFolder } from './tempFolder';

/** What a library says by itself, kept in order; `next` waits for something that fits. */
export class EventLog {
  readonly assetsChanged: LibraryStats[] = [];
  readonly viewChanged: ViewState[] = [];
  readonly scanProgress: ScanProgress[] = [];
  #waiting: (() => void)[] = [];

  readonly events = {
    assetsChanged: ({ stats }: { readonly stats: LibraryStats }) => this.#add(this.assetsChanged, stats),
    viewChanged: (view: ViewState) => this.#add(this.viewChanged, view),
    scanProgress: (progress: ScanProgress) => this.#add(this.scanProgress, progress),
  };

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #add<T>(list: T[], item: T): void {
    list.push(item);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

export function settingsFor(folder: TempFolder, changes: Partial<LibrarySettings> = {}): LibrarySettings {
  return {
    roots: [folder.path],
    include: [],
    exclude: [],
    respectGitignore: false,
    kinds: ['image', 'video', 'audio'],
    concurrency: 2,
    cacheLimitBytes: 1e9,
    keepDeletedMs: 1e9,
    ffmpegPath: null,
    ffprobePath: null,
    ...changes,
  };
}

export function locationIn(folder: TempFolder) {
  return { databaseFile: folder.at('library.sqlite'), cacheFolder: folder.at('thumbnails') };
}

/** Opens the library of `media`, kept in `storage`. */
export async function openTestLibrary(
  media: TempFolder,
  storage: TempFolder,
  changes: Partial<LibrarySettings> = {},
): Promise<{ library: Library; heard: EventLog }> {
  const heard = new EventLog();
  const library = await openLibrary({
    location: locationIn(storage),
    modulesFolder: resolve('dist'),
    settings: settingsFor(media, changes),
    log: () => undefined,
    events: heard.events,
  });
  return { library, heard };
}
