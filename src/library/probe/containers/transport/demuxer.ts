import { isPesStart, pesHeaderAt, UnclearError, type TimeStamps } from '../mpeg/pes';
import { packetBytes, syncByte, type Layout } from './layout';
import { payloadStart, type Program } from './tables';

/** Puts the packets of elementary streams together again, to the extent of their time stamps, sizes and first bytes. */

/** FFmpeg hands on what is longer than this in parts, of which only the first has time stamps. */
const maxPartBytes = 200 * 1024;

export interface ElementaryPacket extends TimeStamps {
  /** Which of the program's streams. */
  readonly stream: number;
  readonly sizeBytes: number;
  /** What the first transport packet holds of it. */
  readonly start: Buffer;
  /** A further part of what is too long for one: no frame begins with it. */
  readonly isPart: boolean;
}

export interface Payload {
  readonly stream: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Whether a packet of the elementary stream begins with it. */
  readonly isStart: boolean;
}

interface OpenPacket extends TimeStamps {
  sizeBytes: number;
  /** Null for a packet that is as long as it lasts. */
  readonly declaredBytes: number | null;
  readonly start: Buffer;
  readonly isPart: boolean;
}

const nothing = Buffer.alloc(0);
const nullPid = 0x1fff;
const unlisted = -1;
/** Tables of the standard and of DVB have PIDs below this one, and begin otherwise than elementary streams. */
const firstFreePid = 0x20;

export class Demuxer {
  readonly #streamOfPid: Int8Array;
  readonly #open: (OpenPacket | null)[];
  readonly #counters: (number | null)[];
  readonly #done: ElementaryPacket[] = [];

  constructor(
    private readonly program: Program,
    private readonly layout: Layout,
    private readonly onPayload?: (payload: Payload) => void,
  ) {
    this.#streamOfPid = new Int8Array(nullPid + 1).fill(unlisted);
    program.streams.forEach(({ pid }, stream) => {
      this.#streamOfPid[pid] = stream;
    });
    this.#open = program.streams.map(() => null);
    this.#counters = program.streams.map(() => null);
  }

  /** Takes whole packets in; answers with what was completed by them. The first packet begins with the first byte. */
  push(bytes: Buffer): readonly ElementaryPacket[] {
    this.#done.length = 0;
    for (let at = 0; at + packetBytes <= bytes.length; at += this.layout.stride) this.#take(bytes, at);
    return this.#done;
  }

  /** What is still open at the end of the file. */
  flush(): readonly ElementaryPacket[] {
    this.#done.length = 0;
    this.#open.forEach((_, stream) => this.#close(stream));
    return this.#done;
  }

  /** Plain indices instead of Buffer's methods: this runs more than a thousand times for each file. */
  #take(bytes: Buffer, at: number): void {
    if (bytes[at] !== syncByte) throw new UnclearError('out of step');
    const high = bytes[at + 1] ?? 0;
    const pid = ((high & 0x1f) << 8) | (bytes[at + 2] ?? 0);
    if (pid === nullPid) return;
    const isStart = (high & 0x40) !== 0;
    const stream = this.#streamOfPid[pid] ?? unlisted;
    if (stream === unlisted) {
      if (isStart) this.#checkOther(bytes, at, pid);
      return;
    }
    const flags = bytes[at + 3] ?? 0;
    if ((high & 0x80) !== 0) throw new UnclearError('damaged in transport');
    if (flags >= 0x40) throw new UnclearError('scrambled');
    const start = (flags & 0x30) === 0x10 ? at + 4 : payloadStart(bytes, at);
    const end = at + packetBytes;
    if (start >= end) return;
    this.#checkCounter(stream, flags & 15);
    if (isStart) this.#begin(stream, bytes, start, end);
    else this.#add(stream, bytes, start, end, false);
  }

  /** The program must stay as it is, and FFmpeg finds streams that it does not list. */
  #checkOther(bytes: Buffer, at: number, pid: number): void {
    const start = payloadStart(bytes, at);
    const { mapPid, map } = this.program;
    if (pid === mapPid) {
      if (map.compare(bytes, start, at + packetBytes) !== 0) throw new UnclearError('the program changes');
    } else if (pid >= firstFreePid && isPesStart(bytes, start)) {
      throw new UnclearError('a stream that is not listed');
    }
  }

  #checkCounter(stream: number, counter: number): void {
    const last = this.#counters[stream] ?? null;
    if (last !== null && counter !== ((last + 1) & 15)) throw new UnclearError('packets are missing');
    this.#counters[stream] = counter;
  }

  #begin(stream: number, bytes: Buffer, start: number, end: number): void {
    this.#close(stream);
    if (!isPesStart(bytes, start)) throw new UnclearError('no elementary stream');
    const { payloadAt, payloadBytes, pts, dts } = pesHeaderAt(bytes, start, end);
    const payloadEnd = payloadBytes === null ? end : Math.min(end, payloadAt + payloadBytes);
    const payload = bytes.subarray(payloadAt, payloadEnd);
    this.#open[stream] = {
      pts,
      dts,
      sizeBytes: 0,
      declaredBytes: payloadBytes,
      start: payload,
      isPart: false,
    };
    this.#add(stream, bytes, payloadAt, payloadEnd, true);
  }

  #add(stream: number, bytes: Buffer, start: number, end: number, isStart: boolean): void {
    const open = this.#open[stream];
    if (!open) return;
    const added = end - start;
    if (open.sizeBytes > 0 && open.sizeBytes + added > (open.declaredBytes ?? maxPartBytes)) {
      this.#close(stream);
      this.#open[stream] = {
        pts: null,
        dts: null,
        sizeBytes: added,
        declaredBytes: null,
        start: nothing,
        isPart: true,
      };
    } else {
      open.sizeBytes += added;
    }
    this.onPayload?.({ stream, bytes, start, end, isStart });
    if (open.declaredBytes !== null && open.sizeBytes === open.declaredBytes) this.#close(stream);
  }

  #close(stream: number): void {
    const open = this.#open[stream];
    this.#open[stream] = null;
    if (!open || open.sizeBytes === 0) return;
    const { pts, dts, sizeBytes, start, isPart } = open;
    this.#done.push({ stream, pts, dts, sizeBytes, start, isPart });
  }
}
