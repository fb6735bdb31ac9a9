import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import ffprobeStatic from 'ffprobe-static';
import type { ScanSummary } from '../../src/library/model';
import { rounds, type Bench } from '../support/bench';
import { LibraryRun } from '../support/libraryRun';
import { LoopDelayMeter, type LoopDelay } from '../support/loopDelay';
import { ffprobeRate, sampleOf } from '../support/peers';
import { median } from '../support/report';
import { ffprobeKinds } from '../support/seeds';

const debianSample = 120;
const staticSample = 360;

/** A first scan of films, music and pictures, beside one ffprobe per file as peers do it. */
export async function coldScanOfMixedMedia(bench: Bench): Promise<void> {
  const files = await bench.mixed();
  const rates: number[] = [];
  const debian: number[] = [];
  const bundled: number[] = [];
  let asked = 0;
  for (let round = 0; round < rounds; round++) {
    bench.say(`cold scan of mixed media, round ${round + 1} of ${rounds}`);
    const { summary, filesPerSecond } = await coldScan(bench, [bench.mixedFolder]);
    rates.push(filesPerSecond);
    asked = summary.cost.processesStarted;
    debian.push(await ffprobeRate('ffprobe', sampleOf(files, debianSample, round)));
    bundled.push(await ffprobeRate(ffprobeStatic.path, sampleOf(files, staticSample, round)));
  }
  const rate = median(rates);
  const peers = { 'ffprobe ×2': median(debian), 'ffprobe-static ×2': median(bundled) };
  bench.report.add('cold scan, mixed media, into SQLite and its search index', rate, 'files/s', { peers });
  for (const [name, least] of [
    ['ffprobe ×2', 150],
    ['ffprobe-static ×2', 25],
  ] as const) {
    const ratio = rate / peers[name];
    bench.report.add(`cold scan, mixed media, against ${name}`, ratio, '×', {
      goal: `≥ ${least}`,
      holds: ratio >= least,
    });
  }
  bench.report.add('cold scan, mixed media: files left to ffprobe', asked, 'files');
}

export async function coldScanOfPictures(bench: Bench): Promise<void> {
  await bench.pictures();
  const rates: number[] = [];
  const delays: LoopDelay[] = [];
  for (let round = 0; round < rounds; round++) {
    bench.say(`cold scan of pictures, round ${round + 1} of ${rounds}`);
    rates.push((await coldScan(bench, [bench.pictureFolder])).filesPerSecond);
  }
  const rate = median(rates);
  bench.report.add('cold scan, pictures', rate, 'files/s', { goal: '≥ 5000', holds: rate >= 5000 });
  for (let round = 0; round < rounds; round++) delays.push(await loopDelayWhileScanning(bench));
  const longest = median(delays.map(({ maxMs }) => maxMs));
  bench.report.add('cold scan, pictures: library’s event loop late by, at most', longest, 'ms', {
    peers: { 'p99 of it': median(delays.map(({ p99Ms }) => p99Ms)) },
    goal: '≤ 20',
    holds: longest <= 20,
  });
}

/** What a file costs of the formats that are left to ffprobe. */
export async function scanByFfprobe(bench: Bench): Promise<void> {
  const seeds = await bench.seeds();
  for (const kind of ffprobeKinds) {
    const folder = bench.folder(`left-${kind}`);
    const count = 60;
    for (let index = 0; index < count; index++) {
      const seed = seeds.get(kind)?.[index % 4] ?? '';
      writeFileSync(join(folder, `clip_000${index}${extname(kind)}`), seed);
    }
    const { summary, filesPerSecond } = await coldScan(bench, [folder]);
    bench.report.add(`cold scan, only ${extname(kind).slice(1)}`, filesPerSecond, 'files/s', {
      peers: { 'of 60, left to ffprobe': summary.cost.processesStarted },
    });
  }
}

interface ColdScan {
  readonly summary: ScanSummary;
  readonly filesPerSecond: number;
}

/** Scans into a new database, in a new process that is open already, as when a window is. */
async function coldScan(bench: Bench, roots: readonly string[]): Promise<ColdScan> {
  const library = await LibraryRun.open({ roots, home: bench.home });
  try {
    const began = performance.now();
    const summary = await library.scan();
    const seconds = (performance.now() - began) / 1000;
    await assertWhole(library, summary);
    return { summary, filesPerSecond: summary.found / seconds };
  } finally {
    await library.close();
  }
}

/** A fast scan counts only when it did its work: every file is a row without an error, and search finds them. */
async function assertWhole(library: LibraryRun, { found, added, failures }: ScanSummary): Promise<void> {
  const [failure] = failures;
  if (failure) throw new Error(`${failure.path}: ${failure.message}`);
  const { total } = await library.client.request('stats', null);
  const view = await library.client.request('openView', {
    search: '000',
    kinds: [],
    sort: { field: 'name', descending: false },
  });
  if (added !== found || total !== found) throw new Error(`${added} added, ${total} stored, ${found} found`);
  if (view.total === 0) throw new Error('Search finds nothing of what was scanned.');
}

async function loopDelayWhileScanning(bench: Bench): Promise<LoopDelay> {
  const meter = new LoopDelayMeter(bench.folder(`delay-${Math.random()}`));
  const library = await LibraryRun.open({
    roots: [bench.pictureFolder],
    home: bench.home,
    ...meter.options,
  });
  try {
    await meter.take(library);
    await library.scan();
    return await meter.take(library);
  } finally {
    await library.close();
  }
}
