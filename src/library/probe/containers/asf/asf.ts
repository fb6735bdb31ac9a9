import { maxReadBytes, type ByteSource } from '../../byteSource';
import type { AudioStream, Reading } from '../../reading';
import { wholeBitRate } from '../mpeg/duration';
import { soundOfWave, waveHeaderOf } from '../riffSound';
import { guidAt, guids, objectHeaderBytes, objectsIn } from './objects';
import { readDescription, readExtendedDescription } from './tags';

/**
 * ASF with sound and nothing else: Windows Media Audio. FFmpeg measures the frame rate of films by time stamps that are
 * too coarse for a rule that does not decode, so those are left to it.
 */

const countsBytes = 6;
/** Before the objects of the extension: reserved, and how long they are. */
const extensionBytes = 22;
const isBroadcast = 1;

export function readAsf(source: ByteSource): Reading | null {
  const { head, sizeBytes } = source;
  if (guidAt(head, 0) !== guids.header) return null;
  const length = Number(head.readBigUInt64LE(16));
  if (length > maxReadBytes) return null;
  const header = source.read(0, length);
  if (header.length < length) return null;
  const found = contentOf(header.subarray(objectHeaderBytes + countsBytes), sizeBytes);
  if (!found) return null;
  const duration = found.milliseconds * 1000;
  return {
    containerFormat: 'asf',
    durationSeconds: duration / 1e6,
    bitRate: wholeBitRate(sizeBytes, duration),
    chapterCount: 0,
    tags: found.tags,
    streams: [found.stream],
  };
}

interface Content {
  readonly milliseconds: number;
  readonly stream: AudioStream;
  readonly tags: ReadonlyMap<string, string>;
}

/** What neither tells of streams nor of tags. */
const passed: ReadonlySet<string> = new Set([guids.bitRates, guids.codecList, guids.padding]);
const passedInExtension: ReadonlySet<string> = new Set([
  guids.extendedStreamProperties,
  guids.languages,
  guids.compatibility,
  guids.padding,
]);

/** Null for anything that is not understood: markers, scripts, encryption, a second stream. */
function contentOf(objects: Buffer, sizeBytes: number): Content | null {
  const tags = new Map<string, string>();
  let milliseconds: number | null = null;
  let stream: AudioStream | null = null;
  for (const { guid, content } of objectsIn(objects)) {
    if (guid === guids.fileProperties && milliseconds === null) {
      milliseconds = millisecondsOf(content, sizeBytes);
      if (milliseconds === null || milliseconds <= 0) return null;
    } else if (guid === guids.streamProperties && !stream) {
      stream = streamOf(content);
      if (!stream) return null;
    } else if (guid === guids.contentDescription) readDescription(content, tags);
    else if (guid === guids.extendedContentDescription) readExtendedDescription(content, tags);
    else if (guid === guids.headerExtension) {
      for (const inner of objectsIn(content.subarray(extensionBytes))) {
        if (!passedInExtension.has(inner.guid)) return null;
      }
    } else if (!passed.has(guid)) return null;
  }
  return stream && milliseconds !== null ? { milliseconds, stream, tags } : null;
}

/** Without the time that is filled before playing begins; in files of another size than they say, it is not believed. */
function millisecondsOf(content: Buffer, sizeBytes: number): number | null {
  const declaredBytes = Number(content.readBigUInt64LE(16));
  const playTime = content.readBigUInt64LE(40);
  const preroll = content.readUInt32LE(56);
  const flags = content.readUInt32LE(64);
  const difference = Math.abs(sizeBytes - declaredBytes);
  if ((flags & isBroadcast) !== 0 || difference >= 10_000 || difference * 20 >= sizeBytes) return null;
  return Number(playTime / 10_000n) - preroll;
}

function streamOf(content: Buffer): AudioStream | null {
  if (guidAt(content, 0) !== guids.audio) return null;
  const isEncrypted = (content.readUInt16LE(48) & 0x8000) !== 0;
  const formatBytes = content.readUInt32LE(40);
  if (isEncrypted || 54 + formatBytes > content.length) return null;
  const sound = soundOfWave(waveHeaderOf(content.subarray(54, 54 + formatBytes)), Buffer.alloc(0));
  return sound && { type: 'audio', ...sound, durationSeconds: null, tags: new Map() };
}
