import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type {
  LibraryLocation,
  LogLevel,
  ProbeResult,
  ScanProgress,
  ScanSettings,
  ScanSummary,
} from '../model';
import { isAmbiguousName, mediaKindOfName } from '../probe/formats';
import { createProber } from '../probe/probe';
import { Scanner, type ScannerSetup } from '../scanner/scanner';
import { ScanLock } from '../store/scanLock';
import { openStore } from '../store/store';
import { serveCalls, type Call } from './calls';
import { FileThreads } from './fileThreads';

/*
 * Entry of the thread that scans: it walks, compares and writes on a connection of its own, so that those who browse wait
 * for nothing of it. Further threads wait for the disk.
 */

export interface ScanThreadData {
  readonly location: LibraryLocation;
  /** Where the modules of threads lie. */
  readonly modulesFolder: string;
  readonly setup: ScanSetup;
}

/** What can change while the library is open. */
export interface ScanSetup {
  readonly settings: ScanSettings;
  readonly ffprobePath: string | null;
}

export interface ScanCalls {
  configure: Call<ScanSetup, null>;
  scan: Call<{ readonly folder: string | null; readonly force: boolean }, ScanSummary, ScanProgress>;
  /** Forgets everything, then scans. */
  rebuild: Call<null, ScanSummary, ScanProgress>;
  applyChanges: Call<readonly string[], ScanSummary>;
  probe: Call<string, ProbeResult>;
  /** Ends what runs and closes the database. */
  close: Call<null, null>;
}

/** `written`: rows have changed. */
export type ScanNews =
  { readonly type: 'written' } | { readonly type: 'log'; readonly level: LogLevel; readonly message: string };

/** Pages of the database that a scan works on; those who browse have a cache of their own. */
const cacheKib = 8 * 1024;

function serveScans(port: MessagePort, { location, modulesFolder, setup: first }: ScanThreadData): void {
  const files = new FileThreads(join(modulesFolder, 'fileThread.js'), first.settings.concurrency);
  files.start();
  const store = openStore(location.databaseFile, { cacheKib });
  const lock = new ScanLock(location.databaseFile);
  const scannerSetup = ({ settings, ffprobePath }: ScanSetup): ScannerSetup => ({
    settings,
    ffprobeFound: ffprobePath !== null,
    prober: createProber({
      ffprobePath,
      ffprobesAtOnce: settings.concurrency,
      headersOf: (filePath, signal) => files.read(filePath, signal),
    }),
  });
  let setup = scannerSetup(first);
  const scanner = new Scanner(
    {
      store,
      lock,
      readFolder: (folder, names, signal) => files.list(folder, names, signal),
      log: (level, message) => tell({ type: 'log', level, message }),
      names: { kindOf: mediaKindOfName, isAmbiguous: isAmbiguousName },
      ownFolders: [location.cacheFolder],
      onWritten: () => tell({ type: 'written' }),
    },
    setup,
  );

  async function scan(
    order: ScanCalls['scan']['params'],
    signal: AbortSignal,
    report: (progress: ScanProgress) => void,
  ): Promise<ScanSummary> {
    const summary = await scanner.scan(order, report, signal);
    if (order.folder === null && !summary.cancelled) store.setScanFinished(Date.now());
    return summary;
  }

  const tell: (news: ScanNews) => void = serveCalls<ScanCalls>(port, {
    configure(next) {
      setup = scannerSetup(next);
      files.resize(next.settings.concurrency);
      scanner.configure(setup);
      return null;
    },
    scan,
    async rebuild(_, signal, report) {
      while (scanner.isScanning) await scanner.cancelledScanEnded();
      const release = await lock.take(signal);
      try {
        store.clear();
      } finally {
        release();
      }
      return scan({ folder: null, force: true }, signal, report);
    },
    applyChanges: (paths) => scanner.applyChanges(paths),
    probe: async (filePath, signal) => (await setup.prober.probe(filePath, signal)).result,
    async close() {
      await scanner.close();
      await files.close();
      lock.close();
      store.close();
      port.close();
      return null;
    },
  });
}

if (parentPort) serveScans(parentPort, workerData as ScanThreadData);
