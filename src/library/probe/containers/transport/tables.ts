import { UnclearError } from '../mpeg/pes';
import type { ElementaryCodec } from '../mpeg/elementary';
import { packetBytes, syncByte, type Layout } from './layout';

/** Which streams a transport stream has: program association and program map (ISO/IEC 13818-1, 2.4.4). */

export interface ProgramStream {
  readonly pid: number;
  readonly codec: ElementaryCodec;
}

export interface Program {
  readonly mapPid: number;
  /** The payload of the packet that the map begins in: another one means that the program changes. */
  readonly map: Buffer;
  /** In the map's order. */
  readonly streams: readonly ProgramStream[];
}

const associationPid = 0;
const associationTable = 0;
const mapTable = 2;
/** Tables of one packet each; longer ones are rare, and left to FFmpeg. */
const sectionHeaderBytes = 8;
const checksumBytes = 4;
const maxStreams = 64;

/** The only program, by the first map. Null where there is none in these bytes, or not one. */
export function programOf(bytes: Buffer, layout: Layout): Program | null {
  const association = sectionOf(bytes, layout, associationPid, associationTable);
  const mapPid = association && onlyMapPid(association.section);
  if (mapPid === null) return null;
  const map = sectionOf(bytes, layout, mapPid, mapTable);
  return map && { mapPid, map: map.payload, streams: streamsOf(map.section) };
}

/** Where a packet's payload begins; its end where it has none. */
export function payloadStart(bytes: Buffer, at: number): number {
  const control = (bytes.readUInt8(at + 3) >>> 4) & 3;
  if ((control & 1) === 0) return at + packetBytes;
  return control === 3 ? Math.min(at + 5 + bytes.readUInt8(at + 4), at + packetBytes) : at + 4;
}

function sectionOf(bytes: Buffer, { offset, stride }: Layout, pid: number, table: number) {
  for (let at = offset; at + packetBytes <= bytes.length; at += stride) {
    const isStart = (bytes.readUInt8(at + 1) & 0x40) !== 0;
    if (bytes[at] !== syncByte || (bytes.readUInt16BE(at + 1) & 0x1fff) !== pid || !isStart) continue;
    const payload = bytes.subarray(payloadStart(bytes, at), at + packetBytes);
    const section = payload.subarray(1 + payload.readUInt8(0));
    if (section.readUInt8(0) !== table) throw new UnclearError('another table');
    const length = section.readUInt16BE(1) & 0xfff;
    const isCurrent = (section.readUInt8(5) & 1) !== 0;
    if (!isCurrent || section.readUInt16BE(6) !== 0) throw new UnclearError('a table in parts');
    if (length + 3 > section.length) throw new UnclearError('a table in several packets');
    return { payload, section: section.subarray(0, length + 3 - checksumBytes) };
  }
  return null;
}

/** Program 0 is no program, but the network's own information. */
function onlyMapPid(section: Buffer): number | null {
  const pids: number[] = [];
  for (let at = sectionHeaderBytes; at + 4 <= section.length; at += 4) {
    if (section.readUInt16BE(at) !== 0) pids.push(section.readUInt16BE(at + 2) & 0x1fff);
  }
  const [pid] = pids;
  return pids.length === 1 && pid !== undefined ? pid : null;
}

function streamsOf(section: Buffer): readonly ProgramStream[] {
  const programInfo = section.readUInt16BE(sectionHeaderBytes + 2) & 0xfff;
  let at = sectionHeaderBytes + 4;
  const isBluRay = registrationOf(descriptorsOf(section.subarray(at, at + programInfo))) === 'HDMV';
  at += programInfo;
  const streams: ProgramStream[] = [];
  while (at + 5 <= section.length) {
    const infoBytes = section.readUInt16BE(at + 3) & 0xfff;
    const descriptors = descriptorsOf(section.subarray(at + 5, at + 5 + infoBytes));
    const codec = codecOf(section.readUInt8(at), descriptors, isBluRay);
    streams.push({ pid: section.readUInt16BE(at + 1) & 0x1fff, codec });
    at += 5 + infoBytes;
  }
  if (streams.length > maxStreams) throw new UnclearError('many streams');
  if (new Set(streams.map(({ pid }) => pid)).size !== streams.length) throw new UnclearError('a PID twice');
  return streams;
}

type Descriptors = ReadonlyMap<number, Buffer>;

function descriptorsOf(bytes: Buffer): Descriptors {
  const descriptors = new Map<number, Buffer>();
  let at = 0;
  while (at + 2 <= bytes.length) {
    const length = bytes.readUInt8(at + 1);
    descriptors.set(bytes.readUInt8(at), bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return descriptors;
}

const registration = 0x05;
const dolbyVision = 0xb0;

function registrationOf(descriptors: Descriptors): string | null {
  return descriptors.get(registration)?.toString('latin1', 0, 4) ?? null;
}

const codecOfType: Readonly<Partial<Record<number, ElementaryCodec>>> = {
  0x01: 'mpegVideo',
  0x02: 'mpegVideo',
  0x03: 'mpegAudio',
  0x04: 'mpegAudio',
  0x0f: 'aac',
  0x1b: 'h264',
  0x24: 'hevc',
  0x81: 'ac3',
  0x87: 'eac3',
};
const codecOfBluRayType: Readonly<Partial<Record<number, ElementaryCodec>>> = {
  0x84: 'eac3',
  0xa1: 'eac3',
};
const privateData = 0x06;
const codecOfRegistration: Readonly<Partial<Record<string, ElementaryCodec>>> = {
  'AC-3': 'ac3',
  EAC3: 'eac3',
  HEVC: 'hevc',
};
const codecOfDescriptor: readonly (readonly [number, ElementaryCodec])[] = [
  [0x6a, 'ac3'],
  [0x7a, 'eac3'],
];

/** Subtitles and data have times of their own, which count: programs with such streams are left to FFmpeg. */
function codecOf(type: number, descriptors: Descriptors, isBluRay: boolean): ElementaryCodec {
  if (descriptors.has(dolbyVision)) throw new UnclearError('Dolby Vision');
  const byType = (isBluRay ? codecOfBluRayType[type] : undefined) ?? codecOfType[type];
  if (byType) return byType;
  const byDescriptor =
    type === privateData
      ? (codecOfDescriptor.find(([tag]) => descriptors.has(tag))?.[1] ??
        codecOfRegistration[registrationOf(descriptors) ?? ''])
      : undefined;
  if (!byDescriptor) throw new UnclearError('another codec');
  return byDescriptor;
}
