import { serve, type Handlers } from '../protocol/connection';
import { ipcTransport } from '../protocol/ipcTransport';
import { libraryContract, type LibraryContract } from '../protocol/library';
import { openLibrary, type Library, type LibraryEvents } from './library';
import { LibraryError, type Log } from './model';

/*
 * Entry of the library process: answers the requests of `libraryContract` to the process that forked it, and ends with
 * it. Whoever kills this process loses nothing that was committed.
 */

/** Children are killed and the database is closed in this time, or the process ends without. */
const closingMs = 1500;

let library: Library | null = null;

function opened(): Library {
  if (library) return library;
  throw new LibraryError('not-open', 'The library has not been opened yet.');
}

const log: Log = (level, message) => server.notify('log', { level, message });

const handlers: Handlers<LibraryContract> = {
  async open({ location, settings }) {
    await library?.close();
    library = null;
    library = await openLibrary({ location, modulesFolder: __dirname, settings, log, events });
    library.prepareScan();
    return { stats: library.stats(), tools: library.tools };
  },
  configure: (settings) => opened().configure(settings),
  scan: (order, signal) => opened().scan(order, signal),
  applyChanges: (changes) => opened().applyChanges(changes),
  rebuild: (_, signal) => opened().rebuild(signal),
  stats: () => opened().stats(),
  getAssets: (which) => opened().getAssets(which),
  findAsset: (which) => opened().findAsset(which),
  probe: (file, signal) => opened().probe(file, signal),
  treeChildren: (page) => opened().treeChildren(page),
  openView: (query) => opened().openView(query),
  closeView: (view) => opened().closeView(view),
  viewRows: (range) => opened().viewRows(range),
  viewIds: (range) => opened().viewIds(range),
  locateInView: (which) => opened().locateInView(which),
  findByName: (which) => opened().findByName(which),
  thumbnail: (which, signal) => opened().thumbnail(which, signal),
  clearThumbnails: () => opened().clearThumbnails(),
};

const server = serve(libraryContract, ipcTransport(process), handlers);

const events: LibraryEvents = {
  scanProgress: (progress) => server.notify('scanProgress', progress),
  assetsChanged: (payload) => server.notify('assetsChanged', payload),
  viewChanged: (view) => server.notify('viewChanged', view),
};

async function leave(): Promise<void> {
  setTimeout(end, closingMs).unref();
  await library?.close();
  process.exitCode = 0;
}

/** Not by `process.exit`, which waits for threads, also for one that a dead disk does not answer. Nothing committed is lost. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

process.on('disconnect', () => void leave());
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`, end);
});
