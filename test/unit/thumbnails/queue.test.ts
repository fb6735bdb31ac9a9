import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createQueue } from '../../../src/library/thumbnails/queue';

/** Work that ends when the test says so. */
function controlledWork() {
  const started: { key: string; signal: AbortSignal; finish: (error?: Error) => void }[] = [];
  return {
    started,
    of: (key: string) => (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        started.push({ key, signal, finish: (error) => (error ? reject(error) : resolve(`made ${key}`)) });
      }),
  };
}

/** Lets everything happen that waits for nothing but promises. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

describe('thumbnail queue', () => {
  it('starts at once, then runs the one asked for last first', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const answers = ['a', 'b', 'c', 'd'].map((key) => queue.run(key, work.of(key), never));
    for (const done of [1, 2, 3, 4]) {
      await turn();
      assert.equal(work.started.length, done);
      work.started[done - 1]!.finish();
    }
    assert.deepEqual(await Promise.all(answers), ['made a', 'made b', 'made c', 'made d']);
    assert.deepEqual(
      work.started.map(({ key }) => key),
      ['a', 'd', 'c', 'b'],
    );
  });

  it('moves what is asked for again to the front', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const asked = ['running', 'a', 'b', 'a'];
    const answers = [queue.run('running', work.of('running'), never)];
    await turn();
    for (const key of asked.slice(1)) answers.push(queue.run(key, work.of(key), never));
    for (const index of [0, 1, 2]) {
      await turn();
      work.started[index]!.finish();
    }
    await Promise.all(answers);
    assert.deepEqual(
      work.started.map(({ key }) => key),
      ['running', 'a', 'b'],
    );
  });

  it('gives work up when the last one who waits for it leaves, and not before', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [queue.run('a', work.of('a'), first.signal), queue.run('a', work.of('a'), second.signal)];
    await turn();
    assert.equal(work.started.length, 1);
    first.abort();
    await assert.rejects(answers[0]!, { code: 'cancelled' });
    assert.equal(work.started[0]!.signal.aborted, false);
    second.abort();
    await assert.rejects(answers[1]!, { code: 'cancelled' });
    assert.equal(work.started[0]!.signal.aborted, true);
  });

  it('keeps the place of work that was given up until it has ended, and does not let a new request join it', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const gone = new AbortController();
    const lost = queue.run('a', work.of('a'), gone.signal);
    await turn();
    gone.abort();
    await assert.rejects(lost, { code: 'cancelled' });
    const again = queue.run('a', work.of('a'), never);
    await turn();
    assert.equal(work.started.length, 1);
    work.started[0]!.finish(new Error('killed'));
    await turn();
    work.started[1]!.finish();
    assert.equal(await again, 'made a');
  });

  it('hands an error to everyone who waits for that work, and goes on', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const answers = [queue.run('a', work.of('a'), never), queue.run('a', work.of('a'), never)];
    await turn();
    work.started[0]!.finish(new Error('broken'));
    for (const answer of answers) await assert.rejects(answer, { message: 'broken' });
    const next = queue.run('b', () => Promise.resolve('made b'), never);
    assert.equal(await next, 'made b');
  });

  it('refuses a request that is cancelled already, and any after its end', async () => {
    const queue = createQueue<string>(1);
    const make = () => Promise.resolve('made');
    await assert.rejects(queue.run('a', make, AbortSignal.abort()), { code: 'cancelled' });
    await queue.dispose();
    await assert.rejects(queue.run('a', make, never), { code: 'cancelled' });
  });

  it('ends only when no work is running any more', async () => {
    const work = controlledWork();
    const queue = createQueue<string>(1);
    const answers = [queue.run('a', work.of('a'), never), queue.run('b', work.of('b'), never)];
    await turn();
    let ended = false;
    const end = queue.dispose().then(() => (ended = true));
    for (const answer of answers) await assert.rejects(answer, { code: 'cancelled' });
    assert.equal(ended, false);
    work.started[0]!.finish();
    await end;
    assert.equal(work.started.length, 1);
  });

  it('answers every request exactly once and never runs more than allowed, whatever happens', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), key: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
      fc.record({ do: fc.constant('cancel' as const), which: fc.nat(30) }),
      fc.record({ do: fc.constant('finish' as const), which: fc.nat(10), fails: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 60 }),
        async (limit, steps) => {
          const queue = createQueue<string>(limit);
          const requests: { controller: AbortController; answers: number }[] = [];
          let running: { key: string; end: (error?: Error) => void }[] = [];
          let mostRunning = 0;
          const work = (key: string) => () =>
            new Promise<string>((resolve, reject) => {
              running.push({ key, end: (error) => (error ? reject(error) : resolve(key)) });
              mostRunning = Math.max(mostRunning, running.length);
            });
          const finish = (which: number, fails: boolean) => {
            const chosen = running[which % Math.max(1, running.length)];
            running = running.filter((job) => job !== chosen);
            chosen?.end(fails ? new Error('broken') : undefined);
          };

          for (const action of steps) {
            if (action.do === 'ask') {
              const request = { controller: new AbortController(), answers: 0 };
              requests.push(request);
              const count = () => (request.answers += 1);
              queue.run(action.key, work(action.key), request.controller.signal).then(count, count);
            } else if (action.do === 'cancel') requests[action.which]?.controller.abort();
            else finish(action.which, action.fails);
            await turn();
          }
          while (running.length > 0) {
            finish(0, false);
            await turn();
          }
          assert.ok(mostRunning <= limit);
          assert.ok(requests.every(({ answers }) => answers === 1));
        },
      ),
      { numRuns: 200 },
    );
  });
});
