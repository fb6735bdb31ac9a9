import assert from 'node:assert/strict';
import { LruMap } from '../../../../src/webview/gallery/model/lruMap';
import { Selection } from '../../../../src/webview/gallery/model/selection';
import { TypeAhead } from '../../../../src/webview/gallery/model/typeAhead';

const spot = (index: number) => ({ index, id: index + 100 });
const selectedOf = (selection: Selection) => [...selection.selected.value];
const nobody = () => undefined;

describe('Selection', () => {
  it('selects one, adds and takes away', () => {
    const selection = new Selection();
    selection.only(spot(1));
    selection.toggle(spot(5));
    assert.deepEqual(selectedOf(selection), [101, 105]);
    selection.toggle(spot(1));
    assert.deepEqual(selectedOf(selection), [105]);
    assert.equal(selection.cursor.value?.index, 1);
  });

  it('measures ranges from where the last single step ended', () => {
    const selection = new Selection();
    selection.only(spot(3));
    selection.extend(spot(5), [103, 104, 105], false);
    assert.equal(selection.anchorIndex, 3);
    selection.extend(spot(2), [102, 103], false);
    assert.deepEqual(selectedOf(selection), [102, 103]);
    selection.toggle(spot(8));
    selection.extend(spot(9), [108, 109], true);
    assert.deepEqual(selectedOf(selection), [102, 103, 108, 109]);
  });

  it('moves with its files, and forgets those that are gone', () => {
    const selection = new Selection();
    selection.only(spot(3));
    selection.toggle(spot(4));
    selection.relocate(new Map([[104, 40]]), nobody);
    assert.deepEqual(selectedOf(selection), [104]);
    assert.deepEqual(selection.cursor.value, { id: 104, index: 40 });
  });

  it('gives the cursor of a deleted file to the one in its place', () => {
    const selection = new Selection();
    selection.only(spot(3));
    selection.relocate(new Map(), (index) => (index === 3 ? 999 : undefined));
    assert.deepEqual(selection.cursor.value, { id: 999, index: 3 });
    selection.relocate(new Map(), nobody);
    assert.equal(selection.cursor.value, null);
  });
});

describe('TypeAhead', () => {
  it('gathers letters into a word that the file under the cursor may already begin with', () => {
    const typing = new TypeAhead();
    assert.deepEqual(pick(typing.add('s', 4, 0)), { namePrefix: 's', from: 5 });
    assert.deepEqual(pick(typing.add('u', 7, 100)), { namePrefix: 'su', from: 7 });
    assert.deepEqual(pick(typing.add(' ', 7, 200)), { namePrefix: 'su ', from: 7 });
  });

  it('begins a new word after a pause', () => {
    const typing = new TypeAhead();
    typing.add('s', 0, 0);
    assert.deepEqual(pick(typing.add('u', 3, 5000)), { namePrefix: 'u', from: 4 });
  });

  it('steps on when one letter is typed again and again', () => {
    const typing = new TypeAhead();
    typing.add('s', 0, 0);
    assert.deepEqual(pick(typing.add('s', 3, 100)), { namePrefix: 's', from: 4 });
  });

  it('is not for named keys, nor for a space outside a name', () => {
    const typing = new TypeAhead();
    assert.equal(typing.add('Enter', 0, 0), null);
    assert.equal(typing.add(' ', 0, 0), null);
  });

  it('ends the search of the letter before', () => {
    const typing = new TypeAhead();
    const first = typing.add('s', 0, 0);
    typing.add('u', 0, 10);
    assert.equal(first?.signal.aborted, true);
  });

  function pick(search: ReturnType<TypeAhead['add']>) {
    return search && { namePrefix: search.namePrefix, from: search.from };
  }
});

describe('LruMap', () => {
  it('forgets what was not used for longest', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, undefined, 3]);
  });
});
