import { inspect } from 'node:util';
import { LibraryError, type Asset, type Log } from '../model';
import { createPictureCache, pictureKey } from './cache';
import type { RemovedFiles } from './cacheFolder';
import { guardedAgainstCrashes } from './crashGuard';
import { makePicture } from './picture';
import { createQueue } from './queue';

export interface ThumbnailOptions {
  /** Absolute path; made when it is missing. */
  readonly cacheFolder: string;
  readonly limitBytes: number;
  /** Null when there is no FFmpeg: then only pictures that sharp decodes have thumbnails. */
  readonly ffmpegPath: string | null;
  /** Pictures made at the same time. */
  readonly concurrency: number;
  readonly log: Log;
}

export type ThumbnailWidth = 160 | 320 | 640;

export interface Thumbnails {
  /**
   * Absolute path, in the cache folder, of a WebP picture that fits into a square of `widthPx`, as displayed, never enlarged.
   * The one asked for last is made first. Fails with a LibraryError: `no-preview` (this file has none), `ffmpeg-missing`,
   * `disk-full` or `cancelled`.
   */
  get(asset: Asset, widthPx: ThumbnailWidth, signal: AbortSignal): Promise<string>;
  /** Deletes all pictures; files that had none are tried again. */
  clear(): Promise<RemovedFiles>;
  configure(settings: Pick<ThumbnailOptions, 'limitBytes' | 'ffmpegPath'>): void;
  /** Cancels all requests; resolves when no FFmpeg is running any more. */
  dispose(): Promise<void>;
}

/** For one picture, all its steps together. */
const deadlineMs = 20_000;
const maxRememberedFailures = 10_000;

export function createThumbnails(options: ThumbnailOptions): Thumbnails {
  const { log } = options;
  let { ffmpegPath } = options;
  const cache = createPictureCache(options.cacheFolder, options.limitBytes, log);
  const queue = createQueue<string>(options.concurrency);
  /** By file version, so that a broken file is tried once and not whenever it is scrolled past. */
  const failures = new Map<string, LibraryError>();

  async function make(key: string, asset: Asset, widthPx: number, signal: AbortSignal): Promise<string> {
    const deadlineAtMs = Date.now() + deadlineMs;
    const decode = () => makePicture({ asset, widthPx, ffmpegPath, signal, deadlineAtMs });
    try {
      // Videos and sounds are decoded in a process of their own.
      const isInProcess = asset.kind === 'image';
      const picture = await (isInProcess
        ? guardedAgainstCrashes(cache.markerPath(key, widthPx), decode)
        : decode());
      return await cache.store(key, widthPx, picture);
    } catch (error) {
      throw error instanceof LibraryError ? error : notStored(error);
    }
  }

  function remember(key: string, asset: Asset, error: unknown): void {
    if (!(error instanceof LibraryError) || error.code !== 'no-preview') return;
    log(
      'debug',
      `No preview of ${asset.filePath}: ${error.message} ${inspect(error.cause, { maxStringLength: 2000 })}`,
    );
    const oldest = failures.keys().next();
    if (failures.size >= maxRememberedFailures && !oldest.done) failures.delete(oldest.value);
    failures.set(key, error);
  }

  return {
    async get(asset, widthPx, signal) {
      const key = pictureKey(asset);
      const failure = failures.get(key);
      if (failure !== undefined) throw failure;
      const found = await cache.find(key, widthPx);
      if (found !== null) return found;
      try {
        return await queue.run(`${key} ${widthPx}`, (stop) => make(key, asset, widthPx, stop), signal);
      } catch (error) {
        remember(key, asset, error);
        throw error;
      }
    },

    async clear() {
      failures.clear();
      return cache.clear();
    },

    configure(settings) {
      if (settings.ffmpegPath !== ffmpegPath) failures.clear();
      ffmpegPath = settings.ffmpegPath;
      cache.setLimit(settings.limitBytes);
    },

    async dispose() {
      await queue.dispose();
      await cache.dispose();
    },
  };
}

function notStored(cause: unknown): LibraryError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LibraryError('disk-full', 'Thumbnails cannot be stored: the disk is full.', { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LibraryError('internal', `Thumbnails cannot be stored: ${reason}`, { cause });
}
