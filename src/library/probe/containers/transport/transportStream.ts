import type { ByteSource } from '../../byteSource';
import type { Reading } from '../../reading';
import { elementaryOf, isPictureCodec } from '../mpeg/elementary';
import { checkH264Frame, checkMpegPicture } from '../mpeg/fields';
import { UnclearError } from '../mpeg/pes';
import { readingOfMpeg, type Beginning } from '../mpeg/timing';
import { Demuxer, type ElementaryPacket, type Payload } from './demuxer';
import { layoutOf, packetFrom, type Layout } from './layout';
import { programOf, type Program, type ProgramStream } from './tables';

/** MPEG transport streams: from their beginning what is in them, from their end how long they play. */

/** FFmpeg looks at some twenty frames before it is sure of a rate. */
const wantedFrames = 26;
/** Parameter sets stand at the very beginning of a stream. */
const wantedBytes = 4096;
const chunkBytes = 256 * 1024;
/** FFmpeg gives up after five million bytes of payload. */
const maxBeginningBytes = 4_000_000;

export function readTransportStream(source: ByteSource): Reading | null {
  const layout = layoutOf(source);
  const program = layout && programOf(source.head, layout);
  if (!program || program.streams.length === 0) return null;
  return readingOfMpeg('mpegts', source.sizeBytes, beginningsOf(source, layout, program), (offset) =>
    packetsFrom(source, layout, program, offset),
  );
}

/** What is needed of the beginning of one stream. */
class StreamStart {
  readonly packets: ElementaryPacket[] = [];
  readonly #parts: Buffer[] = [];
  #length = 0;
  readonly #wantedPackets: number;

  constructor(private readonly stream: ProgramStream) {
    this.#wantedPackets = isPictureCodec(stream.codec) ? wantedFrames : 1;
  }

  get isEnough(): boolean {
    return this.packets.length >= this.#wantedPackets;
  }

  /** Payload of the first packet, to a length. */
  add({ bytes, start, end }: Payload): void {
    if (this.packets.length > 0 || this.#length >= wantedBytes) return;
    this.#parts.push(bytes.subarray(start, end));
    this.#length += end - start;
  }

  beginning(): Beginning {
    const [first] = this.packets;
    const elementary = elementaryOf(this.stream.codec, Buffer.concat(this.#parts));
    if (!first || !elementary) throw new UnclearError('nothing decodable at the beginning');
    const frames = elementary.type === 'video' ? this.packets.filter(({ isPart }) => !isPart) : [];
    if (this.stream.codec === 'mpegVideo') for (const { start } of frames) checkMpegPicture(start);
    return { elementary, first, decodingTimes: frames.map(decodingTime), isEachTimed: true };
  }
}

function decodingTime({ dts }: ElementaryPacket): number {
  if (dts === null) throw new UnclearError('a frame without time');
  return dts;
}

function beginningsOf(source: ByteSource, layout: Layout, program: Program): readonly Beginning[] {
  const starts = program.streams.map((stream) => new StreamStart(stream));
  const onPayload = (payload: Payload) => starts[payload.stream]?.add(payload);
  let bytesLeft = maxBeginningBytes;
  for (const packet of packetsFrom(source, layout, program, 0, onPayload)) {
    const start = starts[packet.stream];
    start?.packets.push(packet);
    if (start?.isEnough === true && starts.every(({ isEnough }) => isEnough)) break;
    bytesLeft -= packet.sizeBytes;
    if (bytesLeft < 0) throw new UnclearError('a stream that begins late');
  }
  const beginnings = starts.map((start) => start.beginning());
  for (const [stream, { elementary }] of beginnings.entries()) {
    if (elementary.type === 'video' && elementary.mayHaveFields) checkFrames(source, layout, program, stream);
  }
  return beginnings;
}

/** Reads the first frames once more, all of them. */
function checkFrames(source: ByteSource, layout: Layout, program: Program, stream: number): void {
  let frame: Buffer[] = [];
  let frames = 0;
  const onPayload = (payload: Payload) => {
    if (payload.stream !== stream || frames > wantedFrames) return;
    if (payload.isStart && frames++ > 0) {
      checkH264Frame(Buffer.concat(frame));
      frame = [];
    }
    frame.push(payload.bytes.subarray(payload.start, payload.end));
  };
  for (const packet of packetsFrom(source, layout, program, 0, onPayload)) {
    if (packet.stream === stream && frames > wantedFrames) break;
  }
}

/** The packets that begin at or after an offset, in the order in which FFmpeg hands them on. */
function* packetsFrom(
  source: ByteSource,
  layout: Layout,
  program: Program,
  offset: number,
  onPayload?: (payload: Payload) => void,
): Iterable<ElementaryPacket> {
  const demuxer = new Demuxer(program, layout, onPayload);
  let at = packetFrom(layout, offset);
  while (at < source.sizeBytes) {
    const wanted = at < source.head.length ? source.head.length - at : chunkBytes;
    const bytes = source.read(at, Math.max(wanted, layout.stride));
    if (bytes.length === 0) break;
    yield* demuxer.push(bytes);
    at += Math.max(1, Math.ceil((bytes.length - layout.stride + 1) / layout.stride)) * layout.stride;
  }
  yield* demuxer.flush();
}
