import { EventEmitter } from 'vscode';
import {
  LibraryError,
  type LibraryLocation,
  type LibrarySettings,
  type LibraryStats,
  type Log,
  type ScanProgress,
  type ToolVersions,
  type ViewState,
} from '../library/model';
import type { ParamsOf, ResultOf } from '../protocol/contract';
import type { LibraryContract } from '../protocol/library';
import { Owner } from './disposal';
import { obstacle, thisMachine } from './libraryFailure';
import { LibraryProcess } from './libraryProcess';
import { RestartBudget } from './restartBudget';

export type LibraryPhase =
  | { readonly phase: 'stopped' | 'starting' }
  | { readonly phase: 'ready'; readonly tools: ToolVersions }
  | { readonly phase: 'failed'; readonly error: LibraryError };

type Requests = LibraryContract['requests'];
export type LibraryRequest = Exclude<keyof Requests, 'open' | 'configure'>;

/** Its process died, or a person asked for it. */
export type RestartCause = 'died' | 'asked';

export interface LibraryClientOptions {
  /** Absolute path of the library process's script. */
  readonly modulePath: string;
  readonly location: LibraryLocation;
  readonly settings: () => LibrarySettings;
  /** Why the library must not run here and now; null when it may. */
  readonly refusal: () => LibraryError | null;
  readonly log: Log;
}

interface Run {
  readonly process: LibraryProcess;
  readonly opened: Promise<void>;
}

const restartLimit = 3;
const restartWindowMs = 5 * 60_000;

/** Views die with the process that held them, and the next process may give their numbers to others. */
const viewRequests: ReadonlySet<LibraryRequest> = new Set([
  'closeView',
  'viewRows',
  'viewIds',
  'locateInView',
  'findByName',
]);

/**
 * The library, whatever happens to its process: started by the first request, and started again when it dies. Requests that were
 * pending then are asked once more (all of them can be), save those about views.
 */
export class LibraryClient extends Owner {
  private readonly changePhase = this.own(new EventEmitter<LibraryPhase>());
  private readonly restarted = this.own(new EventEmitter<RestartCause>());
  private readonly changeAssets = this.own(new EventEmitter<LibraryStats>());
  private readonly changeView = this.own(new EventEmitter<ViewState>());
  private readonly progress = this.own(new EventEmitter<ScanProgress>());

  readonly onDidChangePhase = this.changePhase.event;
  /** It ended and is back: every view is lost. */
  readonly onDidRestart = this.restarted.event;
  readonly onDidChangeAssets = this.changeAssets.event;
  readonly onDidChangeView = this.changeView.event;
  readonly onScanProgress = this.progress.event;

  private current: LibraryPhase = { phase: 'stopped' };
  private run: Run | null = null;
  private disposed = false;
  private readonly budget = new RestartBudget(restartLimit, restartWindowMs);

  constructor(private readonly options: LibraryClientOptions) {
    super();
  }

  get phase(): LibraryPhase {
    return this.current;
  }

  /** Null while no process runs. */
  get processId(): number | null {
    return this.run?.process.processId ?? null;
  }

  /** Fails with `view-unknown` for views of a process that is gone, and with what made the library fail, once it has. */
  async request<M extends LibraryRequest>(
    method: M,
    params: ParamsOf<LibraryContract, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<LibraryContract, M>> {
    try {
      return await this.ask(method, params, signal);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      if (viewRequests.has(method))
        throw new LibraryError('view-unknown', 'The media library was restarted.');
      return await this.ask(method, params, signal);
    }
  }

  /** Starts it, if it does not run yet; how that goes, the phase tells. */
  wake(): void {
    this.request('stats', null).catch(() => undefined);
  }

  /** Settings or workspace folders have changed. A library that is not running reads them when it starts. */
  async configure(): Promise<void> {
    if (!this.run) return;
    const { process, opened } = this.run;
    await opened;
    const { tools } = await process.client.request('configure', this.options.settings());
    this.enter({ phase: 'ready', tools });
  }

  /** Another try, after a failure or by choice. */
  async restart(): Promise<void> {
    await this.stop();
    this.budget.reset();
    // What was pending in the process that was stopped may have started the next one already.
    await (this.run ?? this.start()).opened;
    this.restarted.fire('asked');
  }

  /** Ends the process; the next request starts it again. */
  async stop(): Promise<void> {
    const { run } = this;
    this.run = null;
    this.enter({ phase: 'stopped' });
    await run?.process.stop();
  }

  override dispose(): void {
    this.disposed = true;
    void this.stop();
    super.dispose();
  }

  private async ask<M extends LibraryRequest>(
    method: M,
    params: ParamsOf<LibraryContract, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<LibraryContract, M>> {
    if (this.current.phase === 'failed') throw this.current.error;
    const { process, opened } = this.run ?? this.start();
    try {
      await opened;
      return await process.client.request(method, params, signal);
    } catch (error) {
      throw process.isOver && !signal?.aborted ? new ProcessDied(method, error) : error;
    }
  }

  private start(): Run {
    if (this.disposed) throw new LibraryError('cancelled', 'The media library is closed.');
    const refusal = this.options.refusal();
    if (refusal) throw refusal;
    const hindered = obstacle(thisMachine());
    if (hindered) {
      this.enter({ phase: 'failed', error: hindered });
      throw hindered;
    }
    this.enter({ phase: 'starting' });
    const process = new LibraryProcess(
      this.options.modulePath,
      {
        scanProgress: (progress) => this.progress.fire(progress),
        assetsChanged: ({ stats }) => this.changeAssets.fire(stats),
        viewChanged: (view) => this.changeView.fire(view),
        log: ({ level, message }) => this.options.log(level, message),
      },
      this.options.log,
      (reason) => this.onExit(run, reason),
    );
    const run: Run = { process, opened: this.open(process) };
    this.run = run;
    // Whoever waits for it hears of a failure; without anyone waiting, the phase tells.
    run.opened.catch((error: unknown) => this.onOpenFailed(run, error));
    return run;
  }

  private async open(process: LibraryProcess): Promise<void> {
    const { location } = this.options;
    const { stats, tools } = await process.client.request('open', {
      location,
      settings: this.options.settings(),
    });
    this.enter({ phase: 'ready', tools });
    this.changeAssets.fire(stats);
  }

  private onOpenFailed(run: Run, error: unknown): void {
    if (run !== this.run || run.process.isOver) return;
    this.run = null;
    void run.process.stop();
    this.fail(error instanceof LibraryError ? error : new LibraryError('internal', String(error)));
  }

  private onExit(run: Run, reason: string): void {
    if (run !== this.run) return;
    this.run = null;
    this.options.log('error', `The library process is gone: ${reason}.`);
    if (this.options.refusal()) {
      this.enter({ phase: 'stopped' });
    } else if (this.budget.take()) {
      this.start().opened.then(
        () => this.restarted.fire('died'),
        () => undefined, // onOpenFailed or onExit of the new run has it.
      );
    } else {
      this.fail(
        new LibraryError('internal', `The media library stopped ${restartLimit + 1} times in a row.`),
      );
    }
  }

  private fail(error: LibraryError): void {
    this.options.log('error', error.message);
    this.enter({ phase: 'failed', error });
  }

  private enter(phase: LibraryPhase): void {
    this.current = phase;
    this.changePhase.fire(phase);
  }
}

class ProcessDied extends LibraryError {
  constructor(method: string, cause: unknown) {
    super('internal', `The media library stopped twice during ${method}.`, { cause });
  }
}
