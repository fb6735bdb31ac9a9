import type { AssetError, ProbeResult } from '../model';
import { cannotBeExamined, isSameStamp, lookAt } from './listing';
import type { FileStamp } from './folderContent';
import { isStillThere, pathIn, type Candidate, type PassContext } from './passContext';
import type { Target } from './plan';

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
    tally.throwIfFailed();
    tally.currentFolder = candidate.target.folder;

    const path = pathIn(candidate.target, candidate.name);
    const { target } = candidate;
    let reading = await this.#readOnce(target, path, candidate.stamp);
    if (reading.state === 'read' && !reading.isSettled) reading = await this.#readAgain(target, path);
    this.#settle(candidate, path, reading);
    tally.report();
  }

  #readAgain(target: Target, path: string): Promise<Reading> | Reading {
    const look = lookAt(path, this.context.mayFollow);
    if (look === 'gone') return this.#goneFrom(target);
    if (look === 'unreadable') return { state: 'failed', error: cannotBeExamined };
    return this.#readOnce(target, path, look);
  }

  /** `before`: how the file looked at any time before now. */
  async #readOnce(target: Target, path: string, before: FileStamp): Promise<Reading> {
    const { mayFollow } = this.context;
    const result = await this.#probe(path);
    if ('code' in result) return { state: 'failed', error: result };
    const after = lookAt(path, mayFollow);
    if (after === 'gone') return this.#goneFrom(target);
    const isSettled = after !== 'unreadable' && isSameStamp(before, after);
    return { state: 'read', stamp: before, result, isSettled };
  }

  /** With its folder, or with all of the disk, it has not been deleted: the next look at that finds out. */
  #goneFrom(target: Target): Reading {
    return isStillThere(target) ? { state: 'gone' } : { state: 'failed', error: folderGone };
  }

  /** An error when nothing was learnt. A fault of ours must not cost the other files their scan. */
  async #probe(path: string): Promise<ProbeResult | AssetError> {
    const { tools, order, tally, signal } = this.context;
    try {
      const probed = await order.prober.probe(path, signal);
      tally.spend(probed);
      return probed.isLasting ? probed.result : (probed.result.error ?? ourFault);
    } catch (error) {
      signal.throwIfAborted();
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tools.log('error', `Reading ${path} failed unexpectedly: ${what}`);
      return ourFault;
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
    { target, name }: Candidate,
    filePath: string,
    { stamp, result }: { readonly stamp: FileStamp; readonly result: ProbeResult },
  ): void {
    const { tools, tally } = this.context;
    const { root, folder } = target;
    tools.writer.upsert({ filePath, root: root.path, folder, name, ...stamp, ...result }, tally);
    if (result.error) tally.fail(filePath, result.error);
  }

  #drop({ known }: Candidate, filePath: string): void {
    const { tools, tally } = this.context;
    tally.found--;
    if (!known) return;
    tools.writer.depart(filePath, tally);
  }
}

const folderGone: AssetError = {
  code: 'vanished',
  message: 'The folder of this file went away while it was to be read.',
};
const ourFault: AssetError = {
  code: 'unreadable',
  message: 'This file could not be read because of a fault in Media Library; its log says more.',
};
