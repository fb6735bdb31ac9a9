/** Runs `action` at once when asked for, and at most once per interval; what is asked for in between is never lost. */
export class Throttle {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDue = false;

  constructor(
    private readonly intervalMs: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    this.#isDue = true;
    if (!this.#timer) this.flush();
  }

  /** Runs what is due without waiting for the interval to end. */
  flush(): void {
    if (!this.#isDue) return;
    this.dispose();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.flush();
    }, this.intervalMs);
    this.action();
  }

  /** Forgets what is due. */
  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isDue = false;
  }
}
