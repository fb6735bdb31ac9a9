import { window, type LogOutputChannel } from 'vscode';
import { LibraryError, type Log } from '../library/model';

/** The library's log lines in an output channel. */
export function logTo(channel: LogOutputChannel): Log {
  return (level, message) => channel[level](message);
}

/** Says what went wrong to the person who asked for it, and to the log. What they cancelled themselves goes without saying. */
export function reportFailure(error: unknown, channel: LogOutputChannel): void {
  if (error instanceof LibraryError && error.code === 'cancelled') return;
  channel.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const sentence = error instanceof LibraryError ? error.message : 'Media Library could not do this.';
  void window.showErrorMessage(sentence, 'Show Log').then((choice) => {
    if (choice) channel.show();
  });
}
