import assert from 'node:assert/strict';
import { once } from 'node:events';
import fc from 'fast-check';
import * as v from 'valibot';
import { LibraryError } from '../../../src/library/model';
import { connect, serve, type Handlers } from '../../../src/protocol/connection';
import { request } from '../../../src/protocol/contract';
import { transportPair } from '../../support/transportPair';

const contract = {
  requests: {
    double: request(v.object({ n: v.number() }), v.number()),
    fail: request(v.null(), v.null()),
    wait: request(v.null(), v.null()),
    lie: request(v.null(), v.number()),
  },
  notifications: { news: v.object({ text: v.string() }) },
} as const;

function open(overrides: Partial<Handlers<typeof contract>> = {}) {
  const pair = transportPair();
  const heard: string[] = [];
  const server = serve(contract, pair.server, {
    double: ({ n }) => n * 2,
    fail: () => {
      throw new LibraryError('asset-unknown', 'There is no such asset.');
    },
    wait: () => new Promise(() => undefined),
    lie: () => Number.NaN,
    ...overrides,
  });
  const client = connect(contract, pair.client, { news: ({ text }) => heard.push(text) });
  return { pair, server, client, heard };
}

describe('protocol connection', () => {
  it('answers every request with its own result', async () => {
    const { client } = open();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 20 }), async (numbers) => {
        const answers = await Promise.all(numbers.map((n) => client.request('double', { n })));
        assert.deepEqual(
          answers,
          numbers.map((n) => n * 2),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('carries the code and the sentence of a failure across', async () => {
    const { client } = open();
    await assert.rejects(client.request('fail', null), {
      name: 'LibraryError',
      code: 'asset-unknown',
      message: 'There is no such asset.',
    });
  });

  it('tells of a failure in the words of the one who serves', async () => {
    const pair = transportPair();
    const onlyFail = { requests: { fail: contract.requests.fail }, notifications: {} };
    const fail = () => Promise.reject(new Error('/home/me/secret.png is locked'));
    serve(onlyFail, pair.server, { fail }, () => new LibraryError('internal', 'It did not work.'));
    await assert.rejects(connect(onlyFail, pair.client, {}).request('fail', null), {
      code: 'internal',
      message: 'It did not work.',
    });
  });

  it('refuses a request that does not fit its schema, and goes on', async () => {
    const { client } = open();
    const wrong: unknown = { n: 'two' };
    await assert.rejects(
      client.request('double', wrong as { n: number }),
      (error) => error instanceof LibraryError && error.code === 'invalid-message',
    );
    assert.equal(await client.request('double', { n: 4 }), 8);
  });

  it('refuses an answer that does not fit its schema', async () => {
    const { client } = open();
    await assert.rejects(client.request('lie', null), { code: 'invalid-message' });
  });

  it('tells the handler when the client cancels', async () => {
    const stop = new AbortController();
    const told = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const { client } = open({
      wait: (_params, signal) => {
        signal.addEventListener('abort', () => told.resolve());
        started.resolve();
        return new Promise(() => undefined);
      },
    });
    const answer = client.request('wait', null, stop.signal);
    await started.promise;
    stop.abort();
    await assert.rejects(answer, { code: 'cancelled' });
    await told.promise;
  });

  it('rejects what is pending when the channel closes', async () => {
    const { client, pair } = open();
    const answer = client.request('wait', null);
    pair.close();
    await assert.rejects(answer, { code: 'cancelled' });
  });

  it('delivers notifications that fit and drops those that do not', async () => {
    const { server, client, heard } = open();
    const wrong: unknown = { text: 7 };
    server.notify('news', wrong as { text: string });
    server.notify('news', { text: 'hello' });
    await client.request('double', { n: 1 });
    assert.deepEqual(heard, ['hello']);
  });

  it('aborts running handlers when the server is disposed', async () => {
    const signals: AbortSignal[] = [];
    const started = Promise.withResolvers<void>();
    const { client, server } = open({
      wait: (_params, signal) => {
        signals.push(signal);
        started.resolve();
        return new Promise(() => undefined);
      },
    });
    const answer = client.request('wait', null).catch(() => undefined);
    await started.promise;
    const [signal] = signals;
    assert.ok(signal);
    const aborted = once(signal, 'abort');
    server.dispose();
    await aborted;
    client.dispose();
    await answer;
  });
});
