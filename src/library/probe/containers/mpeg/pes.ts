/** Packets of elementary streams and their clock (ISO/IEC 13818-1, 2.4.3.6), as transport and program streams carry them. */

/** Ticks a second of time stamps. */
export const clockHz = 90_000;
/** Time stamps have 33 bits. */
const clockPeriod = 2 ** 33;

/** In ticks of 90 kHz, as written; the decoding time is that of presentation where there is only one. */
export interface TimeStamps {
  readonly pts: number | null;
  readonly dts: number | null;
}

export interface PesHeader extends TimeStamps {
  readonly payloadAt: number;
  /** Bytes of payload; null where the packet is as long as it lasts. */
  readonly payloadBytes: number | null;
}

/** Thrown where FFmpeg would go a way that is not followed here; like a header that leads beyond its end, no answer. */
export class UnclearError extends RangeError {
  override readonly name = 'UnclearError';
}

export function isPesStart(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1;
}

/** The packet that begins at `at`; its header must end before `end`. */
export function pesHeaderAt(bytes: Buffer, at: number, end: number): PesHeader {
  const flags = bytes.readUInt8(at + 6);
  if ((flags & 0xc0) !== 0x80) throw new UnclearError('not an MPEG-2 packet');
  if ((flags & 0x30) !== 0) throw new UnclearError('scrambled');
  const payloadAt = at + 9 + bytes.readUInt8(at + 8);
  if (payloadAt > end) throw new UnclearError('a header in two parts');
  const length = bytes.readUInt16BE(at + 4);
  const payloadBytes = length === 0 ? null : length + 6 - (payloadAt - at);
  if (payloadBytes !== null && payloadBytes < 0) throw new UnclearError('shorter than its header');
  return { payloadAt, payloadBytes, ...timeStampsOf(bytes, at) };
}

function timeStampsOf(bytes: Buffer, at: number): TimeStamps {
  const which = bytes.readUInt8(at + 7) >>> 6;
  if (which < 2) return { pts: null, dts: null };
  const pts = timeStampAt(bytes, at + 9);
  return { pts, dts: which === 3 ? timeStampAt(bytes, at + 14) : pts };
}

export function timeStampAt(bytes: Buffer, at: number): number {
  const high = (bytes.readUInt8(at) >>> 1) & 7;
  return high * 2 ** 30 + (bytes.readUInt16BE(at + 1) >>> 1) * 2 ** 15 + (bytes.readUInt16BE(at + 3) >>> 1);
}

/** Time stamps that do not begin again: what lies more than a minute before the first one comes after the last of 33 bits. */
export function unwrappedClock(firstTicks: number): (ticks: number) => number {
  const reference = firstTicks - 60 * clockHz;
  const endsSoon = firstTicks >= clockPeriod - clockPeriod / 8 && firstTicks >= clockPeriod - 60 * clockHz;
  return endsSoon
    ? (ticks) => (ticks >= reference ? ticks - clockPeriod : ticks)
    : (ticks) => (ticks < reference ? ticks + clockPeriod : ticks);
}
