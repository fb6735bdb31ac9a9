import type { ScanSummary } from '../model';
import type { Candidate, PassContext, PassOrder, PassTools } from './passContext';
import { planTargets } from './plan';
import { Reader } from './reader';
import { Roots } from './roots';
import { Selection } from './rules';
import { Tally } from './tally';
import { Turn } from './turn';
import { Walker } from './walker';
import { WorkQueue } from './workQueue';

/** Files that may wait to be read; the walk pauses at this many, which keeps memory flat. */
const queueCapacity = 4096;
/** Files that are with the prober at a time, so that it can hand them out in batches and start tools beside them. */
const filesInFlight = 256;

/**
 * One run of the algorithm that `scanner.ts` describes. Rejects when the store fails. A cancelled pass ends with what
 * it has done so far, which is kept.
 */
export async function runPass(tools: PassTools, order: PassOrder, signal: AbortSignal): Promise<ScanSummary> {
  const release = await takeLock(tools, signal);
  const tally = new Tally(order.onProgress);
  if (!release) return tally.summary(true);
  const roots = new Roots(order.settings.roots);
  const selection = new Selection(order.settings, roots, tools.names, tools.ownFolders);
  const turn = new Turn();
  const mayFollow = (realPath: string) => roots.locate(realPath) !== null;
  const context: PassContext = { tools, order, tally, turn, mayFollow, signal };

  const reader = new Reader(context);
  const queue = new WorkQueue<Candidate>((candidate) => reader.read(candidate), {
    concurrency: filesInFlight,
    capacity: queueCapacity,
  });
  const walker = new Walker(context, (candidate) => queue.add(candidate));
  try {
    for (const target of await planTargets(order.paths, roots, selection, turn)) await walker.walk(target);
    tally.walkFinished = true;
    await queue.finish();
    if (order.isFull) await tidyUp(context, roots);
    await settle(context);
  } catch (error) {
    await queue.abandon();
    if (!signal.aborted) {
      tools.writer.drop(tally);
      throw error;
    }
    await settle(context);
  } finally {
    tally.end();
    release();
  }
  return tally.summary(signal.aborted);
}

/** Null when the pass was cancelled before its turn came. */
async function takeLock({ lock }: PassTools, signal: AbortSignal): Promise<(() => void) | null> {
  try {
    return await lock.take(signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Writes what has been gathered and brings the indexes up to date, cancelled or not. */
async function settle({ tools, tally, turn }: PassContext): Promise<void> {
  tools.writer.flush();
  tally.throwIfFailed();
  while (tools.writer.indexSome()) await turn.next();
  tools.writer.finish();
}

/** What a complete scan alone can tell: whose root is no root any more, and what has been away for too long. */
async function tidyUp({ tools, order, tally, turn, signal }: PassContext, roots: Roots): Promise<void> {
  const paths = roots.all.map(({ path }) => path);
  const longAgoMs = Date.now() - order.settings.keepDeletedMs;
  while (tools.writer.departSomeOfOtherRoots(paths, tally) || tools.writer.forgetSomeDeparted(longAgoMs)) {
    if (turn.isOver) await turn.next();
    signal.throwIfAborted();
  }
}
