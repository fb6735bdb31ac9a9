import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type Message,
  type DataCallback,
  type Disposable,
  type MessageWriter,
} from 'vscode-jsonrpc';
import type { Transport } from '../../protocol/connection';
import type { VsCodeApi } from './vscodeApi';

/** JSON-RPC messages as they are, one per `postMessage`; the host's end does the same. */
export function pageTransport(api: Pick<VsCodeApi, 'postMessage'>, page: Window): Transport {
  return { reader: new PageReader(page), writer: new PageWriter(api) };
}

class PageReader extends AbstractMessageReader {
  constructor(private readonly page: Window) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = (event: MessageEvent<unknown>) => {
      // VS Code forwards the host's messages from a frame of our own origin; no other frame has a say.
      if (event.origin !== this.page.origin || !isMessage(event.data)) return;
      callback(event.data);
    };
    this.page.addEventListener('message', onMessage);
    return { dispose: () => this.page.removeEventListener('message', onMessage) };
  }
}

class PageWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly api: Pick<VsCodeApi, 'postMessage'>) {
    super();
  }

  write(message: Message): Promise<void> {
    this.api.postMessage(message);
    return Promise.resolve();
  }

  end(): void {
    // The channel ends with the page.
  }
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'object' && data !== null && 'jsonrpc' in data && data.jsonrpc === '2.0';
}
