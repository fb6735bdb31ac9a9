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
  private readonly exited: Promise<void>;
  private over = false;
  private readonly child: ChildProcess;

  /** `onExit` is called once, before the requests that are still pending are rejected. */
  constructor(
    modulePath: string,
    listeners: Listeners<LibraryContract>,
    log: Log,
    onExit: (reason: ExitReason) => void,
  ) {
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
    this.exited = new Promise((resolve) => {
      whenGone(this.child, (reason) => {
        this.over = true;
        onExit(reason);
        this.client.dispose();
        resolve();
      });
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

function whenGone(child: ChildProcess, gone: (reason: ExitReason) => void): void {
  child.once('exit', (code, signal) => {
    gone(signal ? `it was ended by ${signal}` : `it ended with code ${String(code)}`);
  });
  child.on('error', (error) => {
    // Of a running process this is about one message, and its request fails with the channel.
    if (child.pid === undefined) gone(`it could not be started: ${error.message}`);
  });
}
