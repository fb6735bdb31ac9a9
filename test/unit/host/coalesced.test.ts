import assert from 'node:assert/strict';
import { coalesced } from '../../../src/host/coalesced';

/** Work that ends when it is told to. */
class Work {
  begun = 0;
  private readonly ends: PromiseWithResolvers<null>[] = [];

  readonly run = async (): Promise<void> => {
    this.begun += 1;
    const end = Promise.withResolvers<null>();
    this.ends.push(end);
    await end.promise;
  };

  finish(run: number): void {
    this.ends[run]!.resolve(null);
  }

  fail(run: number): void {
    this.ends[run]!.reject(new Error(`run ${run} failed`));
  }
}

describe('coalesced work', () => {
  it('begins at once when nothing runs', async () => {
    const work = new Work();
    const ask = coalesced(work.run);
    const first = ask();
    assert.equal(work.begun, 1);
    work.finish(0);
    await first;
    const second = ask();
    assert.equal(work.begun, 2);
    work.finish(1);
    await second;
  });

  it('runs once more, and once only, for all that is asked meanwhile', async () => {
    const work = new Work();
    const ask = coalesced(work.run);
    const first = ask();
    const later = [ask(), ask(), ask()];
    assert.equal(work.begun, 1);
    work.finish(0);
    await first;
    await Promise.resolve();
    assert.equal(work.begun, 2);
    work.finish(1);
    await Promise.all(later);
    assert.equal(work.begun, 2);
  });

  it('goes on after a failure, which only those who waited for that run hear of', async () => {
    const work = new Work();
    const ask = coalesced(work.run);
    const first = ask();
    const second = ask();
    work.fail(0);
    await assert.rejects(first, /run 0 failed/);
    work.finish(1);
    await second;
    const third = ask();
    work.finish(2);
    await third;
  });
});
