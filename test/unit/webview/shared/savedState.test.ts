import assert from 'node:assert/strict';
import { mock } from 'node:test';
import * as v from 'valibot';
import { savedState } from '../../../../src/webview/shared/savedState';

const schema = v.object({ scroll: v.number() });

function storage(initial: unknown) {
  const writes: unknown[] = [];
  return { writes, getState: () => initial, setState: (state: unknown) => void writes.push(state) };
}

describe('savedState', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('gives back what was saved', () => {
    assert.deepEqual(savedState(storage({ scroll: 7 }), schema).restored, { scroll: 7 });
  });

  it('starts afresh when what was saved has another shape', () => {
    assert.equal(savedState(storage({ scroll: 'far' }), schema).restored, null);
    assert.equal(savedState(storage(undefined), schema).restored, null);
  });

  it('writes only the latest of many changes', () => {
    const store = storage(undefined);
    const state = savedState(store, schema);
    for (let scroll = 0; scroll < 100; scroll++) state.saveSoon(() => ({ scroll }));
    assert.deepEqual(store.writes, []);
    mock.timers.runAll();
    assert.deepEqual(store.writes, [{ scroll: 99 }]);
    state.saveSoon(() => ({ scroll: 100 }));
    mock.timers.runAll();
    assert.deepEqual(store.writes, [{ scroll: 99 }, { scroll: 100 }]);
  });
});
