import type { ProbeResult } from '../model';
import { isSameStamp, lookAt, type FileStamp } from './listing';
import { pathIn, type Candidate, type PassContext } from './passContext';

/** A result, and how the file looked just before it was read. */
interface Reading {
  readonly stamp: FileStamp;
  readonly result: ProbeResult;
  /** Whether the file looked the same right after. */
  readonly isSettled: boolean;
}

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
    if (reading && !reading.isSettled) reading = await this.#readOnce(path);
    if (reading && this.#isWanted(reading.result)) this.#record(candidate, path, reading);
    else this.#drop(candidate, path);
    tally.report();
  }

  /** Null when there is no such file any more. */
  async #readOnce(path: string): Promise<Reading | null> {
    const { order, mayFollow, signal } = this.context;
    const stamp = lookAt(path, mayFollow);
    if (typeof stamp === 'string') return null;
    const result = await order.prober.probe(path, signal);
    const after = lookAt(path, mayFollow);
    if (after === 'gone') return null;
    return { stamp, result, isSettled: after !== 'unreadable' && isSameStamp(stamp, after) };
  }

  /** Names promise media, content decides: a `.ts` may be a program, an `.ogg` a film. */
  #isWanted({ facts, error }: ProbeResult): boolean {
    return error?.code !== 'not-media' && this.context.order.settings.kinds.includes(facts.kind);
  }

  /** The stamp from before the reading is stored: the next pass sees a file that never settles as changed. */
  #record({ target, name, known }: Candidate, filePath: string, { stamp, result }: Reading): void {
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
