import assert from 'node:assert/strict';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { openStore } from '../../src/library/store/store';
import type { ScannedFile } from '../../src/library/store/columns';
import { scannedFile } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';
import { assertConsistent } from '../support/storeConsistency';

interface Life {
  readonly id: number;
  readonly createdAt: number;
  readonly file: ScannedFile;
  readonly departedAt: number;
}

/** What the store must do, in the plainest way: two lists, looked through from end to end. */
class Model {
  live: Life[] = [];
  departed: Life[] = [];
  lastId = 0;

  apply(
    upserts: readonly ScannedFile[],
    departures: readonly string[],
    since: number,
    now: number,
  ): string[] {
    const gone = departures.map((path) => this.depart(this.idAt(path), since, now));
    return [...gone, ...upserts.map((file) => this.arrive(file, since, now))];
  }

  arrive(file: ScannedFile, since: number, now: number): string {
    const known = this.live.find((life) => life.file.filePath === file.filePath);
    if (known) {
      this.live = this.live.map((life) => (life === known ? { ...known, file } : life));
      return 'updated';
    }
    const [back] = [
      ...this.departed.filter((life) => isSame(life.file, file)).sort(byLikeness(file)),
      ...this.departed.filter((life) => life.file.filePath === file.filePath).sort(lastFirst),
    ];
    this.departed = this.departed.filter((life) => life !== back);
    const id = back?.id ?? ++this.lastId;
    this.live.push({ id, createdAt: back?.createdAt ?? now, file, departedAt: 0 });
    const isMove = back && back.file.filePath !== file.filePath && back.departedAt >= since;
    return isMove ? 'moved' : 'added';
  }

  idAt(path: string): number {
    return this.live.find(({ file }) => file.filePath === path)?.id ?? 0;
  }

  depart(id: number, since: number, now: number): string {
    const gone = this.live.find((life) => life.id === id);
    if (!gone) return 'removed';
    this.live = this.live.filter((life) => life !== gone);
    const [arrived] = this.live
      .filter((life) => isSame(life.file, gone.file) && life.createdAt >= since && life.id > id)
      .sort(byLikeness(gone.file));
    if (!arrived) {
      this.departed.push({ ...gone, departedAt: now });
      return 'removed';
    }
    this.live = this.live.map((life) => (life === arrived ? { ...gone, file: arrived.file } : life));
    return 'moved';
  }
}

const isSame = (a: ScannedFile, b: ScannedFile) =>
  a.fingerprint !== null &&
  a.fingerprint === b.fingerprint &&
  a.sizeBytes === b.sizeBytes &&
  a.facts.width === b.facts.width;

const lastFirst = (a: Life, b: Life) => b.departedAt - a.departedAt || a.id - b.id;

function byLikeness(file: ScannedFile) {
  const marks = ({ file: other }: Life) =>
    (other.name === file.name ? 4 : 0) +
    (other.root === file.root && other.folder === file.folder ? 2 : 0) +
    (other.modifiedAtMs === file.modifiedAtMs ? 1 : 0);
  return (a: Life, b: Life) => marks(b) - marks(a) || lastFirst(a, b);
}

const file = fc
  .record({
    root: fc.constantFrom('/media', '/other'),
    path: fc.constantFrom('a', 'b', 'x/a', 'x/y/b'),
    fingerprint: fc.constantFrom('one', 'two', undefined),
    sizeBytes: fc.constantFrom(1, 2),
    width: fc.constantFrom(null, 1),
    modifiedAtMs: fc.constantFrom(1, 2.5),
    artist: fc.constantFrom(null, 'Somebody'),
  })
  .map(({ path, fingerprint, ...spec }) =>
    scannedFile(path, { ...spec, ...(fingerprint === undefined ? {} : { fingerprint }) }),
  );

const since = fc.oneof(fc.constantFrom(0, Infinity), fc.nat(12));
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('apply' as const),
      upserts: fc.uniqueArray(file, { selector: ({ filePath }) => filePath, maxLength: 4 }),
      departures: fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
      since,
    }),
  },
  fc.record({
    type: fc.constant('departFolder' as const),
    folder: fc.constantFrom('', 'x', 'x/y'),
    since,
  }),
  fc.record({ type: fc.constant('departOtherRoots' as const), since }),
  fc.record({ type: fc.constant('indexPending' as const), maxRows: fc.integer({ min: 1, max: 4 }) }),
  fc.constantFrom(
    { type: 'finishFill' as const },
    { type: 'clear' as const },
    { type: 'forget' as const },
    { type: 'reopen' as const },
  ),
);

describe('Departures and moves', () => {
  const scratch = scratchFolder();
  let databases = 0;

  it('come to what a simple model says, whatever happens in which order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const databaseFile = scratch.at(`model${++databases}.db`);
        let store = openStore(databaseFile);
        const watcher = new BetterSqlite3(databaseFile);
        const stampNow = () => Number(watcher.prepare('SELECT last_stamp FROM library_state').pluck().get());
        const model = new Model();
        const stamps = [stampNow()];
        const sinceMs = (age: number) => (age === 0 || age === Infinity ? age : (stamps.at(-age) ?? 0));

        for (const each of steps) {
          switch (each.type) {
            case 'apply': {
              const gone = each.departures.flatMap((index) => model.live[index] ?? []);
              const departures = gone.map(({ file: { filePath } }) => filePath);
              const movesSinceMs = sinceMs(each.since);
              const outcome = store.apply({ upserts: each.upserts, departures, movesSinceMs });
              assert.deepEqual(
                [...outcome.departures, ...outcome.arrivals],
                model.apply(each.upserts, departures, movesSinceMs, stampNow()),
              );
              break;
            }
            case 'departFolder': {
              const movesSinceMs = sinceMs(each.since);
              const paths = model.live
                .filter(({ file: { root, folder } }) => root === '/media' && isIn(folder, each.folder))
                .map(({ file: { filePath } }) => filePath);
              for (const path of paths) {
                // One by one, because the order within a batch is the store's affair.
                store.apply({ upserts: [], departures: [path], movesSinceMs });
                model.depart(model.idAt(path), movesSinceMs, stampNow());
              }
              const left = store.departFolder('/media', each.folder, 100, Infinity);
              const stayed = model.live.filter(
                ({ file: { root, folder } }) => root === '/media' && isIn(folder, each.folder),
              );
              assert.deepEqual(left, { removed: stayed.length, moved: 0 });
              for (const { id } of stayed) model.depart(id, Infinity, stampNow());
              break;
            }
            case 'departOtherRoots': {
              const others = model.live.filter(({ file: { root } }) => root !== '/media');
              store.departOtherRoots(['/media'], 100, Infinity);
              for (const { id } of others) model.depart(id, Infinity, stampNow());
              break;
            }
            case 'clear':
              store.clear();
              for (const { id } of [...model.live]) model.depart(id, Infinity, stampNow());
              break;
            case 'forget':
              assert.equal(store.forgetDeparted(Infinity, 100), model.departed.length);
              model.departed = [];
              break;
            case 'indexPending':
              store.indexPending(each.maxRows);
              break;
            case 'finishFill':
              store.finishFill();
              break;
            case 'reopen':
              store.close();
              store = openStore(databaseFile);
              break;
          }
          stamps.push(stampNow());
          for (const { id, createdAt, file: wanted } of model.live) {
            const asset = store.find(wanted.filePath);
            assert.deepEqual(
              [asset?.id, asset?.createdAtMs, asset?.fingerprint, asset?.folder, asset?.artist],
              [id, createdAt, wanted.fingerprint, wanted.folder, wanted.facts.artist],
            );
          }
          assert.equal(store.stats().total, model.live.length);
          assert.equal(
            watcher.prepare('SELECT count(*) FROM departed_assets').pluck().get(),
            model.departed.length,
          );
        }
        watcher.close();
        store.close();
        assertConsistent(databaseFile);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});

const isIn = (folder: string, above: string) =>
  above === '' || folder === above || folder.startsWith(`${above}/`);
