import { LibraryError, type Asset } from '../model';

/** One picture to be made. */
export interface PictureTask {
  readonly asset: Asset;
  /** The picture fits into a square of this width. */
  readonly widthPx: number;
  /** Null when there is no FFmpeg on this machine. */
  readonly ffmpegPath: string | null;
  readonly signal: AbortSignal;
  /** As of Date.now(); all the steps of one picture share it. */
  readonly deadlineAtMs: number;
}

/** What is left of the time for this picture; at least a millisecond, so that it can be used as a deadline. */
export function remainingMs(task: PictureTask): number {
  return Math.max(1, task.deadlineAtMs - Date.now());
}

export function noPreview(message: string, cause?: unknown): LibraryError {
  return new LibraryError('no-preview', message, { cause });
}
