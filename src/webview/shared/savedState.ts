import { safeParse, type GenericSchema } from 'valibot';
import type { VsCodeApi } from './vscodeApi';

export interface SavedState<T> {
  /** As the page was left; null when there is nothing, or nothing that this version understands. */
  readonly restored: T | null;
  /** Keeps what `snapshot` will say, at most once per interval: VS Code serialises on every call. */
  saveSoon(snapshot: () => T): void;
}

const writeIntervalMs = 200;

export function savedState<T>(
  api: Pick<VsCodeApi, 'getState' | 'setState'>,
  schema: GenericSchema<unknown, T>,
): SavedState<T> {
  const parsed = safeParse(schema, api.getState());
  let latest: () => T;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    timer = null;
    api.setState(latest());
  };
  return {
    restored: parsed.success ? parsed.output : null,
    saveSoon(snapshot) {
      latest = snapshot;
      timer ??= setTimeout(write, writeIntervalMs);
    },
  };
}
