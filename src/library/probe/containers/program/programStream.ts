import type { ByteSource } from '../../byteSource';
import type { Reading } from '../../reading';
import { elementaryOf, type ElementaryCodec } from '../mpeg/elementary';
import { checkMpegPicture } from '../mpeg/fields';
import { clockHz, UnclearError } from '../mpeg/pes';
import { readingOfMpeg, type Beginning, type LatePacket } from '../mpeg/timing';
import { packetsIn, type ProgramPacket } from './packets';

/** MPEG program streams: from their beginning what is in them, from their end how long they play. */

/** FFmpeg looks for streams through five million bytes, or five to seven seconds. */
const beginningBytes = 6_000_000;
/** Those that come this late may be found by it or not. */
const latestBytes = 3_000_000;
const latestTicks = 3 * clockHz;
const chunkBytes = 512 * 1024;
const wantedBytes = 4096;
/** With fewer pictures FFmpeg is not sure of a rate. */
const leastPictures = 8;

export function readProgramStream(source: ByteSource): Reading | null {
  const starts = startsOf(source);
  const ids = [...starts.keys()];
  if (ids.length === 0) return null;
  const beginnings = [...starts.values()].map((start) => start.beginning());
  return readingOfMpeg('mpeg', source.sizeBytes, beginnings, function* (offset): Iterable<LatePacket> {
    for (const { id, pts, dts, payloadAt, payloadEnd } of packetsFrom(source, offset)) {
      yield { stream: ids.indexOf(id), pts, dts, sizeBytes: payloadEnd - payloadAt };
    }
  });
}

const pictureStart = Buffer.from([0, 0, 1, 0]);

/** What is needed of the beginning of one stream. */
class StreamStart {
  readonly #parts: Buffer[] = [];
  #length = 0;
  #pictures = 0;
  readonly #times: number[] = [];

  constructor(
    private readonly codec: ElementaryCodec,
    private readonly first: ProgramPacket,
  ) {}

  add(payload: Buffer, { dts }: ProgramPacket): void {
    if (this.#length < wantedBytes) this.#parts.push(payload);
    this.#length += payload.length;
    if (this.codec !== 'mpegVideo') return;
    if (dts !== null) this.#times.push(dts);
    if (this.#pictures < leastPictures) {
      for (let at = payload.indexOf(pictureStart); at !== -1; at = payload.indexOf(pictureStart, at + 4)) {
        this.#pictures++;
      }
    }
    checkMpegPicture(payload);
  }

  beginning(): Beginning {
    const elementary = elementaryOf(this.codec, Buffer.concat(this.#parts));
    if (!elementary) throw new UnclearError('nothing decodable at the beginning');
    if (elementary.type === 'video' && this.#pictures < leastPictures) {
      throw new UnclearError('too few pictures');
    }
    return { elementary, first: this.first, decodingTimes: this.#times, isEachTimed: false };
  }
}

function startsOf(source: ByteSource): ReadonlyMap<number, StreamStart> {
  const starts = new Map<number, StreamStart>();
  let firstTicks: number | null = null;
  let bytesRead = 0;
  for (const packet of packetsFrom(source, 0)) {
    const { id, dts, payloadAt, payloadEnd, bytes } = packet;
    firstTicks ??= dts;
    const ticks = dts !== null && firstTicks !== null ? dts - firstTicks : 0;
    let start = starts.get(id);
    if (!start) {
      if (bytesRead > latestBytes || ticks > latestTicks) throw new UnclearError('a stream that begins late');
      start = new StreamStart(codecOf(id), packet);
      starts.set(id, start);
    }
    start.add(bytes.subarray(payloadAt, payloadEnd), packet);
    bytesRead += payloadEnd - payloadAt;
    if (bytesRead > beginningBytes || ticks > 8 * clockHz) break;
  }
  return starts;
}

function codecOf(id: number): ElementaryCodec {
  if (id < 0xc0) return 'ac3';
  return id < 0xe0 ? 'mpegAudio' : 'mpegVideo';
}

interface ReadPacket extends ProgramPacket {
  readonly bytes: Buffer;
}

/** Part after part, each beginning where the last whole packet ended. */
function* packetsFrom(source: ByteSource, offset: number): Generator<ReadPacket> {
  let at = offset;
  while (at < source.sizeBytes) {
    const wanted = at < source.head.length ? source.head.length - at : chunkBytes;
    const bytes = source.read(at, Math.max(wanted, leastPartBytes));
    const isLast = at + bytes.length >= source.sizeBytes;
    let end = 0;
    for (const packet of packetsIn(bytes, isLast)) {
      yield { ...packet, bytes };
      end = packet.payloadEnd;
    }
    if (isLast) return;
    at += end > 0 ? end : Math.max(1, bytes.length - maxPacketBytes);
  }
}

/** Longer than any packet with its header. */
const maxPacketBytes = 70_000;
/** Of a part in which no packet begins most must be done with, or damage costs one part per byte. */
const leastPartBytes = 2 * maxPacketBytes;
