import { Throttle } from '../common/throttle';
import { locateTools } from './media/locate';
import {
  LibraryError,
  type Asset,
  type AssetId,
  type AssetQuery,
  type LibraryLocation,
  type LibrarySettings,
  type LibraryStats,
  type Log,
  type ProbeResult,
  type ScanProgress,
  type ScanSummary,
  type ToolVersions,
  type TreeNode,
  type TreePage,
  type ViewState,
} from './model';
import { isAmbiguousName, mediaKindOfName } from './probe/formats';
import { createProber } from './probe/probe';
import type { Prober } from './scanner/ports';
import { Scanner, type ScannerSetup } from './scanner/scanner';
import { openStore, type Store } from './store/store';
import { createThumbnails, type Thumbnails, type ThumbnailWidth } from './thumbnails/thumbnails';

export interface LibraryEvents {
  /** At most five times a second while a scan runs, and once when it ends. */
  scanProgress(progress: ScanProgress): void;
  /** Rows were added, changed or removed, by this process or another one. */
  assetsChanged(payload: { readonly stats: LibraryStats }): void;
  viewChanged(view: ViewState): void;
}

export interface LibraryOptions {
  readonly location: LibraryLocation;
  readonly settings: LibrarySettings;
  readonly log: Log;
  readonly events: LibraryEvents;
}

const newsIntervalMs = 300;
const neighbourPollMs = 1000;

/** @throws LibraryError `schema-too-new` or `database-failed` */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const tools = await locateTools(options.settings);
  return new Library(options, openStore(options.location.databaseFile), tools);
}

/**
 * One database, its cache of pictures, and the scanner that keeps both in step with the disk. Parts are put together here
 * and nowhere else. The methods are the protocol's requests; they fail with {@link LibraryError}.
 */
export class Library {
  readonly #scanner: Scanner;
  readonly #thumbnails: Thumbnails;
  readonly #news: Throttle;
  readonly #neighbourPoll: NodeJS.Timeout;
  #settings: LibrarySettings;
  #tools: ToolVersions;
  #prober: Prober;

  constructor(
    private readonly options: LibraryOptions,
    private readonly store: Store,
    tools: ToolVersions,
  ) {
    const { location, settings, log } = options;
    this.#settings = settings;
    this.#tools = tools;
    this.#prober = proberWith(tools);
    this.#news = new Throttle(newsIntervalMs, () => this.#spreadNews());
    this.#scanner = new Scanner(
      {
        store,
        log,
        names: { kindOf: mediaKindOfName, isAmbiguous: isAmbiguousName },
        ownFolders: [location.cacheFolder],
        onWritten: () => this.#news.request(),
      },
      this.#scannerSetup(),
    );
    this.#thumbnails = createThumbnails({
      log,
      cacheFolder: location.cacheFolder,
      concurrency: settings.concurrency,
      ...this.#thumbnailSetup(),
    });
    this.#neighbourPoll = setInterval(() => this.#lookForNeighbours(), neighbourPollMs).unref();
  }

  get tools(): ToolVersions {
    return this.#tools;
  }

  /** Looks for the tools again when their settings changed, or when one was missing so far. */
  async configure(settings: LibrarySettings): Promise<{ readonly tools: ToolVersions }> {
    const { ffmpegPath, ffprobePath } = this.#settings;
    const isSame = settings.ffmpegPath === ffmpegPath && settings.ffprobePath === ffprobePath;
    const isComplete = this.#tools.ffmpeg !== null && this.#tools.ffprobe !== null;
    this.#settings = settings;
    if (!isSame || !isComplete) {
      const tools = await locateTools(settings);
      // Settings that came meanwhile know better which tools are wanted.
      if (this.#settings !== settings) return { tools: this.#tools };
      this.#tools = tools;
      this.#prober = proberWith(this.#tools);
    }
    this.#scanner.configure(this.#scannerSetup());
    this.#thumbnails.configure(this.#thumbnailSetup());
    return { tools: this.#tools };
  }

  async scan(
    order: { readonly folder: string | null; readonly force: boolean },
    signal: AbortSignal,
  ): Promise<ScanSummary> {
    const { log, events } = this.options;
    const summary = await this.#scanner.scan(order, (progress) => events.scanProgress(progress), signal);
    if (order.folder === null && !summary.cancelled) this.store.setScanFinished(Date.now());
    this.#news.request();
    this.#news.flush();
    log('info', `${summary.cancelled ? 'Cancelled scan' : 'Scan'}: ${inWords(summary)}`);
    return summary;
  }

  async applyChanges({ paths }: { readonly paths: readonly string[] }): Promise<ScanSummary> {
    const summary = await this.#scanner.applyChanges(paths);
    this.#news.flush();
    this.options.log('debug', `Changes: ${inWords(summary)}`);
    return summary;
  }

  async rebuild(signal: AbortSignal): Promise<ScanSummary> {
    while (this.#scanner.isScanning) await this.#scanner.cancelledScanEnded();
    this.store.clear();
    return this.scan({ folder: null, force: true }, signal);
  }

  stats(): LibraryStats {
    return this.store.stats();
  }

  getAssets({ ids }: { readonly ids: readonly AssetId[] }): Asset[] {
    return this.store.get(ids);
  }

  findAsset({ filePath }: { readonly filePath: string }): Asset | null {
    return this.store.find(filePath);
  }

  probe({ filePath }: { readonly filePath: string }, signal: AbortSignal): Promise<ProbeResult> {
    return this.#prober.probe(filePath, signal);
  }

  treeChildren(page: { readonly node: TreeNode; readonly offset: number; readonly limit: number }): TreePage {
    return this.store.treeChildren(page.node, this.#settings.roots, page.offset, page.limit);
  }

  openView(query: AssetQuery): ViewState {
    return this.store.openView(query);
  }

  closeView({ viewId }: { readonly viewId: number }): null {
    this.store.closeView(viewId);
    return null;
  }

  viewRows({ viewId, offset, count }: Range): { version: number; total: number; rows: Asset[] } {
    return this.store.viewRows(viewId, offset, count);
  }

  viewIds({ viewId, offset, count }: Range): { version: number; ids: AssetId[] } {
    return this.store.viewIds(viewId, offset, count);
  }

  locateInView({ viewId, ids }: { readonly viewId: number; readonly ids: readonly AssetId[] }) {
    return this.store.locateInView(viewId, ids);
  }

  findByName({
    viewId,
    namePrefix,
    from,
  }: {
    readonly viewId: number;
    readonly namePrefix: string;
    readonly from: number;
  }) {
    return this.store.findByName(viewId, namePrefix, from);
  }

  async thumbnail(
    { id, widthPx }: { readonly id: AssetId; readonly widthPx: ThumbnailWidth },
    signal: AbortSignal,
  ): Promise<{ readonly file: string }> {
    const [asset] = this.store.get([id]);
    if (!asset) throw new LibraryError('asset-unknown', 'This file is no longer in the library.');
    return { file: await this.#thumbnails.get(asset, widthPx, signal) };
  }

  clearThumbnails(): Promise<{ readonly files: number; readonly bytes: number }> {
    return this.#thumbnails.clear();
  }

  /** Cancels what runs and closes the database; no child process is left. */
  async close(): Promise<void> {
    clearInterval(this.#neighbourPoll);
    await Promise.all([this.#scanner.close(), this.#thumbnails.dispose()]);
    this.#news.dispose();
    this.store.close();
  }

  #scannerSetup(): ScannerSetup {
    return { settings: this.#settings, prober: this.#prober, ffprobeFound: this.#tools.ffprobe !== null };
  }

  #thumbnailSetup() {
    return { limitBytes: this.#settings.cacheLimitBytes, ffmpegPath: this.#tools.ffmpeg?.path ?? null };
  }

  #spreadNews(): void {
    const { events } = this.options;
    this.#unasked(() => {
      for (const view of this.store.refreshViews()) events.viewChanged(view);
      events.assetsChanged({ stats: this.store.stats() });
    });
  }

  /** Another window may scan the same folders into the same database. */
  #lookForNeighbours(): void {
    this.#unasked(() => {
      if (this.store.changedByOthers()) this.#news.request();
    });
  }

  /** What nobody waits for has nobody to fail to: it is logged, and the next request meets the same trouble. */
  #unasked(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.options.log('error', `The library could not be looked through: ${String(error)}`);
    }
  }
}

interface Range {
  readonly viewId: number;
  readonly offset: number;
  readonly count: number;
}

function proberWith({ ffprobe }: ToolVersions): Prober {
  return createProber({ ffprobePath: ffprobe?.path ?? null });
}

function inWords({ found, added, updated, removed, failed, durationMs }: ScanSummary): string {
  return `${found} files, ${added} added, ${updated} updated, ${removed} removed, ${failed} failed, ${durationMs} ms`;
}
