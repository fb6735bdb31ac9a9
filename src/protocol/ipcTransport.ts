import type { ChildProcess } from 'node:child_process';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { Transport } from './connection';

/** A channel between a process and the one that forked it; each passes the other: its child, or `process`. */
export function ipcTransport(peer: ChildProcess | NodeJS.Process): Transport {
  return { reader: new IPCMessageReader(peer), writer: new IPCMessageWriter(peer) };
}
