import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** The bytes of one file, read where they are needed. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** The first {@link headBytes}, or the whole file when it is shorter. */
  readonly head: Buffer;
  /** Up to `length` bytes (at most {@link maxReadBytes}) from `offset`; fewer where the file ends. */
  read(offset: number, length: number): Promise<Buffer>;
}

export const headBytes = 64 * 1024;
export const maxReadBytes = 4 * 1024 * 1024;

/** Thrown instead of opening pipes, sockets and devices: to open one can block for ever, or do things. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/** Opens a regular file for as long as `use` runs. Rejects as `fs` does, or with {@link NotAFileError}. */
export async function withByteSource<T>(
  filePath: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (!(await stat(filePath)).isFile()) throw new NotAFileError(filePath);
  const handle = await open(filePath, constants.O_RDONLY | nonBlocking);
  try {
    const now = await handle.stat();
    if (!now.isFile()) throw new NotAFileError(filePath);
    return await use(await sourceOf(handle, now.size));
  } finally {
    await handle.close();
  }
}

/** Should a pipe have taken the file's place since we looked, opening it must not wait for its writer. Not on Windows. */
const nonBlocking = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

async function sourceOf(handle: FileHandle, sizeBytes: number): Promise<ByteSource> {
  const read = async (offset: number, length: number) => {
    const wanted = Math.max(0, Math.min(length, maxReadBytes, sizeBytes - offset));
    if (wanted === 0) return Buffer.alloc(0);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset);
    return buffer.subarray(0, bytesRead);
  };
  const head = await read(0, headBytes);
  return {
    sizeBytes,
    head,
    read: async (offset, length) =>
      offset + length <= head.length ? head.subarray(offset, offset + length) : await read(offset, length),
  };
}

/** A source over bytes in memory. */
export function bytesInMemory(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    head: bytes.subarray(0, headBytes),
    read: (offset, length) =>
      Promise.resolve(bytes.subarray(offset, offset + Math.min(length, maxReadBytes))),
  };
}
