import { timeStampAt, UnclearError, type TimeStamps } from '../mpeg/pes';

/** Packets of a program stream (ISO/IEC 13818-1, 2.5.3) and of its forerunner in MPEG-1 (ISO/IEC 11172-1, 2.4.3). */
export interface ProgramPacket extends TimeStamps {
  /** The stream's code; of private streams that of the stream within. */
  readonly id: number;
  readonly payloadAt: number;
  readonly payloadEnd: number;
}

const prefix = Buffer.from([0, 0, 1]);
const codes = { map: 0xbc, private1: 0xbd, padding: 0xbe, private2: 0xbf, extended: 0xfd } as const;
const audio = { first: 0xc0, last: 0xdf } as const;
const video = { first: 0xe0, last: 0xef } as const;

/** The packets that begin in these bytes, found as FFmpeg finds them. `isLast`: the file ends with the bytes. */
export function* packetsIn(bytes: Buffer, isLast: boolean): Generator<ProgramPacket> {
  let at = bytes.indexOf(prefix);
  while (at !== -1 && at + 6 <= bytes.length) {
    const code = bytes.readUInt8(at + 3);
    const end = at + 6 + bytes.readUInt16BE(at + 4);
    let next = at + 4;
    if (code === codes.map) throw new UnclearError('a stream map');
    if (code === codes.padding || code === codes.private2) next = end;
    else if (isElementary(code)) {
      // What is cut off at the end of the file is still a packet, but which, FFmpeg knows.
      if (end > bytes.length) {
        if (isLast) throw new UnclearError('cut off');
        return;
      }
      const packet = packetAt(bytes, at, end);
      if (packet) yield packet;
      next = packet ? end : at + 4;
    }
    at = bytes.indexOf(prefix, next);
  }
}

function isElementary(code: number): boolean {
  const isNumbered = code >= audio.first && code <= video.last;
  return isNumbered || code === codes.private1 || code === codes.extended;
}

function packetAt(bytes: Buffer, start: number, end: number): ProgramPacket | null {
  const code = bytes.readUInt8(start + 3);
  const header = headerAt(bytes, start + 6, end);
  if (!header) return null;
  if (header.payloadAt > end) throw new UnclearError('shorter than its header');
  if (code === codes.extended) throw new UnclearError('another codec');
  if (code !== codes.private1) return { ...header, id: code, payloadEnd: end };
  const id = bytes.readUInt8(header.payloadAt);
  if (id < 0x80 || id > 0x87) throw new UnclearError('a private stream');
  return { ...header, id, payloadAt: header.payloadAt + 4, payloadEnd: end };
}

interface Header extends TimeStamps {
  readonly payloadAt: number;
}

/** After any stuffing, of either generation. Null where it is neither: FFmpeg looks on. */
function headerAt(bytes: Buffer, start: number, end: number): Header | null {
  let at = start;
  while (at < end && bytes[at] === 0xff) at++;
  if ((bytes.readUInt8(at) & 0xc0) === 0x40) at += 2;
  const first = bytes.readUInt8(at);
  if ((first & 0xc0) === 0x80) return laterHeader(bytes, at);
  if ((first & 0xe0) === 0x20) {
    const pts = timeStampAt(bytes, at);
    const hasBoth = (first & 0x10) !== 0;
    return { pts, dts: hasBoth ? timeStampAt(bytes, at + 5) : pts, payloadAt: at + (hasBoth ? 10 : 5) };
  }
  return first === 0x0f ? { pts: null, dts: null, payloadAt: at + 1 } : null;
}

function laterHeader(bytes: Buffer, at: number): Header {
  if ((bytes.readUInt8(at) & 0x30) !== 0) throw new UnclearError('scrambled');
  const flags = bytes.readUInt8(at + 1);
  const payloadAt = at + 3 + bytes.readUInt8(at + 2);
  if ((flags & 0x80) === 0) return { pts: null, dts: null, payloadAt };
  const pts = timeStampAt(bytes, at + 3);
  return { pts, dts: (flags & 0x40) === 0 ? pts : timeStampAt(bytes, at + 8), payloadAt };
}
