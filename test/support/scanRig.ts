import { join, relative } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type {
  AssetErrorCode,
  MediaFacts,
  ScanProgress,
  ScanSettings,
  ScanSummary,
} from '../../src/library/model';
import { bareFacts } from '../../src/library/probe/facts';
import type { Probed, Prober, ScanLock } from '../../src/library/scanner/ports';
import { readFolder } from '../../src/library/scanner/folderContent';
import { Scanner, type ScannerSetup } from '../../src/library/scanner/scanner';
import { openStore, type Store } from '../../src/library/store/store';
import { TempFolder } from './tempFolder';

/** Says of every file that it is a picture, and remembers which ones it was asked about. */
export class CountingProber implements Prober {
  asked: string[] = [];
  /** Called while a file is being read. */
  whileReading: (filePath: string, signal: AbortSignal) => Promise<void> = () => turn();
  errorOf: (filePath: string) => AssetErrorCode | null = () => null;
  isLasting = true;
  fingerprintOf: (filePath: string) => string | null = () => null;

  async probe(filePath: string, signal: AbortSignal): Promise<Probed> {
    this.asked.push(filePath);
    await this.whileReading(filePath, signal);
    signal.throwIfAborted();
    const code = this.errorOf(filePath);
    const error = code && { code, message: `It is ${code}.` };
    const result = { facts: pictureFacts, error, fingerprint: this.fingerprintOf(filePath) };
    return { result, bytesRead: 1, askedFfprobe: false, isLasting: this.isLasting };
  }

  /** The files asked about since the last call, sorted. */
  take(): string[] {
    const asked = this.asked.sort();
    this.asked = [];
    return asked;
  }
}

/** By the whole content: files are small here. */
export function contentFingerprint(filePath: string): string {
  return createHash('md5').update(readFileSync(filePath)).digest('hex');
}

/** A scanner on a real folder and a real database, with a prober that counts. */
export class ScanRig {
  readonly folder = new TempFolder();
  readonly other = new TempFolder();
  readonly prober = new CountingProber();
  readonly store: Store = openStore(this.other.at('library.sqlite'));
  readonly log: string[] = [];
  readonly lock: { take: ScanLock['take'] } = { take: () => Promise.resolve(() => undefined) };
  readonly progress: ScanProgress[] = [];
  writes = 0;
  readonly scanner: Scanner;
  #setup: ScannerSetup;

  constructor(settings: Partial<ScanSettings> = {}) {
    this.#setup = {
      settings: { ...defaultSettings, roots: [this.folder.path], ...settings },
      prober: this.prober,
      ffprobeFound: true,
    };
    this.scanner = new Scanner(
      {
        store: this.store,
        lock: this.lock,
        readFolder: async (path, names) => {
          await turn();
          return readFolder(path, names, isMedia, () => undefined);
        },
        names: {
          kindOf: (name) => (isMedia(name) ? 'image' : null),
          isAmbiguous: (name) => name.endsWith('.ts'),
        },
        log: (level, message) => this.log.push(`${level}: ${message}`),
        ownFolders: [this.folder.at('our-cache')],
        onWritten: () => this.writes++,
      },
      this.#setup,
    );
  }

  configure(setup: Partial<Omit<ScannerSetup, 'settings'>> & { settings?: Partial<ScanSettings> }): void {
    const settings = { ...this.#setup.settings, ...setup.settings };
    this.#setup = { ...this.#setup, ...setup, settings };
    this.scanner.configure(this.#setup);
  }

  scan(order: { folder?: string; force?: boolean; signal?: AbortSignal } = {}): Promise<ScanSummary> {
    return this.scanner.scan(
      { folder: order.folder ?? null, force: order.force ?? false },
      (progress) => this.progress.push(progress),
      order.signal ?? new AbortController().signal,
    );
  }

  changed(...relative: string[]): Promise<ScanSummary> {
    return this.scanner.applyChanges(relative.map((path) => this.folder.at(path)));
  }

  /** What the library holds, as paths relative to the folder. */
  stored(root = this.folder.path): string[] {
    return this.#storedIn(root, '').sort();
  }

  /** Null for what the library does not hold. */
  idOf(relative: string): number | null {
    return this.store.find(this.folder.at(relative))?.id ?? null;
  }

  /** The assets in folders that cannot be read, as paths relative to the folder. */
  missing(): string[] {
    const { viewId, total } = this.store.openView({
      search: '',
      kinds: [],
      sort: { field: 'folder', descending: false },
    });
    const { rows } = this.store.viewRows(viewId, 0, Math.max(1, total));
    this.store.closeView(viewId);
    return rows
      .filter(({ missingSinceMs }) => missingSinceMs !== null)
      .map(({ filePath }) => relative(this.folder.path, filePath));
  }

  #storedIn(root: string, folder: string): string[] {
    const here = [...this.store.filesIn(root, folder).keys()].map((name) => join(folder, name));
    const below = this.store
      .subfoldersOf(root, folder)
      .flatMap((name) => this.#storedIn(root, folder === '' ? name : `${folder}/${name}`));
    return [...here, ...below];
  }

  async dispose(): Promise<void> {
    await this.scanner.close();
    this.store.close();
    this.folder.dispose();
    this.other.dispose();
  }
}

/** What a summary says became of the files, for comparison; zeros left out. */
export function counts(summary: ScanSummary): Partial<Record<string, number>> {
  const { found, added, updated, moved, removed, unchanged, missing } = summary;
  const all = { found, added, updated, moved, removed, unchanged, missing };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
}

const isMedia = (name: string) => /\.(png|jpg|ts)$/i.test(name);

const defaultSettings: Omit<ScanSettings, 'roots'> = {
  include: [],
  exclude: [],
  respectGitignore: false,
  kinds: ['image', 'video', 'audio'],
  concurrency: 4,
  keepDeletedMs: 1e9,
};

const pictureFacts: MediaFacts = {
  ...bareFacts('image', 'png'),
  containerFormat: 'png_pipe',
  codec: 'png',
  width: 1,
  height: 1,
  pixelFormat: 'rgba',
  rotationDegrees: 0,
  bitDepth: 8,
  hasAlpha: true,
  frameCount: 1,
};
