import { join } from 'node:path';
import { BatchWriter } from '../../src/library/scanner/batchWriter';
import { Tally } from '../../src/library/scanner/tally';
import { openStore, type Store } from '../../src/library/store/store';
import { rounds, type Bench } from '../support/bench';
import { median } from '../support/report';
import { exampleFile } from '../support/exampleFiles';

const rowCount = 100_000;
const goals = { fill: 40_000, kept: 20_000 };

/** How fast rows are written the way a scan writes them, without anything being read from the disk. */
export function insertPath(bench: Bench): Promise<void> {
  const fill: Rate[] = [];
  const kept: Rate[] = [];
  for (let round = 0; round < rounds; round++) {
    bench.say(`insert path, round ${round + 1} of ${rounds}`);
    const store = openStore(join(bench.folder(`insert-${round}`), 'library.sqlite'));
    fill.push(rateOf(store, 0));
    kept.push(rateOf(store, rowCount));
    store.close();
  }
  const add = (what: string, rates: readonly Rate[], goal: number) => {
    const value = median(rates.map(({ perSecond }) => perSecond));
    // On a machine that others keep busy this is what tells.
    const peers = { 'by CPU time': median(rates.map(({ perCpuSecond }) => perCpuSecond)) };
    bench.report.add(what, value, 'rows/s', { peers, goal: `≥ ${goal}`, holds: value >= goal });
  };
  add(`insert of ${rowCount} rows, first fill, indexes at its end`, fill, goals.fill);
  add(`insert of ${rowCount} rows more, indexes kept`, kept, goals.kept);
  return Promise.resolve();
}

interface Rate {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** Ends when everything is searchable and every index is there. */
function rateOf(store: Store, first: number): Rate {
  const files = Array.from({ length: rowCount }, (_, index) => exampleFile(first + index));
  const writer = new BatchWriter(store, () => undefined);
  const tally = new Tally(() => undefined);
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  for (const file of files) writer.upsert(file, tally);
  writer.flush();
  while (writer.indexSome());
  writer.finish();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: rowCount / seconds, perCpuSecond: rowCount / ((user + system) / 1e6) };
}
