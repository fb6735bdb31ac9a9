import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Throttle } from '../../../src/common/throttle';

describe('Throttle', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('runs the first request at once, and the last one for certain', () => {
    let runs = 0;
    const throttle = new Throttle(300, () => runs++);
    throttle.request();
    assert.equal(runs, 1);
    for (let i = 0; i < 100; i++) throttle.request();
    assert.equal(runs, 1);
    mock.timers.tick(300);
    assert.equal(runs, 2);
    mock.timers.tick(3000);
    assert.equal(runs, 2);
    throttle.request();
    assert.equal(runs, 3);
  });

  it('lets an action that takes long come less often', () => {
    const runs: number[] = [];
    const throttle = new Throttle(10, () => {
      const untilMs = performance.now() + 5;
      while (performance.now() < untilMs) runs.length += 0;
      runs.push(untilMs);
    });
    throttle.request();
    throttle.request();
    mock.timers.tick(50);
    assert.equal(runs.length, 1);
    mock.timers.tick(1000);
    assert.equal(runs.length, 2);
  });

  it('keeps the interval after a flush, and forgets when disposed', () => {
    let runs = 0;
    const throttle = new Throttle(300, () => runs++);
    throttle.request();
    throttle.request();
    throttle.flush();
    assert.equal(runs, 2);
    throttle.flush();
    assert.equal(runs, 2);
    throttle.request();
    mock.timers.tick(299);
    assert.equal(runs, 2);
    throttle.dispose();
    mock.timers.tick(300);
    assert.equal(runs, 2);
  });
});
