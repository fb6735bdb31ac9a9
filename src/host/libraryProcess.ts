import { fork, type ChildProcess } from 'node:child_process';
import type { Log } from '../library/model';
import { connect, type ClientEnd, type Listeners } from '../protocol/connection';
import { ipcTransport } from '../protocol/ipcTransport';
import { libraryContract, type LibraryContract } from '../protocol/library';

/** How a library process ended, in words for a log. */
export type ExitReason = string;

/** One run of the library in a process of its own, with the channel to it. */
export class LibraryProcess {
  readonly client: ClientEnd<LibraryContract>;
  /** Settles once the process is gone; requests still pending are rejected after that. */
  readonly exited: Promise<ExitReason>;
  private over = false;
  private readonly child: ChildProcess;

  constructor(modulePath: string, listeners: Listeners<LibraryContract>, log: Log) {
    this.child = fork(modulePath, [], {
      serialization: 'advanced',
      // A debugger's flags of the extension host are not for the library.
      execArgv: [],
      env: libraryEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => log('info', chunk.toString().trimEnd()));
    this.child.stderr?.on('data', (chunk: Buffer) => log('warn', chunk.toString().trimEnd()));
    this.client = connect(libraryContract, ipcTransport(this.child), listeners);
    this.exited = exitOf(this.child).finally(() => {
      this.over = true;
      this.client.dispose();
    });
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Null when it could not be started. */
  get processId(): number | null {
    return this.child.pid ?? null;
  }

  /**
   * Closes the channel, on which the library ends what it runs and leaves; one that does not within two seconds is killed.
   */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    const deadline = setTimeout(() => this.child.kill('SIGKILL'), 2000);
    await this.exited;
    clearTimeout(deadline);
  }
}

/** What programs need to find files, fonts and the language; nothing that would change how Node runs. */
function libraryEnvironment(from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed =
    /^(PATH|HOME|USERPROFILE|TMPDIR|TEMP|TMP|LANG|LC_.*|SYSTEMROOT|WINDIR|COMSPEC|APPDATA|LOCALAPPDATA|XDG_.*)$/i;
  const kept = Object.entries(from).filter(([name]) => passed.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

function exitOf(child: ChildProcess): Promise<ExitReason> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ? `it was ended by ${signal}` : `it ended with code ${String(code)}`);
    });
    child.on('error', (error) => {
      // Of a running process this is about one message, and its request fails with the channel.
      if (child.pid === undefined) resolve(`it could not be started: ${error.message}`);
    });
  });
}
