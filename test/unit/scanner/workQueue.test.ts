import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { WorkQueue } from '../../../src/library/scanner/workQueue';

describe('WorkQueue', () => {
  it('works on everything once, in order, and never on more than it may at a time', async () => {
    const concurrencies = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat()),
        concurrencies,
        concurrencies,
        async (items, concurrency, capacity) => {
          const started: number[] = [];
          let running = 0;
          const queue = new WorkQueue<number>(
            async (item) => {
              started.push(item);
              assert.ok(++running <= concurrency);
              await turn();
              running--;
            },
            { concurrency, capacity },
          );
          for (const item of items) await queue.add(item);
          await queue.finish();
          assert.deepEqual(started, items);
          assert.equal(running, 0);
        },
      ),
    );
  });

  it('holds the producer back while it is full', async () => {
    const release: (() => void)[] = [];
    const queue = new WorkQueue<number>(() => new Promise((resolve) => release.push(resolve)), {
      concurrency: 1,
      capacity: 1,
    });
    await queue.add(1);
    await queue.add(2);
    let isAdded = false;
    const third = queue.add(3).then(() => (isAdded = true));
    await turn();
    assert.equal(isAdded, false);
    release.shift()?.();
    await third;
    while (release.length > 0) {
      release.shift()?.();
      await turn();
    }
    await queue.finish();
  });

  it('starts nothing after a failure, and tells the producer', async () => {
    const started: number[] = [];
    const queue = new WorkQueue<number>(
      async (item) => {
        started.push(item);
        await turn();
        if (item === 2) throw new Error('disk full');
      },
      { concurrency: 1, capacity: 10 },
    );
    for (const item of [1, 2, 3, 4]) await queue.add(item);
    await assert.rejects(queue.finish(), /disk full/);
    await assert.rejects(queue.add(5), /disk full/);
    assert.deepEqual(started, [1, 2]);
  });

  it('forgets what waits when it is abandoned, and waits for what runs', async () => {
    const ended: number[] = [];
    const queue = new WorkQueue<number>(
      async (item) => {
        await turn();
        ended.push(item);
      },
      { concurrency: 2, capacity: 10 },
    );
    for (const item of [1, 2, 3, 4]) await queue.add(item);
    await queue.abandon();
    assert.deepEqual(ended, [1, 2]);
  });
});
