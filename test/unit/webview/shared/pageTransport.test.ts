import assert from 'node:assert/strict';
import * as v from 'valibot';
import { connect, serve } from '../../../../src/protocol/connection';
import { request } from '../../../../src/protocol/contract';
import { pageTransport } from '../../../../src/webview/shared/pageTransport';
import { transportPair } from '../../../support/transportPair';

const contract = {
  requests: { double: request(v.object({ value: v.number() }), v.number()) },
  notifications: { told: v.string() },
} as const;

class MessageFrom extends Event {
  constructor(
    readonly origin: string,
    readonly data: unknown,
  ) {
    super('message');
  }
}

/** As much of a window as a transport touches. */
function pageAt(origin: string): Window {
  return Object.assign(new EventTarget(), { origin }) as unknown as Window;
}

function hostAndPage() {
  const page = pageAt('vscode-webview://one');
  const { client, server } = transportPair();
  client.reader.listen((message) => page.dispatchEvent(new MessageFrom(page.origin, message)));
  const api = { postMessage: (message: unknown) => void client.writer.write(message as never) };
  return { page, api, hostTransport: server };
}

describe('pageTransport', () => {
  it('carries requests, answers and notifications', async () => {
    const { page, api, hostTransport } = hostAndPage();
    const host = serve(contract, hostTransport, { double: ({ value }) => value * 2 });
    let hear: (text: string) => void;
    const heard = new Promise<string>((resolve) => (hear = resolve));
    const client = connect(contract, pageTransport(api, page), { told: (text) => hear(text) });
    assert.equal(await client.request('double', { value: 21 }), 42);
    host.notify('told', 'news');
    assert.equal(await heard, 'news');
    client.dispose();
    host.dispose();
  });

  it('does not hear other origins, nor what is not JSON-RPC', () => {
    const page = pageAt('vscode-webview://one');
    const heard: unknown[] = [];
    pageTransport({ postMessage: () => undefined }, page).reader.listen((message) => heard.push(message));
    const message = { jsonrpc: '2.0', method: 'told', params: ['news'] };
    page.dispatchEvent(new MessageFrom('https://elsewhere.example', message));
    page.dispatchEvent(new MessageFrom(page.origin, 'text'));
    page.dispatchEvent(new MessageFrom(page.origin, null));
    page.dispatchEvent(new MessageFrom(page.origin, message));
    assert.deepEqual(heard, [message]);
  });
});
