import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChangeBatch, watchTiming } from '../../src/host/watch/changeBatch';
import type { AssetQuery } from '../../src/library/model';
import type { Bench } from '../support/bench';
import { LibraryRun } from '../support/libraryRun';
import { percentile95 } from '../support/report';

const pageRows = 200;
const mostMs = 50;
const byName = { field: 'name', descending: false } as const;
const views = {
  'of a view that grows': { search: '', kinds: [], sort: byName },
  'of a view that stays': { search: '', kinds: ['audio'], sort: byName },
} as const satisfies Readonly<Record<string, AssetQuery>>;

/** Pages of two open views while the library grows by a large folder. */
export async function queriesWhileScanning(bench: Bench): Promise<void> {
  await bench.mixed();
  const tiny = await bench.tree(bench.usualSize);
  const library = await LibraryRun.open({ roots: [bench.mixedFolder], home: bench.home });
  try {
    await library.scan();
    bench.say(`queries while ${bench.usualSize} files are scanned`);
    await library.setRoots([bench.mixedFolder, ...tiny]);
    const times = await pagesWhile(library, views, () => library.scan());
    for (const [name, ms] of times) {
      addPages(bench, `page of ${pageRows} ${name}, while a scan runs, p95 of ${ms.length}`, ms);
    }
  } finally {
    await library.close();
  }
}

const switchedFiles = 10_000;
const switchMs = 1000;

/** A branch is switched: ten thousand files change within a second, beside a library that is large already. */
export async function branchSwitch(bench: Bench): Promise<void> {
  const tiny = await bench.tree(bench.usualSize);
  const branch = bench.folder('branch');
  const paths = Array.from({ length: switchedFiles }, (_, index) => join(branch, `${index}.svg`));
  const write = (width: number) => {
    for (const [index, path] of paths.entries()) {
      writeFileSync(path, `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${index + 1}"/>`);
    }
  };
  write(1);
  const library = await LibraryRun.open({ roots: [branch, ...tiny], home: bench.home });
  try {
    await library.scan();
    bench.say(`${switchedFiles} changes within a second`);
    let passes = 0;
    let updated = 0;
    const tellAll = async () => {
      write(1234);
      const began = performance.now();
      const batch = new ChangeBatch(async (changed) => {
        passes++;
        updated += (await library.client.request('applyChanges', { paths: [...changed] })).updated;
      }, watchTiming);
      for (const [index, path] of paths.entries()) {
        batch.add(path);
        if (index % 100 === 99) await delay((switchMs / switchedFiles) * 100);
      }
      while (updated < switchedFiles) await delay(10);
      return performance.now() - began;
    };
    let tookMs = 0;
    const times = await pagesWhile(library, { all: views['of a view that grows'] }, async () => {
      tookMs = await tellAll();
    });
    bench.report.add(`${switchedFiles} files changed within a second: passes`, passes, '', {
      goal: '1',
      holds: passes === 1,
    });
    bench.report.add(`${switchedFiles} files changed: first event to last row`, tookMs, 'ms');
    addPages(bench, `page of ${pageRows} meanwhile, p95`, times.get('all') ?? []);
  } finally {
    await library.close();
  }
}

/** Asks for pages of open views all the while; milliseconds of each answer, by view. */
async function pagesWhile(
  library: LibraryRun,
  queries: Readonly<Record<string, AssetQuery>>,
  work: () => Promise<unknown>,
): Promise<Map<string, number[]>> {
  const opened = new Map<string, number>();
  for (const [name, query] of Object.entries(queries)) {
    opened.set(name, (await library.client.request('openView', query)).viewId);
  }
  const times = new Map([...opened.keys()].map((name) => [name, [] as number[]] as const));
  const totals = new Map<string, number>();
  const over = new AbortController();
  const working = work().finally(() => over.abort());
  while (!over.signal.aborted) {
    for (const [name, viewId] of opened) {
      await delay(10 + Math.random() * 10);
      const offset = Math.floor(Math.random() * (totals.get(name) ?? 0));
      const began = performance.now();
      const page = await library.client.request('viewRows', { viewId, offset, count: pageRows });
      times.get(name)?.push(performance.now() - began);
      totals.set(name, page.total);
    }
  }
  await working;
  return times;
}

function addPages(bench: Bench, measure: string, ms: readonly number[]): void {
  const value = percentile95(ms);
  bench.report.add(measure, value, 'ms', {
    peers: { longest: Math.max(...ms) },
    goal: `≤ ${mostMs}`,
    holds: value <= mostMs,
  });
}
