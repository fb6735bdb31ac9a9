/** How fast a folder of mixed media gets into the library: `scan.bench [--files N] [--json FILE]`. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import ffprobeStatic from 'ffprobe-static';
import { openLibrary, type Library } from '../src/library/library';
import type { LibrarySettings } from '../src/library/model';
import { makeCorpus } from './support/corpus';
import { Report, median, percentile95, timed } from './support/report';

const { files } = parseArgs({ options: { files: { type: 'string' } }, strict: false }).values;
const fileCount = Number(files ?? 10_000);
const rounds = 3;
const peerFiles = 200;

const home = mkdtempSync(join(tmpdir(), 'scan-bench-'));
void measure(join(home, 'corpus')).finally(() => rmSync(home, { recursive: true }));

async function measure(corpus: string): Promise<void> {
  await makeCorpus(corpus, fileCount);
  const report = new Report();
  const library = await open(corpus);
  const coldMs = await timed(() => scan(library));
  const sample = someFiles(corpus, peerFiles);
  report.add('cold scan into SQLite, search index included', (fileCount / coldMs) * 1000, 'files/s', {
    peers: {
      'ffprobe, two at a time': await ffprobeRate('ffprobe', sample),
      'ffprobe-static, two at a time': await ffprobeRate(ffprobeStatic.path, sample),
    },
  });

  const rescans = [];
  const finds = [];
  for (let round = 0; round < rounds; round++) {
    rescans.push(await timed(() => scan(library)));
    finds.push(await timed(() => execFileSync('find', [corpus, '-type', 'f', '-printf', '%s %T@ %p\n'])));
  }
  report.add('unchanged rescan', median(rescans), 'ms', { peers: { find: median(finds) } });

  const searches = [];
  for (const word of ['l', 'la', 'lak', 'lake', 'lake_1', 'hero', 'theme_99', 'set 7']) {
    searches.push(await timed(() => firstRows(library, word)));
  }
  report.add('search, first 200 rows, p95', percentile95(searches), 'ms');
  report.add('resident memory after it all', process.memoryUsage().rss / 2 ** 20, 'MiB');
  await library.close();
  report.finish();
}

function open(corpus: string): Promise<Library> {
  const settings: LibrarySettings = {
    roots: [corpus],
    include: [],
    exclude: [],
    respectGitignore: false,
    kinds: ['image', 'video', 'audio'],
    concurrency: 2,
    ffmpegPath: null,
    ffprobePath: null,
    cacheLimitBytes: 2 ** 30,
  };
  const nothing = () => undefined;
  return openLibrary({
    location: { databaseFile: join(home, 'library.sqlite'), cacheFolder: join(home, 'cache') },
    settings,
    log: nothing,
    events: { scanProgress: nothing, assetsChanged: nothing, viewChanged: nothing },
  });
}

function scan(library: Library) {
  return library.scan({ folder: null, force: false }, new AbortController().signal);
}

function firstRows(library: Library, search: string): void {
  const { viewId } = library.openView({ search, kinds: [], sort: { field: 'name', descending: false } });
  library.viewRows({ viewId, offset: 0, count: 200 });
  library.closeView({ viewId });
}

function someFiles(corpus: string, count: number): string[] {
  return readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .slice(0, count)
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files per second with one process per file, two at a time, as peers do it. */
async function ffprobeRate(ffprobe: string, sample: readonly string[]): Promise<number> {
  const run = promisify(execFile);
  const waiting = [...sample];
  const worker = async () => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      await run(ffprobe, [
        '-v',
        'error',
        '-print_format',
        'json',
        '-show_format',
        '-show_streams',
        file,
      ]).catch(
        () => undefined, // an old ffprobe does not know every format; the process was paid for all the same
      );
    }
  };
  const elapsedMs = await timed(() => Promise.all([worker(), worker()]));
  return (sample.length / elapsedMs) * 1000;
}
