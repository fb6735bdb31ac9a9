/** How often something may be restarted before it has to be called broken. */
export class RestartBudget {
  private startsMs: number[] = [];

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Takes one restart; false when the last `limit` of them all happened within the window. */
  take(): boolean {
    const nowMs = this.nowMs();
    this.startsMs = this.startsMs.filter((startMs) => nowMs - startMs < this.windowMs);
    if (this.startsMs.length >= this.limit) return false;
    this.startsMs.push(nowMs);
    return true;
  }

  /** A person asked for another try. */
  reset(): void {
    this.startsMs = [];
  }
}
