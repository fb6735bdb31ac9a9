import type { ByteSource } from '../byteSource';
import type { Bytes } from '../tags/vorbisComments';

interface Run {
  /** Within the packet. */
  readonly start: number;
  readonly fileOffset: number;
  length: number;
}

/** A packet that is spread over pages, read only where it is looked at: a cover in its comments costs nothing. */
export class OggPacket implements Bytes {
  readonly #runs: Run[] = [];
  #length = 0;

  constructor(private readonly source: ByteSource) {}

  get length(): number {
    return this.#length;
  }

  append(fileOffset: number, length: number): void {
    const last = this.#runs.at(-1);
    if (last && last.fileOffset + last.length === fileOffset) last.length += length;
    else if (length > 0) this.#runs.push({ start: this.#length, fileOffset, length });
    this.#length += length;
  }

  read(offset: number, length: number): Buffer {
    const parts: Buffer[] = [];
    let at = offset;
    const end = Math.min(offset + length, this.#length);
    for (const run of this.#runs) {
      if (at >= end) break;
      if (at < run.start || at >= run.start + run.length) continue;
      const wanted = Math.min(end, run.start + run.length) - at;
      const part = this.source.read(run.fileOffset + at - run.start, wanted);
      parts.push(part);
      at += part.length;
      if (part.length < wanted) break;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** A packet without what comes before `offset`. */
  from(offset: number): Bytes {
    return {
      length: Math.max(0, this.#length - offset),
      read: (at, length) => this.read(offset + at, length),
    };
  }
}

/** The page on which the first packet ends that is no header. */
export interface FirstData {
  readonly granule: number | null;
  readonly endsStream: boolean;
  /** The packets that end on the page; the first may have begun before it. */
  readonly packets: readonly OggPacket[];
}
