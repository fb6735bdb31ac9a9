import { setImmediate as nextTurn } from 'node:timers/promises';

const sliceMs = 10;

/**
 * The current turn of the event loop, cut short in time for others. Synchronous file calls are ten times faster than
 * asynchronous ones, so scans use them in slices: `if (turn.isOver) await turn.next()` after each small step.
 */
export class Turn {
  #endsAt = performance.now() + sliceMs;

  get isOver(): boolean {
    return performance.now() >= this.#endsAt;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.#endsAt = performance.now() + sliceMs;
  }
}
