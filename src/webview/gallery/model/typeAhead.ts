/** Letters typed within this time of each other are one word. */
const pauseMs = 800;

export interface NameSearch {
  readonly namePrefix: string;
  /** May be one past the last file. */
  readonly from: number;
  /** Aborted by the next letter. */
  readonly signal: AbortSignal;
}

/** Gathers letters into the beginning of a name, as VS Code's lists do; one letter again and again steps on. */
export class TypeAhead {
  private typed = '';
  private typedAtMs = -Infinity;
  private running = new AbortController();

  /** Null when `key` is no letter. A space counts only inside a name. */
  add(key: string, cursorIndex: number, nowMs = performance.now()): NameSearch | null {
    const before = nowMs - this.typedAtMs < pauseMs ? this.typed : '';
    if (key.length !== 1 || (key === ' ' && before === '')) return null;
    this.typed = before + key;
    this.typedAtMs = nowMs;
    this.running.abort();
    this.running = new AbortController();
    const repeated = this.typed === key.repeat(this.typed.length);
    return {
      namePrefix: repeated ? key : this.typed,
      from: repeated ? cursorIndex + 1 : Math.max(0, cursorIndex),
      signal: this.running.signal,
    };
  }
}
