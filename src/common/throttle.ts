/** Of the time that there is, at most this share goes into an action that takes long: it comes less often then. */
const largestShare = 1 / 20;

/** Runs `action` at once when asked for, and at most once per interval; what is asked for in between is never lost. */
export class Throttle {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDue = false;
  #isCostly = false;

  constructor(
    private readonly intervalMs: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    this.#isDue = true;
    if (!this.#timer) this.flush();
  }

  /** Runs what is due without waiting for the interval to end, unless the action takes so long that it has to come less often. */
  flush(): void {
    if (!this.#isDue || this.#isCostly) return;
    this.#pause(this.intervalMs);
    this.#isDue = false;
    const beganAtMs = performance.now();
    this.action();
    const pauseMs = (performance.now() - beganAtMs) / largestShare;
    if (pauseMs <= this.intervalMs || !this.#timer) return;
    this.#isCostly = true;
    this.#pause(pauseMs);
  }

  #pause(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#isCostly = false;
      this.flush();
    }, milliseconds);
  }

  /** Forgets what is due. */
  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isDue = false;
  }
}
