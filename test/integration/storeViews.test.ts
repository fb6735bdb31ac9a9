import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LibraryError, sortFields, type AssetKind, type SortField } from '../../src/library/model';
import { openStore, type Store } from '../../src/library/store/store';
import { batch } from '../support/batch';
import { scannedFile } from '../support/scannedFile';
import { scratchFolder } from '../support/scratch';

const scratch = scratchFolder();
let databases = 0;
let store: Store;
beforeEach(() => {
  store = openStore(scratch.at(`view${++databases}.db`));
});
afterEach(() => store.close());

const add = (...upserts: Parameters<typeof scannedFile>[]) =>
  store.apply(batch({ upserts: upserts.map((each) => scannedFile(...each)) }));
const idOf = (path: string) => store.find(`/media/${path}`)?.id ?? 0;

interface Question {
  readonly search?: string;
  readonly kinds?: readonly AssetKind[];
  readonly field?: SortField;
  readonly descending?: boolean;
}
const open = ({ search = '', kinds = [], field = 'name', descending = false }: Question = {}) =>
  store.openView({ search, kinds, sort: { field, descending } });
const namesIn = (viewId: number) => store.viewRows(viewId, 0, 500).rows.map(({ name }) => name);
const names = (question: Question) => namesIn(open(question).viewId);

describe('Views', () => {
  const orders: Readonly<Record<SortField, string>> = {
    name: 'img2 img10 Öl song zoo',
    folder: 'zoo img10 song img2 Öl',
    kind: 'song img2 Öl zoo img10',
    format: 'zoo Öl img10 song img2',
    codec: 'img10 song zoo img2 Öl',
    size: 'Öl zoo song img10 img2',
    duration: 'img10 song zoo Öl img2',
    dimensions: 'zoo Öl img10 img2 song',
    modified: 'song img2 Öl zoo img10',
    added: 'zoo img10 song Öl img2',
  };
  for (const field of sortFields) {
    it(`sort by ${field}, nothing known last in both directions`, () => {
      add(
        ['zoo', { format: 'bmp', codec: 'png', sizeBytes: 2, width: 1, height: 1, modifiedAtMs: 4 }],
        [
          'b 2/img10',
          {
            kind: 'video',
            format: 'mp4',
            codec: 'av1',
            sizeBytes: 4,
            durationSeconds: 1,
            width: 9,
            height: 9,
            modifiedAtMs: 4.5,
          },
        ],
        [
          'b 2/c/song',
          { kind: 'audio', format: 'ogg', codec: 'opus', sizeBytes: 3, durationSeconds: 70, modifiedAtMs: 1 },
        ],
        ['b 10/Öl', { format: 'jpg', sizeBytes: 1, width: 2, height: 3, modifiedAtMs: 3 }],
        ['b 10/img2', { format: 'svg', sizeBytes: 5, modifiedAtMs: 2, width: 20, height: 30 }],
      );
      const expected = orders[field].split(' ');
      assert.deepEqual(names({ field }), expected);
      const unknown =
        new Map<SortField, number>([
          ['duration', 3],
          ['codec', 2],
          ['dimensions', 1],
        ]).get(field) ?? 0;
      const known = expected.slice(0, expected.length - unknown);
      const descending = names({ field, descending: true });
      assert.deepEqual(descending.slice(0, known.length), known.toReversed());
      assert.deepEqual(descending.slice(known.length).toSorted(), expected.slice(known.length).toSorted());
    });
  }

  it('filter by kind', () => {
    add(['a', { kind: 'audio' }], ['b', { kind: 'video' }], ['c']);
    assert.deepEqual(names({ kinds: ['audio'] }), ['a']);
    assert.deepEqual(names({ kinds: ['image', 'video'] }), ['b', 'c']);
    assert.deepEqual(names({ kinds: ['image', 'video', 'audio'] }), ['a', 'b', 'c']);
  });

  it('give ranges of rows and ids, and places', () => {
    add(['a'], ['b'], ['c'], ['d']);
    const { viewId, version, total } = open();
    assert.equal(total, 4);
    const { rows, ...state } = store.viewRows(viewId, 1, 2);
    assert.deepEqual(state, { version, total });
    assert.deepEqual(rows, store.get([idOf('b'), idOf('c')]));
    assert.deepEqual(store.viewRows(viewId, 3, 5).rows.length, 1);
    assert.deepEqual(store.viewRows(viewId, 9, 5).rows, []);
    assert.deepEqual(store.viewIds(viewId, 2, 9), { version, ids: [idOf('c'), idOf('d')] });
    assert.deepEqual(store.locateInView(viewId, [idOf('c'), 999, idOf('a')]), {
      version,
      indices: [2, null, 0],
    });
  });

  it('find the next name that begins so, going round', () => {
    add(['Berg'], ['Été'], ['x/berlin'], ['x_y'], ['über']);
    const { viewId, version } = open();
    const find = (prefix: string, from: number) => {
      const { index } = store.findByName(viewId, prefix, from);
      return index === null ? null : namesIn(viewId)[index];
    };
    assert.deepEqual(namesIn(viewId), ['Berg', 'berlin', 'Été', 'über', 'x_y']);
    assert.deepEqual(store.findByName(viewId, 'BER', 1), { version, index: 1 });
    assert.equal(find('ber', 2), 'Berg');
    assert.equal(find('ete', 0), 'Été');
    assert.equal(find('Ü', 99), 'über');
    assert.equal(find('x_', 0), 'x_y');
    assert.equal(find('erg', 0), null);
    assert.equal(find('%', 0), null);
  });

  it('are unknown before they are opened and after they are closed', () => {
    const { viewId } = open();
    store.closeView(viewId);
    store.closeView(viewId);
    const isUnknown = (error: unknown) => error instanceof LibraryError && error.code === 'view-unknown';
    assert.throws(() => store.viewRows(viewId, 0, 1), isUnknown);
    assert.throws(() => store.viewIds(viewId, 0, 1), isUnknown);
    assert.throws(() => store.locateInView(77, [1]), isUnknown);
  });

  it('grow their version when order, content or a row changes, and only then', () => {
    add(['a', { kind: 'audio' }], ['b'], ['c']);
    const images = open({ kinds: ['image'] });
    const sounds = open({ kinds: ['audio'] });
    assert.deepEqual(store.refreshViews(), []);

    add(['d']);
    assert.deepEqual(store.refreshViews(), [{ ...images, version: images.version + 1, total: 3 }]);
    assert.deepEqual(store.refreshViews(), []);

    add(['a', { kind: 'audio', artist: 'Somebody' }]);
    assert.deepEqual(store.refreshViews(), [{ ...sounds, version: sounds.version + 1 }]);

    store.apply(batch({ departures: ['/media/b'] }));
    assert.deepEqual(store.refreshViews(), [{ ...images, version: images.version + 2, total: 2 }]);
  });

  it('never answer with rows out of place', () => {
    add(['a'], ['b'], ['c']);
    const { viewId, version } = open();
    store.apply(batch({ departures: ['/media/a'] }));
    const page = store.viewRows(viewId, 0, 2);
    assert.deepEqual(
      [page.version, page.total, page.rows.map(({ name }) => name)],
      [version + 1, 2, ['b', 'c']],
    );
  });

  it('see what another process wrote', () => {
    const { viewId } = open();
    const other = openStore(scratch.at(`view${databases}.db`));
    other.apply(batch({ upserts: [scannedFile('a')] }));
    assert.deepEqual(
      store.refreshViews().map(({ total }) => total),
      [1],
    );
    other.apply(batch({ upserts: [scannedFile('a', { width: 5 })] }));
    assert.equal(store.refreshViews().length, 1);
    assert.deepEqual(namesIn(viewId), ['a']);
    other.close();
  });
});

describe('Search', () => {
  const found = (search: string) => names({ search });

  beforeEach(() => {
    add(
      ['Café/Été au lac.JPG'],
      ['Café/lake_2024.jpg'],
      ['music/track 7.mp3', { kind: 'audio', tagTitle: 'Água de Beber', artist: 'Jobim', album: 'Wave' }],
      ['Übung/100%_"quoted".png'],
    );
  });

  it('finds parts of names, folders and tags, whatever the case and accents', () => {
    assert.deepEqual(found('ete'), ['Été au lac.JPG']);
    assert.deepEqual(found('ÉTÉ'), ['Été au lac.JPG']);
    assert.deepEqual(found('CAFE\u0301'), ['Été au lac.JPG', 'lake_2024.jpg']);
    assert.deepEqual(found('agua'), ['track 7.mp3']);
    assert.deepEqual(found('jobim wave'), ['track 7.mp3']);
    assert.deepEqual(found('bung'), ['100%_"quoted".png']);
    assert.deepEqual(found('ake_20'), ['lake_2024.jpg']);
  });

  it('wants every word, short ones too', () => {
    assert.deepEqual(found('cafe lac'), ['Été au lac.JPG']);
    assert.deepEqual(found('cafe zebra'), []);
    assert.deepEqual(found('la'), ['Été au lac.JPG', 'lake_2024.jpg']);
    assert.deepEqual(found('la 24'), ['lake_2024.jpg']);
    assert.deepEqual(found('_ " %'), ['100%_"quoted".png']);
    assert.deepEqual(found('   '), found(''));
  });

  it('takes quotes and operators for what they are', () => {
    assert.deepEqual(found('"quoted"'), ['100%_"quoted".png']);
    assert.deepEqual(found('lake OR zebra'), []);
    assert.deepEqual(found('text:lake'), []);
  });

  it('follows changes and deletions', () => {
    add(['music/track 7.mp3', { kind: 'audio', artist: 'Gilberto' }]);
    assert.deepEqual(found('jobim'), []);
    assert.deepEqual(found('gilberto'), ['track 7.mp3']);
    store.departFolder('/media', 'music', 100, Infinity);
    assert.deepEqual(found('gilberto'), []);
  });

  it('finds every part of every name, and any text is a safe question', () => {
    const unit = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(unit, unit, fc.string({ maxLength: 20 }), (before, after, search) => {
        open({ search: before + search + after });
        add([`${before}${search}${after}`.replaceAll('/', '-')]);
        const words = search.replaceAll('/', '-').split(/[\s\p{Cc}]+/u);
        for (const word of words) assert.ok(found(word).length > 0, JSON.stringify(word));
      }),
      { numRuns: 60 },
    );
  }).timeout(20_000);

  it('takes long questions', () => {
    for (const search of [
      'x'.repeat(1000),
      'ab1 '.repeat(250),
      Array.from({ length: 330 }, (_, i) => i).join(' '),
    ]) {
      assert.deepEqual(found(search), []);
    }
  });
});
