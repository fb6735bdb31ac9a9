/** How fast the store takes and gives a hundred thousand assets: `store.bench [--json FILE]`. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { sortFields, type AssetKind, type SortField } from '../src/library/model';
import type { ScannedFile } from '../src/library/store/columns';
import { openStore } from '../src/library/store/store';
import { scannedFile } from '../test/support/scannedFile';

const assetCount = 100_000;
const batchSize = 500;
const filesPerFolder = 100;
const root = '/home/somebody/projects/website';

interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const { values: options } = parseArgs({ options: { json: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'store-bench-'));
try {
  const measurements = measure(join(folder, 'library.db'));
  console.table(measurements);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(measurements, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}

function measure(databaseFile: string): Measurement[] {
  const found: Measurement[] = [];
  const note = (what: string, value: number, unit = 'ms') => {
    found.push({ what, value: Math.round(value * 100) / 100, unit });
  };
  const store = openStore(databaseFile);

  const insertMs = timed(() => forEachBatch((upserts) => store.apply({ upserts, removals: [] })));
  note('insert, search index included', (assetCount / insertMs) * 1000, 'rows/s');
  note('database file', statSync(databaseFile).size / 1_048_576, 'MiB');
  const updateMs = timed(() => forEachBatch((upserts) => store.apply({ upserts, removals: [] })));
  note('update in place', (assetCount / updateMs) * 1000, 'rows/s');

  const firstRows = (field: SortField, search = '', kinds: readonly AssetKind[] = []) => {
    const { viewId, total } = store.openView({
      search,
      kinds,
      sort: { field, descending: kinds.length > 0 },
    });
    store.viewRows(viewId, 0, 200);
    store.closeView(viewId);
    return total;
  };
  for (const field of sortFields)
    note(
      `first 200 by ${field}`,
      median(() => void firstRows(field)),
    );
  note(
    'first 200 by name, one kind',
    median(() => void firstRows('name', '', ['video'])),
  );
  note(
    'first 200 by size, two kinds',
    median(() => void firstRows('size', '', ['video', 'audio'])),
  );
  for (const search of ['f', 'lake', 'lake 77', 'holiday lake 99771']) {
    const total = firstRows('name', search);
    note(
      `first 200 of ${total} for "${search}"`,
      median(() => void firstRows('name', search)),
    );
  }

  const { viewId } = store.openView({ search: '', kinds: [], sort: { field: 'name', descending: false } });
  const offsets = Array.from({ length: 200 }, (_, index) => (index * 7919) % assetCount);
  note(
    '200 rows of a view, p95',
    percentile95(offsets.map((offset) => timed(() => void store.viewRows(viewId, offset, 200)))),
  );
  note(
    'locate 100 assets in a view',
    median(() => void store.locateInView(viewId, offsets.slice(0, 100))),
  );
  note(
    'first tree page of a kind',
    median(() => void store.treeChildren({ type: 'group', by: 'kind', value: 'image' }, [root], 0, 200)),
  );
  note(
    'folders of the root',
    median(() => void store.treeChildren({ type: 'folder', root, folder: '' }, [root], 0, 200)),
  );
  note(
    'statistics',
    median(() => void store.stats()),
  );
  store.apply({ upserts: [fileAt(4711)], removals: [] });
  note(
    'refresh one view after one change',
    timed(() => void store.refreshViews()),
  );
  note(
    'remove everything',
    timed(() => store.clear()),
  );
  store.close();
  return found;
}

function forEachBatch(work: (files: ScannedFile[]) => unknown): void {
  for (let start = 0; start < assetCount; start += batchSize) {
    work(Array.from({ length: batchSize }, (_, index) => fileAt(start + index)));
  }
}

/** Names, folders, sizes and facts as they are met in a mixed library. */
function fileAt(index: number): ScannedFile {
  const kind = (['image', 'image', 'image', 'video', 'audio'] as const)[index % 5] ?? 'image';
  const format = { image: 'jpg', video: 'mp4', audio: 'mp3' }[kind];
  const folderIndex = Math.floor(index / filesPerFolder);
  const year = 2000 + (folderIndex % 25);
  const spread = (index * 7919) % 99_991;
  const subject = ['lake', 'forest', 'city', 'holiday lake', 'portrait'][index % 7] ?? 'IMG';
  return scannedFile(`photos/${year}/trip ${folderIndex}/${subject}_${spread}.${format}`, {
    root,
    kind,
    format,
    codec: { image: 'mjpeg', video: 'h264', audio: 'mp3' }[kind],
    sizeBytes: 1000 + spread * 37,
    modifiedAtMs: 1_600_000_000_000 + spread * 1000.25,
    width: kind === 'audio' ? null : 640 + (spread % 3000),
    height: kind === 'audio' ? null : 480 + (spread % 2000),
    durationSeconds: kind === 'image' ? null : spread / 100,
    artist: kind === 'audio' ? `Artist ${spread % 500}` : null,
    album: kind === 'audio' ? `Album ${spread % 2000}` : null,
  });
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(work: () => void): number {
  const times = Array.from({ length: 7 }, () => timed(work)).sort((a, b) => a - b);
  return times[3] ?? NaN;
}

function percentile95(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
}
