/** Calls `act` at once and then at most once per interval, the last call never being lost. */
export class Throttle {
  private timer: NodeJS.Timeout | null = null;
  private again = false;

  constructor(
    private readonly act: () => void,
    private readonly intervalMs: number,
  ) {}

  trigger(): void {
    if (this.timer) {
      this.again = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = null;
      if (!this.again) return;
      this.again = false;
      this.trigger();
    }, this.intervalMs);
    this.act();
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
  }
}
