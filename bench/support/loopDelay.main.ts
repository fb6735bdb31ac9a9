/**
 * Loaded into a process before its own modules: measures how late its event loop is. On SIGUSR2 a line of JSON is added to the
 * file that LOOP_DELAY_FILE names, and a new measurement begins.
 */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const file = process.env['LOOP_DELAY_FILE'];
if (isMainThread && file !== undefined) {
  const resolution = 1;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  process.on('SIGUSR2', () => {
    const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
    appendFileSync(file, `${JSON.stringify({ maxMs: ms(delays.max), p99Ms: ms(delays.percentile(99)) })}\n`);
    delays.reset();
  });
}
