import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChangeBatch, watchTiming } from '../../src/host/watch/changeBatch';
import type { Bench } from '../support/bench';
import { LibraryRun } from '../support/libraryRun';
import { median, percentile95 } from '../support/report';

const changes = 12;
const mostMs = 300;

/** From the moment a watcher tells of one file to the answered page that shows it, in a large library with an open view. */
export async function singleChange(bench: Bench): Promise<void> {
  const roots = await bench.tree(bench.usualSize);
  const library = await LibraryRun.open({ roots, home: bench.home });
  try {
    bench.say(`single changes among ${bench.usualSize} files`);
    await library.scan();
    const shown = await ShownView.open(library);
    const batch = new ChangeBatch(async (paths) => {
      await library.client.request('applyChanges', { paths: [...paths] });
    }, watchTiming);
    const times: Record<string, number[]> = { added: [], changed: [], removed: [] };
    for (let change = 0; change < changes; change++) {
      const path = join(roots[0] ?? '', `changing_${change}.svg`);
      const next = (width: number) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="1"/>`;
      const after = async (what: string, isShown: (first: FirstRow) => boolean) => {
        const began = performance.now();
        batch.add(path);
        await shown.until(isShown);
        times[what]?.push(performance.now() - began);
      };
      writeFileSync(path, next(1));
      await after('added', (first) => first.filePath === path);
      writeFileSync(path, next(1234));
      await after('changed', (first) => first.filePath === path && first.width === 1234);
      rmSync(path);
      await after('removed', (first) => first.filePath !== path);
    }
    batch.dispose();
    for (const [what, ms] of Object.entries(times)) {
      const value = percentile95(ms);
      bench.report.add(`one file ${what}, event to visible row, p95`, value, 'ms', {
        peers: { median: median(ms) },
        goal: `≤ ${mostMs}`,
        holds: value <= mostMs,
      });
    }
  } finally {
    await library.close();
  }
}

interface FirstRow {
  readonly filePath: string | undefined;
  readonly width: number | null | undefined;
}

/** The latest files first, asked for again at each news of the view, as the gallery does. */
class ShownView {
  #news = () => undefined as void;

  private constructor(
    private readonly library: LibraryRun,
    private readonly viewId: number,
  ) {
    library.onViewChanged = () => this.#news();
  }

  static async open(library: LibraryRun): Promise<ShownView> {
    const sort = { field: 'modified', descending: true } as const;
    const { viewId } = await library.client.request('openView', { search: '', kinds: [], sort });
    return new ShownView(library, viewId);
  }

  async until(isShown: (first: FirstRow) => boolean): Promise<void> {
    for (;;) {
      const news = new Promise<void>((resolve) => (this.#news = resolve));
      const { rows } = await this.library.client.request('viewRows', {
        viewId: this.viewId,
        offset: 0,
        count: 200,
      });
      if (isShown({ filePath: rows[0]?.filePath, width: rows[0]?.width })) return;
      await news;
    }
  }
}
