import { statSync } from 'node:fs';
import { join } from 'node:path';
import { rounds, type Bench } from '../support/bench';
import { LibraryRun } from '../support/libraryRun';
import { peakResidentBytes } from '../support/processFacts';
import { median } from '../support/report';

const flat = 1.3;
const mostMebibytes = 300;

interface Cost {
  readonly scanUs: number;
  readonly rescanUs: number;
  readonly peakMebibytes: number;
}

/** What one file costs in libraries that grow tenfold each time. */
export async function growth(bench: Bench): Promise<void> {
  const costs: Cost[] = [];
  for (const size of bench.treeSizes) {
    const roots = await bench.tree(size);
    const tries: Cost[] = [];
    for (let round = 0; round < (size >= 100_000 ? 1 : rounds); round++) {
      bench.say(`${size} files, round ${round + 1}`);
      tries.push(await costOf(bench, roots, size));
    }
    const cost: Cost = {
      scanUs: median(tries.map(({ scanUs }) => scanUs)),
      rescanUs: median(tries.map(({ rescanUs }) => rescanUs)),
      peakMebibytes: median(tries.map(({ peakMebibytes }) => peakMebibytes)),
    };
    costs.push(cost);
    bench.report.add(`${size} files: cold scan`, cost.scanUs, 'µs/file');
    bench.report.add(`${size} files: unchanged rescan`, cost.rescanUs, 'µs/file');
    bench.report.add(`${size} files: peak memory of the library process`, cost.peakMebibytes, 'MiB', {
      goal: `≤ ${mostMebibytes}`,
      holds: cost.peakMebibytes <= mostMebibytes,
    });
  }
  const range = `${bench.treeSizes[0]} to ${bench.treeSizes.at(-1)} files`;
  const addGrowth = (what: string, of: (cost: Cost) => number) => {
    const value = largestGrowth(costs.map(of));
    bench.report.add(`growth of ${what}, ${range}`, value, '×', { goal: `≤ ${flat}`, holds: value <= flat });
  };
  addGrowth('the cost of a file in a cold scan', ({ scanUs }) => scanUs);
  addGrowth('the cost of a file in a rescan', ({ rescanUs }) => rescanUs);
  addGrowth('peak memory', ({ peakMebibytes }) => peakMebibytes);
}

async function costOf(bench: Bench, roots: readonly string[], size: number): Promise<Cost> {
  const storage = bench.folder(`growth-${size}-${Math.random()}`);
  const library = await LibraryRun.open({ roots, home: bench.home, storage });
  try {
    const scanUs = await scanUsPerFile(library, size);
    const rescans: number[] = [];
    for (let round = 0; round < rounds; round++) rescans.push(await scanUsPerFile(library, size));
    const peakMebibytes = (peakResidentBytes(library.processId) ?? NaN) / 2 ** 20;
    bench.say(`database of ${Math.round(statSync(join(storage, 'library.sqlite')).size / 2 ** 20)} MiB`);
    return { scanUs, rescanUs: median(rescans), peakMebibytes };
  } finally {
    await library.close();
  }
}

async function scanUsPerFile(library: LibraryRun, size: number): Promise<number> {
  const began = performance.now();
  const { found } = await library.scan();
  if (found !== size) throw new Error(`${found} files were found of ${size}`);
  return ((performance.now() - began) * 1000) / size;
}

/** How much more any larger library costs than any smaller one. That a small one pays for the start is no growth. */
function largestGrowth(values: readonly number[]): number {
  let least = Infinity;
  let growth = 0;
  for (const value of values) {
    if (least < Infinity) growth = Math.max(growth, value / least);
    least = Math.min(least, value);
  }
  return growth;
}
