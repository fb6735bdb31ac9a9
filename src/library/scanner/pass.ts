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

/**
 * One run of the algorithm that `scanner.ts` describes. Rejects when the store fails. A cancelled pass ends with what
 * it has done so far, which is kept.
 */
export async function runPass(tools: PassTools, order: PassOrder, signal: AbortSignal): Promise<ScanSummary> {
  const roots = new Roots(order.settings.roots);
  const selection = new Selection(order.settings, roots, tools.names, tools.ownFolders);
  const tally = new Tally(order.onProgress);
  const turn = new Turn();
  const mayFollow = (realPath: string) => roots.locate(realPath) !== null;
  const context: PassContext = { tools, order, tally, turn, mayFollow, signal };

  const reader = new Reader(context);
  const queue = new WorkQueue<Candidate>((candidate) => reader.read(candidate), {
    concurrency: order.settings.concurrency,
    capacity: queueCapacity,
  });
  const walker = new Walker(context, (candidate) => queue.add(candidate));
  try {
    for (const target of await planTargets(order.paths, roots, selection, turn)) await walker.walk(target);
    tally.walkFinished = true;
    await queue.finish();
  } catch (error) {
    await queue.abandon();
    if (!signal.aborted) throw error;
  }
  tools.writer.flush();
  return tally.summary(signal.aborted);
}
