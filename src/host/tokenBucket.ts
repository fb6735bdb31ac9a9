export interface BucketSize {
  /** How many may come at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** Lets bursts through up to a capacity, and in the long run no more than the refill. */
export class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    private readonly size: BucketSize,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.tokens = size.capacity;
    this.filledAtMs = nowMs();
  }

  /** False: too fast, refuse this one. */
  take(): boolean {
    const nowMs = this.nowMs();
    const earned = ((nowMs - this.filledAtMs) / 1000) * this.size.refillPerSecond;
    this.tokens = Math.min(this.size.capacity, this.tokens + earned);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
