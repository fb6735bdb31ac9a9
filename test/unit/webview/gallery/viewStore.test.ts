import assert from 'node:assert/strict';
import { LibraryError } from '../../../../src/library/model';
import { wholeLibrary } from '../../../../src/webview/gallery/model/viewStore';
import { ListHost, until } from './galleryHost';

const rowPx = 28;

describe('ViewStore', () => {
  it('shows nothing of a view before its first rows are there', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    const opened = view.open(wholeLibrary, []);
    assert.equal(layout.total.value, 0);
    await opened;
    assert.equal(layout.total.value, 1000);
    assert.equal(view.rows.at(0)?.id, 1);
    assert.deepEqual(host.asked, ['openView', 'rows 0']);
  });

  it('keeps the file at the top in its place when others come before it', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    await view.open(wholeLibrary, [{ id: 501, offsetPx: 7 }]);
    assert.equal(layout.scrollTopPx.value, 500 * rowPx + 7);
    host.change([2001, 2002, 2003, ...host.ids]);
    await until(() => layout.total.value === 1003);
    assert.equal(layout.scrollTopPx.value, 503 * rowPx + 7);
    assert.equal(view.rows.at(503)?.id, 501);
  });

  it('holds on to the next file when the one at the top is deleted', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    await view.open(wholeLibrary, [{ id: 501, offsetPx: 0 }]);
    host.change(host.ids.filter((id) => id !== 501 && id > 10));
    await until(() => layout.total.value === 989);
    assert.equal(view.rows.at(490)?.id, 502);
    assert.equal(layout.scrollTopPx.value, 490 * rowPx - rowPx);
  });

  it('stays at the top, where new files are seen to come', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    host.change([2001, ...host.ids]);
    await until(() => layout.total.value === 1001);
    assert.equal(layout.scrollTopPx.value, 0);
    assert.equal(view.rows.at(0)?.id, 2001);
  });

  it('does not scroll past the end when most files go', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    await view.open(wholeLibrary, [{ id: 900, offsetPx: 0 }]);
    host.change([1, 2, 3]);
    await until(() => layout.total.value === 3);
    assert.equal(layout.scrollTopPx.value, 0);
    assert.equal(view.rows.at(2)?.id, 3);
  });

  it('keeps of the selection what the new view holds', async () => {
    const host = new ListHost(100);
    const { view, layout, selection } = host.page();
    await view.open(wholeLibrary, []);
    selection.all([5, 6, 7]);
    selection.moveCursor({ id: 7, index: 6 });
    host.change([7, 6, 1]);
    await until(() => layout.total.value === 3);
    assert.deepEqual([...selection.selected.value], [6, 7]);
    assert.deepEqual(selection.cursor.value, { id: 7, index: 0 });
  });

  it('arrives at the newest of many changes', async () => {
    const host = new ListHost(100);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    for (let count = 101; count <= 150; count++) host.change([...host.ids, count]);
    await until(() => layout.total.value === 150);
    assert.equal(view.state.value?.version, 51);
  });

  it('opens a view again that the library has forgotten, at the same place', async () => {
    const host = new ListHost(1000);
    const { view, layout } = host.page();
    await view.open(wholeLibrary, []);
    await view.open(wholeLibrary, [{ id: 501, offsetPx: 0 }]);
    host.viewId += 10;
    view.rows.want({ first: 700, end: 710 });
    await until(() => view.state.value?.viewId === 13);
    assert.equal(layout.scrollTopPx.value, 500 * rowPx);
    assert.equal(view.failure.value, null);
  });

  it('says what failed, shows what there was, and recovers', async () => {
    let broken = false;
    const host = new ListHost(100, {
      openView: () => {
        if (broken) throw new LibraryError('database-failed', 'The disk is full of holes.');
        return { viewId: 1, version: 1, total: 0 };
      },
      viewRows: () => ({ version: 1, total: 0, rows: [] }),
      locateInView: ({ ids }) => ({ version: 1, indices: ids.map(() => null) }),
    });
    const { view } = host.page();
    await view.open(wholeLibrary, []);
    broken = true;
    await view.open({ ...wholeLibrary, search: 'x' }, []);
    assert.equal(view.failure.value, 'The disk is full of holes.');
    assert.equal(view.state.value?.viewId, 1);
    broken = false;
    await view.reopen();
    assert.equal(view.failure.value, null);
  });

  it('shows the last of several queries, however they overlap', async () => {
    const host = new ListHost(100);
    const { view } = host.page();
    await Promise.all(['a', 'ab', 'abc'].map((search) => view.open({ ...wholeLibrary, search }, [])));
    assert.equal(view.query.value.search, 'abc');
    assert.equal(view.state.value?.viewId, host.viewId);
    assert.equal(view.failure.value, null);
  });

  it('reads rows where they are wanted, and ids of rows it never read', async () => {
    const host = new ListHost(1000);
    const { view } = host.page();
    await view.open(wholeLibrary, []);
    view.rows.want({ first: 350, end: 420 });
    await until(() => view.rows.at(350) !== undefined && view.rows.at(419) !== undefined);
    assert.deepEqual(await view.idsIn({ first: 640, end: 643 }), [641, 642, 643]);
    assert.ok(!host.asked.includes('rows 600'));
  });
});
