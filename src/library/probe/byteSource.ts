import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** The bytes of one file, read where they are needed. Buffers that it hands out are only good while the file is open. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** The first {@link headBytes}, or the whole file when it is shorter. */
  readonly head: Buffer;
  /**
   * Up to `length` bytes from `offset` (at most {@link maxReadBytes}); fewer where the file ends, none beyond.
   * @throws BudgetError when the file has cost what one may cost
   */
  read(offset: number, length: number): Buffer;
}

export const headBytes = 64 * 1024;
export const maxReadBytes = 4 * 1024 * 1024;

/** No file may cost more than this, whatever its headers lead us to. */
export const fileBudget = { bytes: 64 * 1024 * 1024, reads: 20_000, milliseconds: 5_000 } as const;
export type FileBudget = { readonly [Limit in keyof typeof fileBudget]: number };

/** Small reads that lie near each other share one of this size. */
const windowBytes = 16 * 1024;

/** Thrown when a file has cost what one may cost. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/** Null when a header leads beyond its own end (RangeError), or to more than a file may cost. */
export function withinBounds<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof BudgetError) return null;
    throw error;
  }
}

/** Thrown instead of reading pipes, sockets and devices: to read one can block for ever, or do things. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/** Should a pipe stand in the file's place, opening it must not wait for its writer. Not on Windows. */
const openFlags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

const none = Buffer.alloc(0);

/** One file is read at a time, so that all can share this. */
const sharedHead = Buffer.allocUnsafeSlow(headBytes);

/**
 * Opens a regular file for as long as `use` runs. Synchronous, which is ten times as fast; for threads that nobody waits on.
 * Throws as `fs` does, or {@link NotAFileError}: devices are not even opened.
 */
export function withFile<T>(
  filePath: string,
  use: (source: FileSource) => T,
  budget: FileBudget = fileBudget,
): T {
  if (!statSync(filePath).isFile()) throw new NotAFileError(filePath);
  const descriptor = openSync(filePath, openFlags);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new NotAFileError(filePath);
    return use(new FileSource(bytesOfDescriptor(descriptor), stat.size, budget));
  } finally {
    closeSync(descriptor);
  }
}

/** Fills a part of a buffer from a place in a file; answers how many bytes it got, 0 at the end. */
type FillBytes = (into: Buffer, at: number, length: number, position: number) => number;

function bytesOfDescriptor(descriptor: number): FillBytes {
  return (into, at, length, position) => readSync(descriptor, into, at, length, position);
}

export class FileSource implements ByteSource {
  readonly head: Buffer;
  #windowAt = 0;
  #window: Buffer = none;
  #bytesRead = 0;
  #reads = 0;
  readonly #endsAt: number;

  constructor(
    private readonly fill: FillBytes,
    readonly sizeBytes: number,
    private readonly budget: FileBudget,
  ) {
    this.#endsAt = performance.now() + budget.milliseconds;
    this.head = this.#fill(sharedHead.subarray(0, Math.min(headBytes, sizeBytes)), 0);
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** How often the file itself was read. */
  get reads(): number {
    return this.#reads;
  }

  read(offset: number, length: number): Buffer {
    const wanted = wantedBytes(this.sizeBytes, offset, length);
    if (wanted === 0) return none;
    if (offset + wanted <= this.head.length) return this.head.subarray(offset, offset + wanted);
    if (wanted > windowBytes / 2) return this.#fill(Buffer.allocUnsafe(wanted), offset);
    const isInWindow = offset >= this.#windowAt && offset + wanted <= this.#windowAt + this.#window.length;
    if (!isInWindow) {
      this.#window = this.#fill(Buffer.allocUnsafe(Math.min(windowBytes, this.sizeBytes - offset)), offset);
      this.#windowAt = offset;
    }
    const start = offset - this.#windowAt;
    return this.#window.subarray(start, start + wanted);
  }

  /** As much of the buffer as the file has bytes for: it may have become shorter. */
  #fill(buffer: Buffer, offset: number): Buffer {
    let filled = 0;
    while (filled < buffer.length) {
      const wanted = buffer.length - filled;
      const { bytes, reads } = this.budget;
      if (this.#reads === reads || this.#bytesRead + wanted > bytes || performance.now() > this.#endsAt) {
        throw new BudgetError();
      }
      const count = this.fill(buffer, filled, wanted, offset + filled);
      this.#reads++;
      if (count === 0) break;
      filled += count;
      this.#bytesRead += count;
    }
    return buffer.subarray(0, filled);
  }
}

/** A source over bytes in memory. */
export function bytesInMemory(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    head: bytes.subarray(0, headBytes),
    read: (offset, length) => bytes.subarray(offset, offset + wantedBytes(bytes.length, offset, length)),
  };
}

/** A part of a file as if it were one: a picture within another file. */
export function partOf(source: ByteSource, start: number, length: number): ByteSource {
  const sizeBytes = Math.max(0, Math.min(length, source.sizeBytes - start));
  return {
    sizeBytes,
    head: source.read(start, Math.min(sizeBytes, headBytes)),
    read: (offset, wanted) => source.read(start + offset, wantedBytes(sizeBytes, offset, wanted)),
  };
}

/** Headers are believed, so that any number may come here; where there is no such place, there are no bytes. */
function wantedBytes(sizeBytes: number, offset: number, length: number): number {
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length)) return 0;
  return Math.max(0, Math.min(length, maxReadBytes, sizeBytes - offset));
}
