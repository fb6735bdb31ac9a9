/** How fast the store takes and gives assets: `store.bench [--rows N] [--json FILE]`, by default a hundred thousand. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sortFields, type AssetKind, type SortField } from '../src/library/model';
import { openStore, type Store } from '../src/library/store/store';
import { bareLoopMs } from './support/bareLoop';
import { fileAt, filesPerFolder, folderOf, libraryRoot } from './support/libraryRows';
import { median, percentile95, Report, timed } from './support/report';

const { rows } = parseArgs({ options: { rows: { type: 'string' } }, strict: false }).values;
const assetCount = Number(rows ?? 100_000);
const batchSize = 1000;
const rounds = 3;
const home = mkdtempSync(join(tmpdir(), 'store-bench-'));
const report = new Report();
void main().finally(() => rmSync(home, { recursive: true }));

async function main(): Promise<void> {
  measureInserts();
  const store = filledStore('measured.db');
  await measureChanges(store);
  await measureReading(store);
  await measureBranchSwitch(store);
  report.add('rebuild: let everything depart', await timed(() => store.clear()), 'ms');
  store.close();
  report.finish();
}

/** The rows of all batches, made before anything is measured. */
function batchesFrom(first: number) {
  return Array.from({ length: Math.ceil(assetCount / batchSize) }, (_, batch) =>
    Array.from({ length: Math.min(batchSize, assetCount - batch * batchSize) }, (__, index) =>
      fileAt(first + batch * batchSize + index),
    ),
  );
}

function measureInserts(): void {
  const batches = batchesFrom(0);
  const later = batchesFrom(assetCount);
  const runs = { first: [0], kept: [0], grown: [0], bareFirst: [0], bareKept: [0] };
  for (const each of Object.values(runs)) each.length = 0;
  for (let round = 0; round < rounds; round++) {
    runs.first.push(fillMs(`first ${round}.db`, batches, 'at the end'));
    runs.bareFirst.push(bareLoopMs(join(home, `bare ${round}.db`), batches, 'at the end'));
    const store = openStore(join(home, `kept ${round}.db`));
    runs.kept.push(writeMs(store, batches, 'kept'));
    runs.grown.push(writeMs(store, later, 'kept'));
    store.close();
    runs.bareKept.push(bareLoopMs(join(home, `bare kept ${round}.db`), batches, 'kept'));
  }
  const rate = (times: readonly number[]) => (assetCount / median(times)) * 1000;
  const add = (what: string, times: readonly number[], bare: readonly number[], goal: number | null) => {
    const value = rate(times);
    const wanted = goal === null ? {} : { goal: `≥ ${goal}`, holds: value >= goal };
    report.add(what, value, 'rows/s', { peers: { 'bare loop': rate(bare) }, ...wanted });
  };
  add('first fill, full-text index at the end', runs.first, runs.bareFirst, 40_000);
  add('first fill, full-text index kept', runs.kept, runs.bareKept, 20_000);
  add('as many again, full-text and all other indexes kept', runs.grown, runs.bareKept, null);
  report.add('database file', statSync(join(home, 'first 0.db')).size / 2 ** 20, 'MiB');
}

function fillMs(
  name: string,
  batches: ReturnType<typeof batchesFrom>,
  fullText: 'kept' | 'at the end',
): number {
  const store = openStore(join(home, name));
  const elapsedMs = writeMs(store, batches, fullText);
  store.close();
  return elapsedMs;
}

function writeMs(
  store: Store,
  batches: ReturnType<typeof batchesFrom>,
  fullText: 'kept' | 'at the end',
): number {
  const start = performance.now();
  for (const upserts of batches) {
    store.apply({ upserts, departures: [], movesSinceMs: Infinity });
    if (fullText === 'kept') store.indexPending(batchSize);
  }
  while (!store.indexPending(10_000).isDone);
  store.finishFill();
  return performance.now() - start;
}

function filledStore(name: string): Store {
  const store = openStore(join(home, name));
  writeMs(store, batchesFrom(0), 'at the end');
  return store;
}

async function measureChanges(store: Store): Promise<void> {
  const batches = batchesFrom(0);
  const updateMs = await timed(() => writeMs(store, batches, 'kept'));
  report.add('update in place', (assetCount / updateMs) * 1000, 'rows/s');
  const { viewId } = open(store, 'name');
  const one = await timed(() =>
    store.apply({ upserts: [fileAt(4711 % assetCount)], departures: [], movesSinceMs: Infinity }),
  );
  report.add('one changed file', one, 'ms');
  report.add('refresh of a view of everything after it', await timed(() => store.refreshViews()), 'ms');
  report.add('folder out of reach', await timed(() => store.markMissing(libraryRoot, '', 1)), 'ms');
  report.add(
    'folder back',
    await timed(() => store.setMissing(libraryRoot, '', null, { below: true })),
    'ms',
  );
  store.closeView(viewId);
}

async function measureReading(store: Store): Promise<void> {
  const add = async (what: string, work: () => unknown, goalMs?: number) => {
    const times = [];
    for (let round = 0; round < 7; round++) times.push(await timed(work));
    const value = median(times);
    const goal = goalMs === undefined ? {} : { goal: `≤ ${goalMs}`, holds: value <= goalMs };
    report.add(what, value, 'ms', goal);
  };
  const folders = Array.from({ length: Math.ceil(assetCount / filesPerFolder) }, (_, index) =>
    folderOf(index * filesPerFolder),
  );
  await add(
    'all files, folder by folder, as an unchanged rescan asks',
    () => folders.forEach((folder) => store.filesIn(libraryRoot, folder)),
    (80 * assetCount) / 100_000,
  );
  const quick = new Set<SortField>(['name', 'size', 'modified', 'duration']);
  for (const field of sortFields) {
    await add(`open by ${field}, first 200`, () => firstRows(store, field), quick.has(field) ? 400 : 1500);
  }
  await add('open by name, one kind', () => firstRows(store, 'name', '', ['video']), 400);
  await add('open by size, two kinds', () => firstRows(store, 'size', '', ['video', 'audio']), 400);
  for (const search of ['f', 'lake', 'lake 77', 'holiday lake 99771']) {
    const total = firstRows(store, 'name', search);
    await add(`first 200 of ${total} for “${search}”`, () => firstRows(store, 'name', search));
  }

  const { viewId } = open(store, 'name');
  const offsets = Array.from({ length: 200 }, (_, index) => (index * 7919) % assetCount);
  const pages = [];
  for (const offset of offsets) pages.push(await timed(() => store.viewRows(viewId, offset, 200)));
  const page95 = percentile95(pages);
  report.add('200 rows anywhere in a view, p95', page95, 'ms', { goal: '≤ 5', holds: page95 <= 5 });
  await add('locate 100 assets in a view', () => store.locateInView(viewId, offsets.slice(0, 100)));
  store.closeView(viewId);

  const groups = [
    ['kind', 'image'],
    ['format', 'mp3'],
    ['codec', 'h264'],
  ] as const;
  for (const [by, value] of groups) {
    const deep = Math.floor(assetCount / 8);
    const node = { type: 'group', by, value } as const;
    await add(`tree page of a ${by}`, () => store.treeChildren(node, [libraryRoot], 0, 200));
    await add(`tree page deep in a ${by}`, () => store.treeChildren(node, [libraryRoot], deep, 200));
  }
  const folder = { type: 'folder', root: libraryRoot, folder: '' } as const;
  await add('folders of the root', () => store.treeChildren(folder, [libraryRoot], 0, 200));
  await add('statistics', () => store.stats());
}

/** Ten thousand files go, and come under other paths. */
async function measureBranchSwitch(store: Store): Promise<void> {
  const count = Math.min(10_000, assetCount);
  const size = 250;
  const files = Array.from({ length: count }, (_, index) => fileAt(index));
  const paths = files.map(({ filePath }) => filePath);
  const departures = [];
  for (let start = 0; start < count; start += size) {
    const gone = paths.slice(start, start + size);
    departures.push(
      await timed(() => store.apply({ upserts: [], departures: gone, movesSinceMs: Infinity })),
    );
  }
  const arrivals = [];
  for (let start = 0; start < count; start += size) {
    const upserts = files.slice(start, start + size).map((file) => ({
      ...file,
      folder: `branch/${file.folder}`,
      filePath: join(libraryRoot, 'branch', file.folder, file.name),
    }));
    arrivals.push(await timed(() => store.apply({ upserts, departures: [], movesSinceMs: Infinity })));
  }
  report.add(`${size} departures`, median(departures), 'ms');
  report.add(`${size} of them known again elsewhere`, median(arrivals), 'ms');
}

function open(store: Store, field: SortField, search = '', kinds: readonly AssetKind[] = []) {
  return store.openView({ search, kinds, sort: { field, descending: kinds.length > 0 } });
}

function firstRows(store: Store, field: SortField, search = '', kinds: readonly AssetKind[] = []): number {
  const { viewId, total } = open(store, field, search, kinds);
  store.viewRows(viewId, 0, 200);
  store.closeView(viewId);
  return total;
}
