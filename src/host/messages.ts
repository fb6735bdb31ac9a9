import { window, type LogOutputChannel } from 'vscode';
import { LibraryError, type Log } from '../library/model';

/** The library's log lines in an output channel. */
export function logTo(channel: LogOutputChannel): Log {
  return (level, message) => channel[level](message);
}

const notDone = 'Media Library could not do this.';

/** What pages hear of a failure. A fault of ours may name paths in its own words, which are for the log alone. */
export function wordsForPages(log: Log): (error: unknown) => LibraryError {
  return (error) => {
    if (error instanceof LibraryError && error.code !== 'internal') return error;
    log('error', inFull(error));
    return new LibraryError('internal', `${notDone} Its log says more.`);
  };
}

/** Says what went wrong to the person who asked for it, and to the log. What they cancelled themselves goes without saying. */
export function reportFailure(error: unknown, channel: LogOutputChannel): void {
  if (error instanceof LibraryError && error.code === 'cancelled') return;
  channel.error(inFull(error));
  const sentence = error instanceof LibraryError ? error.message : notDone;
  void window.showErrorMessage(sentence, 'Show Log').then((choice) => {
    if (choice) channel.show();
  });
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
