import assert from 'node:assert/strict';
import { explainFailure, obstacle, thisMachine } from '../../../src/host/libraryFailure';
import { RestartBudget } from '../../../src/host/restartBudget';
import { LibraryError } from '../../../src/library/model';

describe('restart budget', () => {
  it('allows so many restarts in a window, and more once they are past', () => {
    let nowMs = 0;
    const budget = new RestartBudget(2, 1000, () => nowMs);
    assert.deepEqual([budget.take(), budget.take(), budget.take()], [true, true, false]);
    nowMs = 1000;
    assert.equal(budget.take(), true);
  });

  it('starts over when a person asks for it', () => {
    const budget = new RestartBudget(1, 1000, () => 0);
    budget.take();
    budget.reset();
    assert.equal(budget.take(), true);
  });
});

describe('a machine on which the library cannot run', () => {
  const failed = new LibraryError('database-failed', 'The database could not be opened.');

  it('is told by its Node-API before anything is started', () => {
    assert.equal(obstacle({ nodeApi: 9, glibc: null })?.code, 'database-failed');
    assert.equal(obstacle({ nodeApi: 10, glibc: null }), null);
  });

  it('is told by its C library once the database has failed', () => {
    assert.match(explainFailure(failed, { nodeApi: 10, glibc: '2.31' }), /glibc 2\.34 .* has 2\.31/);
    for (const glibc of ['2.34', '3.0', null]) {
      assert.equal(explainFailure(failed, { nodeApi: 10, glibc }), failed.message);
    }
  });

  it('is not this one', () => assert.equal(obstacle(thisMachine()), null));
});
