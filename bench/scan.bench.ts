/**
 * The scan engine against its goals and its peers, on corpora made for the run:
 * `scan.bench [--only MEASURE] [--files N] [--largest N] [--json FILE]`.
 * Library and peers take turns on the same files, which lie in the page cache; a row is a median of at least three rounds.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { singleChange } from './measures/change';
import { coldScanOfMixedMedia, coldScanOfPictures, scanByFfprobe } from './measures/coldScan';
import { growth } from './measures/growth';
import { insertPath } from './measures/insertPath';
import { branchSwitch, queriesWhileScanning } from './measures/queries';
import { unchangedRescan } from './measures/rescan';
import { Bench } from './support/bench';
import { Report } from './support/report';

const measures: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  mixed: coldScanOfMixedMedia,
  pictures: coldScanOfPictures,
  ffprobe: scanByFfprobe,
  rescan: unchangedRescan,
  growth,
  change: singleChange,
  queries: queriesWhileScanning,
  branch: branchSwitch,
  insert: insertPath,
};

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(measures) },
    files: { type: 'string', default: '16000' },
    largest: { type: 'string', default: '1000000' },
    json: { type: 'string' },
  },
});

async function main(home: string): Promise<void> {
  const bench = new Bench(new Report(), home, Number(options.files), Number(options.largest));
  try {
    for (const name of options.only) {
      const measure = measures[name];
      if (!measure)
        throw new Error(`There is no measure ${name}. There are: ${Object.keys(measures).join(', ')}`);
      await measure(bench);
    }
  } finally {
    bench.report.finish();
  }
}

const home = realpathSync(mkdtempSync(join(tmpdir(), 'scan-bench-')));
void main(home).finally(() => rmSync(home, { recursive: true }));
