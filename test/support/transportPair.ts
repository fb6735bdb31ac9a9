import { PassThrough } from 'node:stream';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { Transport } from '../../src/protocol/connection';

/** Two ends of one channel, in memory. */
export function transportPair(): { client: Transport; server: Transport; close: () => void } {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  return {
    client: { reader: new StreamMessageReader(toClient), writer: new StreamMessageWriter(toServer) },
    server: { reader: new StreamMessageReader(toServer), writer: new StreamMessageWriter(toClient) },
    close: () => {
      toServer.destroy();
      toClient.destroy();
    },
  };
}
