import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type {
  AssetErrorCode,
  MediaFacts,
  ProbeResult,
  ScanProgress,
  ScanSettings,
  ScanSummary,
} from '../../src/library/model';
import { bareFacts } from '../../src/library/probe/facts';
import type { Prober } from '../../src/library/scanner/ports';
import { Scanner, type ScannerSetup } from '../../src/library/scanner/scanner';
import { openStore, type Store } from '../../src/library/store/store';
import { TempFolder } from './tempFolder';

/** Says of every file that it is a picture, and remembers which ones it was asked about. */
export class CountingProber implements Prober {
  asked: string[] = [];
  /** Called while a file is being read. */
  whileReading: (filePath: string, signal: AbortSignal) => Promise<void> = () => turn();
  errorOf: (filePath: string) => AssetErrorCode | null = () => null;

  async probe(filePath: string, signal: AbortSignal): Promise<ProbeResult> {
    this.asked.push(filePath);
    await this.whileReading(filePath, signal);
    signal.throwIfAborted();
    const code = this.errorOf(filePath);
    return { facts: pictureFacts, error: code && { code, message: `It is ${code}.` } };
  }

  /** The files asked about since the last call, sorted. */
  take(): string[] {
    const asked = this.asked.sort();
    this.asked = [];
    return asked;
  }
}

/** A scanner on a real folder and a real database, with a prober that counts. */
export class ScanRig {
  readonly folder = new TempFolder();
  readonly other = new TempFolder();
  readonly prober = new CountingProber();
  readonly store: Store = openStore(this.other.at('library.sqlite'));
  readonly log: string[] = [];
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
        names: {
          kindOf: (name) => (/\.(png|jpg|ts)$/i.test(name) ? 'image' : null),
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
  const { found, added, updated, removed, unchanged } = summary;
  const all = { found, added, updated, removed, unchanged };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
}

const defaultSettings: Omit<ScanSettings, 'roots'> = {
  include: [],
  exclude: [],
  respectGitignore: false,
  kinds: ['image', 'video', 'audio'],
  concurrency: 4,
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
