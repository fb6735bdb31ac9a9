import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanCost } from '../../src/library/model';
import { accessed, forgetAccess, marksReads } from '../support/accessTimes';
import { writtenOut, type Bench } from '../support/bench';
import { LibraryRun } from '../support/libraryRun';
import { findMs } from '../support/peers';
import { bytesRead, faultsOfChildren } from '../support/processFacts';
import { median } from '../support/report';

const rescans = 7;
const mostAgainstFind = 1.5;

/** A scan of a large library in which nothing changed, beside `find` on the same folders. */
export async function unchangedRescan(bench: Bench): Promise<void> {
  const { report } = bench;
  const roots = await bench.tree(bench.usualSize);
  const files = roots.flatMap(filesBelow);
  // Gives all files times of whole milliseconds, which survive the next setting of times.
  forgetAccess(files);
  const library = await LibraryRun.open({ roots, home: bench.home });
  try {
    bench.say(`unchanged rescan of ${files.length} files`);
    await library.scan();
    const isReadMarked = marksReads(bench.home);
    forgetAccess(files);
    writtenOut();
    const faultsBefore = faultsOfChildren(library.processId);
    const readBefore = bytesRead(library.processId);

    const ours: number[] = [];
    const toNowhere: number[] = [];
    const toPipe: number[] = [];
    const cost = { filesRead: 0, bytesRead: 0, processesStarted: 0 };
    for (let round = 0; round < rescans; round++) {
      const began = performance.now();
      const summary = await library.scan();
      ours.push(performance.now() - began);
      if (summary.unchanged !== files.length) throw new Error(`${summary.unchanged} unchanged`);
      add(cost, summary.cost);
      toNowhere.push(await findMs(roots, 'ignore'));
      toPipe.push(await findMs(roots, 'pipe'));
    }

    const ms = median(ours);
    const find = median(toNowhere);
    report.add(`unchanged rescan of ${files.length} files`, ms, 'ms', {
      peers: { 'find > /dev/null': find, 'find | reader': median(toPipe) },
    });
    report.add('unchanged rescan against find > /dev/null', ms / find, '×', {
      goal: `≤ ${mostAgainstFind}`,
      holds: ms / find <= mostAgainstFind,
    });
    const none = (value: number) => ({ goal: '0', holds: value === 0 });
    const said = cost.filesRead + cost.bytesRead + cost.processesStarted;
    report.add(
      'unchanged rescan: files read, bytes read and processes, by its own count',
      said,
      '',
      none(said),
    );
    if (isReadMarked) {
      const touched = accessed(files);
      report.add('unchanged rescan: files read, by the file system', touched, 'files', none(touched));
    }
    const faultsAfter = faultsOfChildren(library.processId);
    if (faultsBefore !== null && faultsAfter !== null) {
      const faults = faultsAfter - faultsBefore;
      report.add('unchanged rescan: page faults of child processes', faults, 'faults', none(faults));
    }
    const readAfter = bytesRead(library.processId);
    if (readBefore !== null && readAfter !== null) {
      const kibibytes = (readAfter - readBefore) / rescans / 1024;
      report.add('unchanged rescan: read of the database, pipes and all else', kibibytes, 'KiB');
    }
  } finally {
    await library.close();
  }
}

function add(sum: { -readonly [K in keyof ScanCost]: number }, cost: ScanCost): void {
  sum.filesRead += cost.filesRead;
  sum.bytesRead += cost.bytesRead;
  sum.processesStarted += cost.processesStarted;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
