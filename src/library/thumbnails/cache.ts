import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileIdentity, Log } from '../model';
import { listPictures, removePictures, type RemovedFiles, type StoredPicture } from './cacheFolder';

/** Grows when pictures are made differently, so that older ones are not used any more. */
const pictureVersion = 1;

const dayMs = 86_400_000;
/** What was used this short a time ago may be on screen, whatever the limit. */
const recentMs = 60_000;
/** A sweep leaves this share of the limit; the next one is due when the rest has been written. */
const keptShare = 0.8;

/** Names one version of one file: another size or modification time is another picture. */
export function pictureKey(file: FileIdentity): string {
  const version = [pictureVersion, file.sizeBytes, file.modifiedAtMs, file.filePath].join('\n');
  return createHash('sha256').update(version).digest('hex').slice(0, 40);
}

/**
 * Pictures on the disk. The modification time of a picture tells the day of its last use, and nothing is remembered but how
 * much was written since the last sweep: so several processes may share the folder, and it may vanish at any time.
 */
export interface PictureCache {
  /** Absolute path of a whole picture, or null. */
  find(key: string, widthPx: number): Promise<string | null>;
  /** Stores a WebP picture; resolves with its absolute path, or fails as the file system did. */
  store(key: string, widthPx: number, picture: Buffer): Promise<string>;
  /** Absolute path of a file that may lie in the cache while a picture is made. */
  markerPath(key: string, widthPx: number): string;
  /** Deletes every picture, and nothing else that may be in the folder. */
  clear(): Promise<RemovedFiles>;
  setLimit(bytes: number): void;
  /** Resolves when nothing is being deleted any more. */
  dispose(): Promise<void>;
}

export function createPictureCache(folder: string, initialLimitBytes: number, log: Log): PictureCache {
  let limitBytes = initialLimitBytes;
  /** How much may be written before the next sweep; the first picture that is stored brings the first one. */
  let bytesUntilSweep = 0;
  let sweeping: Promise<void> | null = null;

  const pathOf = (key: string, widthPx: number) => join(folder, key.slice(0, 2), `${key}.${widthPx}.webp`);

  async function evictOldest(): Promise<void> {
    const pictures = await listPictures(folder);
    const total = pictures.reduce((sum, picture) => sum + picture.bytes, 0);
    const removed = await removePictures(
      oldest(pictures, total > limitBytes ? total - limitBytes * keptShare : 0),
    );
    bytesUntilSweep = Math.max(limitBytes - total + removed.bytes, limitBytes * (1 - keptShare));
  }

  function sweep(): void {
    sweeping ??= evictOldest()
      .catch((error: unknown) => log('warn', `The thumbnail cache could not be tidied: ${String(error)}`))
      .finally(() => (sweeping = null));
  }

  async function touch(path: string): Promise<void> {
    const now = new Date();
    try {
      await utimes(path, now, now);
    } catch (error) {
      log('debug', `The last use of ${path} could not be noted: ${String(error)}`);
    }
  }

  return {
    async find(key, widthPx) {
      const path = pathOf(key, widthPx);
      const usedAtMs = await lastUseOfWholePicture(path);
      if (usedAtMs === null) return null;
      if (Date.now() - usedAtMs > dayMs) await touch(path);
      return path;
    },

    async store(key, widthPx, picture) {
      const path = pathOf(key, widthPx);
      const unfinished = `${path}.${randomUUID()}.tmp`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(unfinished, picture, { flag: 'wx' });
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      bytesUntilSweep -= picture.length;
      if (bytesUntilSweep <= 0) sweep();
      return path;
    },

    markerPath: (key, widthPx) => `${pathOf(key, widthPx)}.making`,

    clear: async () => removePictures(await listPictures(folder)),

    setLimit(bytes) {
      if (bytes === limitBytes) return;
      limitBytes = bytes;
      sweep();
    },

    dispose: async () => sweeping ?? undefined,
  };
}

/** The pictures that were not used for longest, as many as come to `bytes`. */
function oldest(pictures: readonly StoredPicture[], bytes: number): StoredPicture[] {
  const evictable = pictures.filter((picture) => picture.usedAtMs < Date.now() - recentMs);
  const chosen: StoredPicture[] = [];
  for (const picture of evictable.sort((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (bytes <= 0) break;
    chosen.push(picture);
    bytes -= picture.bytes;
  }
  return chosen;
}

const riffHeaderBytes = 12;

/** Time of last use in epoch milliseconds; null when there is no file or it is not a whole WebP file. */
async function lastUseOfWholePicture(path: string): Promise<number | null> {
  let file;
  try {
    file = await open(path, 'r');
  } catch {
    return null; // Whatever stands in the way of reading it, the picture is made again.
  }
  try {
    const { size, mtimeMs } = await file.stat();
    const { buffer: header, bytesRead } = await file.read(
      Buffer.alloc(riffHeaderBytes),
      0,
      riffHeaderBytes,
      0,
    );
    const isWhole =
      bytesRead === riffHeaderBytes &&
      header.toString('latin1', 0, 4) === 'RIFF' &&
      header.readUInt32LE(4) + 8 === size &&
      header.toString('latin1', 8, 12) === 'WEBP';
    return isWhole ? mtimeMs : null;
  } finally {
    await file.close();
  }
}
