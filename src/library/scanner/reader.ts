import type { AssetError, ProbeResult } from '../model';
import { cannotBeExamined, isSameStamp, lookAt, type FileStamp } from './listing';
import { pathIn, type Candidate, type PassContext } from './passContext';

/** What one reading of a file came to. */
type Reading =
  /** `stamp`: how it looked just before. `isSettled`: whether it looked the same right after. */
  | {
      readonly state: 'read';
      readonly stamp: FileStamp;
      readonly result: ProbeResult;
      readonly isSettled: boolean;
    }
  | { readonly state: 'gone' }
  /** Nothing was learnt: what is stored of the file stays. */
  | { readonly state: 'failed'; readonly error: AssetError };

/** Reads new and changed files and writes down what they are. */
export class Reader {
  constructor(private readonly context: PassContext) {}

  async read(candidate: Candidate): Promise<void> {
    const { tally, turn, signal } = this.context;
    if (turn.isOver) await turn.next();
    signal.throwIfAborted();
    tally.currentFolder = candidate.target.folder;

    const path = pathIn(candidate.target, candidate.name);
    let reading = await this.#readOnce(path);
    if (reading.state === 'read' && !reading.isSettled) reading = await this.#readOnce(path);
    this.#settle(candidate, path, reading);
    tally.report();
  }

  async #readOnce(path: string): Promise<Reading> {
    const { mayFollow } = this.context;
    const before = lookAt(path, mayFollow);
    if (before === 'gone') return { state: 'gone' };
    if (before === 'unreadable') return { state: 'failed', error: cannotBeExamined };
    const result = await this.#probe(path);
    if (!result) return { state: 'failed', error: ourFault };
    const after = lookAt(path, mayFollow);
    if (after === 'gone') return { state: 'gone' };
    const isSettled = after !== 'unreadable' && isSameStamp(before, after);
    return { state: 'read', stamp: before, result, isSettled };
  }

  /** Null after a fault of ours: it must not cost the other files their scan. */
  async #probe(path: string): Promise<ProbeResult | null> {
    const { tools, order, signal } = this.context;
    try {
      return await order.prober.probe(path, signal);
    } catch (error) {
      signal.throwIfAborted();
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tools.log('error', `Reading ${path} failed unexpectedly: ${what}`);
      return null;
    }
  }

  /** Must follow on the last look in the same turn, so that no later look is overwritten. */
  #settle(candidate: Candidate, path: string, reading: Reading): void {
    switch (reading.state) {
      case 'read':
        if (this.#isWanted(candidate, reading.result)) this.#record(candidate, path, reading);
        else this.#drop(candidate, path);
        return;
      case 'gone':
        this.#drop(candidate, path);
        return;
      case 'failed':
        this.context.tally.found--;
        this.context.tally.fail(path, reading.error);
        return;
    }
  }

  /** Names promise, content decides: a `.ts` may be a program, an `.ogg` a film. */
  #isWanted({ name }: Candidate, { facts, error }: ProbeResult): boolean {
    const { tools, order } = this.context;
    if (error?.code === 'vanished') return false;
    if (error?.code === 'not-media' && tools.names.isAmbiguous(name)) return false;
    return order.settings.kinds.includes(facts.kind);
  }

  /** The stamp from before the reading is stored: the next pass sees a file that never settles as changed. */
  #record(
    { target, name, known }: Candidate,
    filePath: string,
    { stamp, result }: { readonly stamp: FileStamp; readonly result: ProbeResult },
  ): void {
    const { tools, tally } = this.context;
    const { root, folder } = target;
    tools.writer.upsert({ filePath, root: root.path, folder, name, ...stamp, ...result });
    if (known) tally.updated++;
    else tally.added++;
    if (result.error) tally.fail(filePath, result.error);
  }

  #drop({ known }: Candidate, filePath: string): void {
    const { tools, tally } = this.context;
    tally.found--;
    if (!known) return;
    tools.writer.remove(filePath, known.id);
    tally.removed++;
  }
}

const ourFault: AssetError = {
  code: 'unreadable',
  message: 'This file could not be read because of a fault in Media Library; its log says more.',
};
