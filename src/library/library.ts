import { join } from 'node:path';
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
  type ToolSettings,
  type ToolVersions,
  type TreeNode,
  type TreePage,
  type ViewState,
} from './model';
import type { ScanCalls, ScanNews, ScanSetup, ScanThreadData } from './threads/scanThread';
import { openStore, type Store } from './store/store';
import { CallThread } from './threads/calls';
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
  /** Where the bundles of our threads lie. */
  readonly modulesFolder: string;
  readonly settings: LibrarySettings;
  readonly log: Log;
  readonly events: LibraryEvents;
}

const newsIntervalMs = 300;
const neighbourPollMs = 1000;

/** @throws LibraryError `schema-too-new` or `database-failed` */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const tools = await locateTools(options.settings);
  const store = openStore(options.location.databaseFile, {
    onSetAside: (damagedFile) =>
      options.log(
        'error',
        `The library was damaged and is built anew; what was left of it is in ${damagedFile}.`,
      ),
  });
  return new Library(options, store, tools);
}

/**
 * One database, its cache of pictures, and the thread that keeps both in step with the disk. Parts are put together here
 * and, for that thread, in `threads/scanThread.ts`. The methods are the protocol's requests; they fail with {@link LibraryError}.
 */
export class Library {
  #scans: CallThread<ScanCalls, ScanNews> | null = null;
  readonly #thumbnails: Thumbnails;
  readonly #news: Throttle;
  readonly #neighbourPoll: NodeJS.Timeout;
  #settings: LibrarySettings;
  #tools: ToolVersions;
  /** The settings that these tools were found by. */
  #toolsFor: ToolSettings;
  #isClosed = false;

  constructor(
    private readonly options: LibraryOptions,
    private readonly store: Store,
    tools: ToolVersions,
  ) {
    const { location, settings, log } = options;
    this.#settings = settings;
    this.#tools = tools;
    this.#toolsFor = settings;
    this.#news = new Throttle(newsIntervalMs, () => this.#spreadNews());
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
    const { ffmpegPath, ffprobePath } = this.#toolsFor;
    const isSame = settings.ffmpegPath === ffmpegPath && settings.ffprobePath === ffprobePath;
    const isComplete = this.#tools.ffmpeg !== null && this.#tools.ffprobe !== null;
    this.#settings = settings;
    if (!isSame || !isComplete) {
      const tools = await locateTools(settings);
      // Settings that came meanwhile know better which tools are wanted.
      if (this.#settings !== settings) return { tools: this.#tools };
      this.#tools = tools;
      this.#toolsFor = settings;
    }
    await this.#scans?.call('configure', this.#scanSetup());
    this.#thumbnails.configure(this.#thumbnailSetup());
    return { tools: this.#tools };
  }

  /** Starts what a scan needs, for those who are about to ask for one. */
  prepareScan(): void {
    this.#scanThread();
  }

  async scan(
    order: { readonly folder: string | null; readonly force: boolean },
    signal: AbortSignal,
  ): Promise<ScanSummary> {
    const summary = await this.#scanThread().call('scan', order, {
      signal,
      onProgress: (progress) => this.options.events.scanProgress(progress),
    });
    return this.#finished(summary);
  }

  async applyChanges({ paths }: { readonly paths: readonly string[] }): Promise<ScanSummary> {
    const summary = await this.#scanThread().call('applyChanges', paths);
    this.#news.flush();
    this.options.log('debug', `Changes: ${inWords(summary)}`);
    return summary;
  }

  async rebuild(signal: AbortSignal): Promise<ScanSummary> {
    const onProgress = (progress: ScanProgress) => this.options.events.scanProgress(progress);
    return this.#finished(await this.#scanThread().call('rebuild', null, { signal, onProgress }));
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
    return this.#scanThread().call('probe', filePath, { signal });
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
    this.#isClosed = true;
    // A thread that has just failed has nothing left to close.
    const scansClosed = this.#scans?.call('close', null).catch(() => null);
    await Promise.all([scansClosed, this.#thumbnails.dispose()]);
    await this.#scans?.end();
    this.#news.dispose();
    this.store.close();
  }

  /** Starts with the first call, and should it ever fail, again with the next. */
  #scanThread(): CallThread<ScanCalls, ScanNews> {
    if (this.#scans) return this.#scans;
    if (this.#isClosed) throw new LibraryError('not-open', 'The library has been closed.');
    const { location, modulesFolder, log } = this.options;
    const data: ScanThreadData = { location, modulesFolder, setup: this.#scanSetup() };
    this.#scans = new CallThread(join(modulesFolder, 'scanThread.js'), data, {
      onNews: (news) => {
        if (news.type === 'written') this.#news.request();
        else log(news.level, news.message);
      },
      onEnd: (error) => {
        this.#scans = null;
        if (!this.#isClosed) log('error', `The thread that scans ended: ${error.message}`);
      },
    });
    return this.#scans;
  }

  #scanSetup(): ScanSetup {
    return { settings: this.#settings, ffprobePath: this.#tools.ffprobe?.path ?? null };
  }

  #finished(summary: ScanSummary): ScanSummary {
    this.#news.request();
    this.#news.flush();
    this.options.log('info', `${summary.cancelled ? 'Cancelled scan' : 'Scan'}: ${inWords(summary)}`);
    return summary;
  }

  #thumbnailSetup() {
    return { limitBytes: this.#settings.cacheLimitBytes, ffmpegPath: this.#tools.ffmpeg?.path ?? null };
  }

  #spreadNews(): void {
    const { events } = this.options;
    this.#unasked(() => {
      // What the scan wrote is what is told of now.
      this.store.changedByOthers();
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

function inWords(summary: ScanSummary): string {
  const { found, added, updated, moved, removed, missing, failed, cost, durationMs } = summary;
  const counts = Object.entries({ added, updated, moved, removed, missing, failed }).filter(
    ([, count]) => count > 0,
  );
  return [
    `${found} files`,
    ...counts.map(([what, count]) => `${count} ${what}`),
    `${cost.filesRead} read (${cost.bytesRead} bytes), ffprobe asked ${cost.processesStarted} times`,
    `${durationMs} ms`,
  ].join(', ');
}
