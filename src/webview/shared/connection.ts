// Brings the browser's timers and encoders to vscode-jsonrpc, which `protocol/connection` needs at run time.
import 'vscode-jsonrpc/browser';
import { connect, type ClientEnd, type Listeners } from '../../protocol/connection';
import type { Contract } from '../../protocol/contract';
import { pageTransport } from './pageTransport';
import type { VsCodeApi } from './vscodeApi';

/** The page's end of its channel to the extension host. */
export function connectToHost<C extends Contract>(
  contract: C,
  api: VsCodeApi,
  listeners: Listeners<C>,
): ClientEnd<C> {
  return connect(contract, pageTransport(api, window), listeners);
}
