/**
 * Runs `work` on what is added: at most `concurrency` at a time, while at most `capacity` items wait; `add` waits for
 * room. After a first failure nothing further is started, and `add` and `finish` reject with it.
 */
export class WorkQueue<T> {
  readonly #waiting: T[] = [];
  #running = 0;
  #failure: { readonly cause: unknown } | null = null;
  #wake: (() => void)[] = [];

  constructor(
    private readonly work: (item: T) => Promise<void>,
    private readonly limits: { readonly concurrency: number; readonly capacity: number },
  ) {}

  async add(item: T): Promise<void> {
    while (this.#waiting.length >= this.limits.capacity) await this.#progress();
    if (this.#failure) throw this.#failure.cause;
    this.#waiting.push(item);
    this.#start();
  }

  /** Resolves when everything added has been worked on and nothing runs any more. */
  async finish(): Promise<void> {
    while (this.#running > 0) await this.#progress();
    if (this.#failure) throw this.#failure.cause;
  }

  /** Forgets what waits, and resolves when nothing runs any more; failures end here. */
  async abandon(): Promise<void> {
    this.#waiting.length = 0;
    while (this.#running > 0) await this.#progress();
  }

  #start(): void {
    while (this.#running < this.limits.concurrency) {
      const item = this.#waiting.shift();
      if (item === undefined) return;
      this.#running++;
      void this.#run(item);
    }
  }

  async #run(item: T): Promise<void> {
    try {
      await this.work(item);
    } catch (cause) {
      this.#failure ??= { cause };
      this.#waiting.length = 0;
    }
    this.#running--;
    this.#start();
    const woken = this.#wake;
    this.#wake = [];
    for (const wake of woken) wake();
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }
}
