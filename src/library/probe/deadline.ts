/** Thrown when time is up. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Settles as `work` does, or rejects as soon as `outer` aborts or time is up, whatever `work` is waiting for: reading from
 * a dead network drive cannot be ended, only abandoned. `work` is told by its own signal.
 */
export async function withDeadline<T>(
  outer: AbortSignal,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  const forward = () => inner.abort(outer.reason);
  outer.addEventListener('abort', forward, { once: true });
  const timer = setTimeout(() => inner.abort(new DeadlineError()), milliseconds);
  try {
    return await Promise.race([work(inner.signal), abortionOf(inner.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', forward);
  }
}

function abortionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
