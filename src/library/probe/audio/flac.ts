import { soundOfFlacStreamInfo, type FlacSound } from '../codecs/flac';
import type { ByteSource } from '../byteSource';
import type { Reading } from '../reading';
import { readId3v2 } from '../tags/id3v2';
import { readVorbisComments, type VorbisComments } from '../tags/vorbisComments';
import { cueSheetTracks } from './flacCueSheet';
import { agreesWithFlacFrame } from './flacFrame';
import { microsecondsOf } from './mediaTime';
import { soundReading } from './soundReading';

const blockTypes = { streamInfo: 0, comments: 4, cueSheet: 5, picture: 6 } as const;
const streamInfoBytes = 34;
const maxBlocks = 1000;
const maxCueSheetBytes = 1024 * 1024;

interface Found {
  sound: FlacSound | null;
  comments: VorbisComments | null;
  readonly chapterIds: Set<number>;
}

/** FLAC: the length is in its first block, the tags in another; covers are stepped over. */
export function readFlac(source: ByteSource): Reading | null {
  const id3 = readId3v2(source, 0);
  if (!id3 || source.read(id3.endsAt, 4).toString('latin1') !== 'fLaC') return null;
  const found: Found = { sound: null, comments: null, chapterIds: new Set() };
  let at = id3.endsAt + 4;
  for (let block = 0, isLast = false; !isLast; block++) {
    const header = source.read(at, 4);
    if (header.length < 4 || block === maxBlocks) return null;
    isLast = (header.readUInt8(0) & 0x80) !== 0;
    const bytes = header.readUIntBE(1, 3);
    if (at + 4 + bytes > source.sizeBytes) return null;
    if (!take(source, header.readUInt8(0) & 0x7f, at + 4, bytes, found)) return null;
    at += 4 + bytes;
  }
  const { sound, comments, chapterIds } = found;
  if (!sound?.sampleRateHz || sound.totalSamples === null) return null;
  const { totalSamples, ...coding } = sound;
  if (!agreesWithFlacFrame(source.read(at, 4), coding)) return null;
  const ownTags = comments?.tags ?? new Map<string, string>();
  return soundReading(source, {
    containerFormat: 'flac',
    sound: coding,
    durationMicroseconds: microsecondsOf(totalSamples, sound.sampleRateHz),
    tags: ownTags.size > 0 || comments?.hasOthers ? ownTags : id3.tags,
    chapterCount: chapterIds.size,
  });
}

/** False for what FFmpeg refuses, or reads in its own ways. */
function take(source: ByteSource, type: number, at: number, bytes: number, found: Found): boolean {
  if (type !== blockTypes.streamInfo && !found.sound) return false;
  switch (type) {
    case blockTypes.streamInfo:
      if (found.sound || bytes !== streamInfoBytes) return false;
      found.sound = soundOfFlacStreamInfo(source.read(at, bytes));
      return found.sound !== null;
    case blockTypes.comments:
      if (found.comments) return false;
      found.comments = readVorbisComments({
        length: bytes,
        read: (offset, length) => source.read(at + offset, Math.min(length, bytes - offset)),
      });
      for (const chapter of found.comments?.chapterIds ?? []) found.chapterIds.add(chapter);
      return found.comments !== null;
    case blockTypes.cueSheet:
      return bytes <= maxCueSheetBytes && takeTracks(source.read(at, bytes), found);
    case blockTypes.picture:
      return isWholePicture(source, at, bytes);
    default:
      return true;
  }
}

function takeTracks(block: Buffer, { chapterIds }: Found): boolean {
  const tracks = cueSheetTracks(block);
  for (const track of tracks ?? []) chapterIds.add(track);
  return tracks !== null;
}

/** A picture of more than the 16 MB that a block can have goes on behind it. */
function isWholePicture(source: ByteSource, at: number, bytes: number): boolean {
  const end = at + bytes;
  const typeBytes = source.read(at + 4, 4).readUInt32BE(0);
  const descriptionAt = at + 8 + typeBytes;
  if (descriptionAt + 4 > end) return false;
  const descriptionBytes = source.read(descriptionAt, 4).readUInt32BE(0);
  const lengthAt = descriptionAt + 4 + descriptionBytes + 16;
  return lengthAt + 4 <= end && lengthAt + 4 + source.read(lengthAt, 4).readUInt32BE(0) <= end;
}
