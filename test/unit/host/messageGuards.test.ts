import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLargerThan } from '../../../src/host/messageSize';
import { TokenBucket } from '../../../src/host/tokenBucket';

describe('token bucket', () => {
  it('lets a burst through, then no more than the refill', () => {
    let nowMs = 0;
    const bucket = new TokenBucket({ capacity: 3, refillPerSecond: 2 }, () => nowMs);
    assert.deepEqual(
      [1, 2, 3, 4].map(() => bucket.take()),
      [true, true, true, false],
    );
    nowMs = 500;
    assert.deepEqual(
      [1, 2].map(() => bucket.take()),
      [true, false],
    );
  });

  it('never lets more through than capacity plus refill, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 }), (pausesMs) => {
        let nowMs = 0;
        const bucket = new TokenBucket({ capacity: 5, refillPerSecond: 10 }, () => nowMs);
        let passed = 0;
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          if (bucket.take()) passed++;
        }
        assert.ok(passed <= 5 + (nowMs / 1000) * 10 + 1e-6);
      }),
    );
  });
});

describe('message size', () => {
  it('agrees with the length of the JSON about what is far too large', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (message) => {
        const length = JSON.stringify(message).length;
        assert.equal(isLargerThan(length * 2 + 2, message), false);
        assert.equal(isLargerThan(0, message), true);
      }),
    );
  });

  it('counts bytes and characters', () => {
    assert.equal(isLargerThan(1000, { bytes: new Uint8Array(2000) }), true);
    assert.equal(isLargerThan(1000, { text: 'x'.repeat(2000) }), true);
    assert.equal(
      isLargerThan(
        1000,
        Array.from({ length: 2000 }, () => null),
      ),
      true,
    );
    assert.equal(isLargerThan(1000, { text: 'x'.repeat(900) }), false);
  });

  it('refuses nesting deeper than any message of ours', () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 10_000; depth++) nested = [nested];
    assert.equal(isLargerThan(1_000_000, nested), true);
  });
});
