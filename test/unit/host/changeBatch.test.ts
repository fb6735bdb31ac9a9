import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ChangeBatch } from '../../../src/host/watch/changeBatch';

const timing = { quietMs: 200, maxWaitMs: 1000, maxPaths: 3 };

describe('changes on the disk', () => {
  let sent: (readonly string[])[];
  let answers: (() => void)[];
  let batch: ChangeBatch;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    sent = [];
    answers = [];
    batch = new ChangeBatch((paths) => {
      sent.push(paths);
      return new Promise((resolve) => answers.push(resolve));
    }, timing);
  });
  afterEach(() => {
    batch.dispose();
    mock.timers.reset();
  });

  /** Lets the sender take note of the answer. */
  const answer = async () => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };

  it('are sent once it is quiet, each path once', () => {
    batch.add('a');
    mock.timers.tick(150);
    batch.add('b');
    batch.add('a');
    mock.timers.tick(199);
    assert.deepEqual(sent, []);
    mock.timers.tick(1);
    assert.deepEqual(sent, [['a', 'b']]);
  });

  it('are sent after the longest wait though it never gets quiet', () => {
    for (let elapsedMs = 0; elapsedMs < 1000; elapsedMs += 100) {
      batch.add('a');
      mock.timers.tick(100);
    }
    assert.deepEqual(sent, [['a']]);
  });

  it('go in batches of bounded size, one at a time', async () => {
    for (const path of ['a', 'b', 'c', 'd']) batch.add(path);
    mock.timers.tick(0);
    assert.deepEqual(sent, [['a', 'b', 'c']]);
    mock.timers.tick(5000);
    assert.equal(sent.length, 1);
    await answer();
    mock.timers.tick(200);
    assert.deepEqual(sent[1], ['d']);
  });

  it('are kept for the next batch while one is under way', async () => {
    batch.add('a');
    mock.timers.tick(200);
    batch.add('a');
    await answer();
    mock.timers.tick(200);
    assert.deepEqual(sent, [['a'], ['a']]);
  });

  it('are forgotten when nobody wants them any more', () => {
    batch.add('a');
    batch.dispose();
    mock.timers.tick(5000);
    assert.deepEqual(sent, []);
  });
});
