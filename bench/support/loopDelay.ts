import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { LibraryRun } from './libraryRun';

const line = v.object({ maxMs: v.number(), p99Ms: v.number() });
export type LoopDelay = v.InferOutput<typeof line>;

/** How late the event loop of a library process is, by a module that is loaded into it. */
export class LoopDelayMeter {
  readonly #file: string;
  #lines = 0;

  constructor(home: string) {
    this.#file = join(home, 'loop-delay.jsonl');
  }

  /** What the process has to be started with. */
  get options() {
    return {
      nodeFlags: ['--require', resolve('dist/dev/bench/support/loopDelay.main.js')],
      environment: { LOOP_DELAY_FILE: this.#file },
    };
  }

  /** What was met since the last call, or since the process began. */
  async take(library: LibraryRun): Promise<LoopDelay> {
    library.signal('SIGUSR2');
    for (;;) {
      const lines = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim().split('\n') : [];
      const next = lines[this.#lines];
      if (next !== undefined) {
        this.#lines++;
        return v.parse(line, JSON.parse(next));
      }
      await delay(5);
    }
  }
}
