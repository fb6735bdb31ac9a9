import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** `ab/abcdef….320.webp`, and what a process that ended at work left behind. Everything else in the folder is not ours. */
const shardName = /^[0-9a-f]{2}$/;
const pictureName = /^[0-9a-f]{40}\.\d+\.webp(\.[0-9a-f-]{36}\.tmp|\.making)?$/;

export interface StoredPicture {
  readonly path: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

export interface RemovedFiles {
  readonly files: number;
  readonly bytes: number;
}

export async function listPictures(folder: string): Promise<StoredPicture[]> {
  const pictures: StoredPicture[] = [];
  for (const shard of await namesIn(folder, shardName)) {
    const shardFolder = join(folder, shard);
    const names = await namesIn(shardFolder, pictureName);
    const found = await Promise.all(names.map((name) => describe(join(shardFolder, name))));
    pictures.push(...found.filter((picture) => picture !== null));
  }
  return pictures;
}

export async function removePictures(pictures: readonly StoredPicture[]): Promise<RemovedFiles> {
  let bytes = 0;
  for (const picture of pictures) {
    await rm(picture.path, { force: true });
    bytes += picture.bytes;
  }
  return { files: pictures.length, bytes };
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await orNullWhenGone(readdir(folder));
  return (names ?? []).filter((name) => pattern.test(name));
}

async function describe(path: string): Promise<StoredPicture | null> {
  const found = await orNullWhenGone(stat(path));
  return found && { path, bytes: found.size, usedAtMs: found.mtimeMs };
}

/** Another process may delete what we have just seen. */
async function orNullWhenGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
