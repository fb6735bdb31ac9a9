import type { ScanSummary } from '../model';

/**
 * Gathers changed paths while a pass over earlier ones runs, so that ten thousand events cost a pass or two. Everyone
 * who adds paths gets the summary of the pass that covered them.
 */
export class ChangeQueue {
  #next: { readonly paths: Set<string>; readonly summary: Promise<ScanSummary> } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly run: (paths: readonly string[]) => Promise<ScanSummary>) {}

  add(paths: readonly string[]): Promise<ScanSummary> {
    this.#next ??= this.#gather();
    for (const path of paths) this.#next.paths.add(path);
    return this.#next.summary;
  }

  /** Resolves when no pass runs and none is due. */
  async idle(): Promise<void> {
    await this.#last;
  }

  #gather() {
    const paths = new Set<string>();
    const summary = this.#last.then(() => {
      this.#next = null;
      return this.run([...paths]);
    });
    this.#last = summary.catch(() => undefined);
    return { paths, summary };
  }
}
