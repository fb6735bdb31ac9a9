import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { ScanSummary } from '../../../src/library/model';
import { ChangeQueue } from '../../../src/library/scanner/changeQueue';

const summaryOf = (found: number): ScanSummary => ({
  found,
  added: 0,
  updated: 0,
  moved: 0,
  removed: 0,
  unchanged: 0,
  missing: 0,
  failed: 0,
  cost: { filesRead: 0, bytesRead: 0, processesStarted: 0 },
  durationMs: 0,
  cancelled: false,
  failures: [],
});

describe('ChangeQueue', () => {
  it('covers ten thousand reports with one pass, each path once', async () => {
    const passes: (readonly string[])[] = [];
    const queue = new ChangeQueue((paths) => {
      passes.push(paths);
      return Promise.resolve(summaryOf(paths.length));
    });
    const summaries = await Promise.all(
      Array.from({ length: 10_000 }, (_, index) => queue.add([`/media/${index % 5000}.png`])),
    );
    assert.equal(passes.length, 1);
    assert.equal(passes[0]?.length, 5000);
    assert.ok(summaries.every((summary) => summary.found === 5000));
  });

  it('gathers what comes during a pass for the next, and never runs two at once', async () => {
    const passes: (readonly string[])[] = [];
    const release: (() => void)[] = [];
    const queue = new ChangeQueue(async (paths) => {
      passes.push(paths);
      await new Promise<void>((resolve) => release.push(resolve));
      return summaryOf(paths.length);
    });
    const first = queue.add(['a']);
    await turn();
    const later = [queue.add(['b']), queue.add(['c']), queue.add(['b'])];
    await turn();
    assert.deepEqual(passes, [['a']]);
    release.shift()?.();
    assert.equal((await first).found, 1);
    await turn();
    assert.deepEqual(passes, [['a'], ['b', 'c']]);
    release.shift()?.();
    assert.deepEqual(
      (await Promise.all(later)).map((summary) => summary.found),
      [2, 2, 2],
    );
  });

  it('goes on after a pass that failed', async () => {
    let isFirst = true;
    const queue = new ChangeQueue((paths) => {
      if (!isFirst) return Promise.resolve(summaryOf(paths.length));
      isFirst = false;
      return Promise.reject(new Error('disk full'));
    });
    await assert.rejects(queue.add(['a']), /disk full/);
    assert.equal((await queue.add(['b'])).found, 1);
  });
});
