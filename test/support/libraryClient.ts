import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { connect, type ClientEnd } from '../../src/protocol/connection';
import { ipcTransport } from '../../src/protocol/ipcTransport';
import { libraryContract, type LibraryContract } from '../../src/protocol/library';
import { EventLog } from './libraryRig';

/** The built library process, and the channel to it. */
export class LibraryClient {
  readonly child: ChildProcess = fork(resolve('dist/library.js'), [], {
    serialization: 'advanced',
    execArgv: [],
  });
  readonly heard = new EventLog();
  readonly client: ClientEnd<LibraryContract> = connect(libraryContract, ipcTransport(this.child), {
    ...this.heard.events,
    log: () => undefined,
  });

  /** Resolves with the exit code or the signal that ended the process. */
  async ended(): Promise<number | string | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode ?? this.child.signalCode;
  }
}
