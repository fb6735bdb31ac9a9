import type { ProgressBar } from './progressBar';

/** What a command works with; it prints nothing by any other way. */
export interface CliContext {
  /** Standard output. */
  print(text: string): void;
  /** Standard error: for people, never part of a result. */
  say(sentence: string): void;
  readonly progressBar: ProgressBar;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export const exitCodes = { done: 0, someFailed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
