import {
  AbstractMessageReader,
  AbstractMessageWriter,
  Message,
  type DataCallback,
  type Disposable,
  type MessageWriter,
} from 'vscode-jsonrpc';
import type { Webview } from 'vscode';
import type { LibraryErrorCode } from '../library/model';
import type { Transport } from '../protocol/connection';
import { isLargerThan } from './messageSize';
import { TokenBucket } from './tokenBucket';

/** A fast scroll asks for, and cancels, a few screens of cards; nothing honest asks for more. */
const pace = { capacity: 2000, refillPerSecond: 500 };
const maxMessageUnits = 1_000_000;

type Refusal = Extract<LibraryErrorCode, 'too-many-requests' | 'invalid-message'>;

/**
 * The host's end of a page's channel: JSON-RPC messages as they are, one per `postMessage`. What comes too fast, too large or in
 * another shape goes no further; a request among it gets its one answer here.
 */
export function webviewTransport(webview: Webview): Transport {
  const writer = new WebviewWriter(webview);
  return { reader: new WebviewReader(webview, writer), writer };
}

class WebviewReader extends AbstractMessageReader {
  private readonly bucket = new TokenBucket(pace);

  constructor(
    private readonly webview: Webview,
    private readonly writer: WebviewWriter,
  ) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    return this.webview.onDidReceiveMessage((data: unknown) => {
      if (!isMessage(data)) return;
      if (!this.bucket.take()) this.refuse(data, 'too-many-requests', 'The page sent too many messages.');
      else if (isLargerThan(maxMessageUnits, data))
        this.refuse(data, 'invalid-message', 'Message too large.');
      else callback(data);
    });
  }

  private refuse(refused: Message, code: Refusal, message: string): void {
    if (!Message.isRequest(refused)) return;
    const answer = { jsonrpc: '2.0', id: refused.id, error: { code: -32000, message, data: { code } } };
    void this.writer.write(answer);
  }
}

class WebviewWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly webview: Webview) {
    super();
  }

  async write(message: Message): Promise<void> {
    // False means that the page is hidden and gone: it starts anew, with `ready`, when it is shown again.
    await this.webview.postMessage(message);
  }

  end(): void {
    // The channel ends with the webview.
  }
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'object' && data !== null && 'jsonrpc' in data && data.jsonrpc === '2.0';
}
