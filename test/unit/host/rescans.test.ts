import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { nextRescanMs } from '../../../src/host/watch/rescanTiming';
import { isWatchLimitReached } from '../../../src/host/watch/watchLimit';

describe('looking at the disk without being told', () => {
  it('comes soon after the first scan, which a late watch may have followed, and then seldom', () => {
    assert.equal(nextRescanMs({ rescanMs: null, isWatchReliable: true }), 10_000);
    assert.equal(nextRescanMs({ rescanMs: 50, isWatchReliable: true }), 300_000);
    assert.equal(nextRescanMs({ rescanMs: 50, isWatchReliable: false }), 15_000);
  });

  it('takes at most a fiftieth of the time, but for a workspace so large that it comes once an hour', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.boolean(), (rescanMs, isWatchReliable) => {
        const delayMs = nextRescanMs({ rescanMs, isWatchReliable });
        assert.ok(delayMs >= Math.min(50 * rescanMs, 3_600_000) && delayMs <= 3_600_000);
      }),
    );
  });
});

describe("the system's limit of watched files", () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };

  it('is told from other trouble', () => {
    assert.equal(isWatchLimitReached(tmpdir()), false);
    assert.equal(isWatchLimitReached('/no/such/folder'), false);
    assert.equal(isWatchLimitReached(tmpdir(), failing('ENOSPC')), true);
    assert.equal(isWatchLimitReached(tmpdir(), failing('EMFILE')), true);
    assert.equal(isWatchLimitReached(tmpdir(), failing('EACCES')), false);
  });
});
