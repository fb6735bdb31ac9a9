import type { CancellationToken } from 'vscode';

/** VS Code's cancellation in Node's terms. */
export function abortOn(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  return controller.signal;
}
