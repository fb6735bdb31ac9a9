import { access, constants } from 'node:fs/promises';
import { inspect } from 'node:util';
import { LibraryError, type Asset, type Log } from '../model';
import { createPictureCache, pictureKey } from './cache';
import type { RemovedFiles } from './cacheFolder';
import { guardedAgainstCrashes } from './crashGuard';
import { makePicture } from './picture';
import { noPreview, type PictureTask } from './pictureTask';
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
   * `disk-full`, `internal` (the cache cannot be written) or `cancelled`.
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
    await assertReadable(asset);
    const picture = await decode(key, {
      asset,
      widthPx,
      ffmpegPath,
      signal,
      deadlineAtMs: Date.now() + deadlineMs,
    });
    try {
      return await cache.store(key, widthPx, picture);
    } catch (error) {
      throw notStored(error);
    }
  }

  async function decode(key: string, task: PictureTask): Promise<Buffer> {
    // Videos and sounds are decoded in a process of their own.
    const isInProcess = task.asset.kind === 'image';
    try {
      if (!isInProcess) return await makePicture(task);
      return await guardedAgainstCrashes(cache.markerPath(key, task.widthPx), () => makePicture(task));
    } catch (error) {
      if (!(error instanceof LibraryError)) throw notStored(error);
      if (error.code === 'no-preview') remember(key, task.asset, error);
      throw error;
    }
  }

  function remember(key: string, { filePath }: Asset, error: LibraryError): void {
    const cause = inspect(error.cause, { maxStringLength: 2000 });
    log('debug', `No preview of ${filePath}: ${error.message} ${cause}`);
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
      return queue.run(`${key} ${widthPx}`, (stop) => make(key, asset, widthPx, stop), signal);
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

/** Not remembered as a failure: the file may come back unchanged, with its disk or its permissions. */
async function assertReadable({ filePath }: Asset): Promise<void> {
  try {
    await access(filePath, constants.R_OK);
  } catch (cause) {
    const isGone = errorCode(cause) === 'ENOENT';
    throw noPreview(isGone ? 'This file is no longer there.' : 'This file cannot be read.', cause);
  }
}

function notStored(cause: unknown): LibraryError {
  const code = errorCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LibraryError('disk-full', 'Thumbnails cannot be stored: the disk is full.', { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LibraryError('internal', `Thumbnails cannot be stored: ${reason}`, { cause });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
