import { signal } from '@preact/signals';
import { LibraryError, type ViewState } from '../../../library/model';
import type { AssetCard } from '../../../protocol/schemas';
import { rangesOf } from '../layout/ranges';
import type { Span } from '../layout/scroll';
import type { GalleryClient } from './client';
import { LruMap } from './lruMap';

const rangeSize = 100;
const keptRanges = 80;
const parallelLoads = 2;
/** Ranges that a fling only passes are not asked for. */
const settleMs = 30;

/** Some ranges of one version of a view. */
export interface LoadedRows extends ViewState {
  readonly ranges: ReadonlyMap<number, readonly AssetCard[]>;
}

interface Reports {
  /** The library answered from a newer version than the one shown. */
  outdated(newer: ViewState): void;
  failed(error: unknown): void;
}

/** The rows of the view that is shown, as far as they were looked at. */
export class RowStore {
  /** Grows when rows come; who reads a row subscribes to it. */
  private readonly arrivals = signal(0);
  private readonly ranges = new LruMap<number, readonly AssetCard[]>(keptRanges);
  private readonly loading = new Map<number, AbortController>();
  private view: ViewState | null = null;
  private wanted: readonly number[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly client: GalleryClient,
    private readonly reports: Reports,
  ) {}

  /** Undefined until it has come. */
  at(index: number): AssetCard | undefined {
    return this.arrivals.value === 0
      ? undefined
      : this.ranges.get(Math.floor(index / rangeSize))?.[index % rangeSize];
  }

  /** Reads the ranges of `span` without showing them yet. */
  async load(view: ViewState, span: Span, signal: AbortSignal): Promise<LoadedRows> {
    const numbers = rangesOf(span, rangeSize);
    const answers = await Promise.all(numbers.map((range) => this.request(view.viewId, range, signal)));
    const newest = answers.reduce((a, b) => (b.version > a.version ? b : a), { ...view, rows: [] });
    const ranges = new Map(numbers.map((range, place) => [range, answers[place]?.rows ?? []]));
    return { viewId: view.viewId, version: newest.version, total: newest.total, ranges };
  }

  /** Shows these rows in place of all there were. */
  replace(rows: LoadedRows): void {
    this.abort(() => true);
    this.view = { viewId: rows.viewId, version: rows.version, total: rows.total };
    this.ranges.clear();
    for (const [range, cards] of rows.ranges) this.ranges.set(range, cards);
    this.arrivals.value += 1;
  }

  /** Loads what is missing of `span`, and stops loading what lies elsewhere. */
  want(span: Span): void {
    this.wanted = rangesOf(span, rangeSize);
    this.abort((range) => !this.wanted.includes(range));
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.loadMissing();
    }, settleMs);
  }

  private loadMissing(): void {
    const missing = this.wanted.filter((range) => !this.ranges.get(range) && !this.loading.has(range));
    for (const range of missing.slice(0, parallelLoads - this.loading.size)) void this.loadRange(range);
  }

  private async loadRange(range: number): Promise<void> {
    const { view } = this;
    if (!view) return;
    const loading = new AbortController();
    this.loading.set(range, loading);
    try {
      const answer = await this.request(view.viewId, range, loading.signal);
      if (this.view !== view) return;
      if (answer.version !== view.version) {
        this.reports.outdated({ viewId: view.viewId, version: answer.version, total: answer.total });
        return;
      }
      this.ranges.set(range, answer.rows);
      this.arrivals.value += 1;
    } catch (error) {
      if (!loading.signal.aborted) this.reports.failed(error);
      return;
    } finally {
      if (this.loading.get(range) === loading) this.loading.delete(range);
    }
    this.loadMissing();
  }

  private abort(which: (range: number) => boolean): void {
    for (const [range, loading] of this.loading) {
      if (!which(range)) continue;
      loading.abort();
      this.loading.delete(range);
    }
  }

  private request(viewId: number, range: number, signal: AbortSignal) {
    return this.client.request('viewRows', { viewId, offset: range * rangeSize, count: rangeSize }, signal);
  }
}

export function isCancelled(error: unknown): boolean {
  return error instanceof LibraryError && error.code === 'cancelled';
}
