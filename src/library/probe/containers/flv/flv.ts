import type { ByteSource } from '../../byteSource';
import { soundOfAacConfiguration } from '../../codecs/aac';
import { pictureOfAvcConfiguration } from '../../codecs/h264';
import { soundOfMpegAudioFrame } from '../../codecs/mpegAudio';
import type { PictureCoding, Reading, SoundCoding, Stream } from '../../reading';
import { wholeBitRate } from '../mpeg/duration';
import { nearestRational } from './ratio';
import { metadataOf, type Metadata } from './script';
import { pictureOfSorensonFrame } from './sorenson';
import { lastTagMilliseconds, tagsOf, tagTypes, type Tag } from './tags';

/** Flash Video. FFmpeg believes its metadata for duration and frame rate, and its first frames for the rest. */

const maxTags = 200;
const maxMetadataBytes = 4 * 1024 * 1024;
/** What is read of a configuration or a first frame. */
const frameBytes = 4096;
/** Frame rates are fractions of parts no larger than this. */
const maxRatePart = 1000;

export function readFlv(source: ByteSource): Reading | null {
  if (source.head.toString('latin1', 0, 3) !== 'FLV') return null;
  const last = lastTagMilliseconds(source);
  const found = last === null ? null : contentOf(source);
  if (last === null || !found) return null;
  const { metadata, picture, sound } = found;
  const duration = durationOf(metadata, last);
  const rate = nearestRational(metadata?.numbers.get('framerate') ?? 0, maxRatePart);
  if (duration === null || (picture && !rate)) return null;
  const streams: Stream[] = [];
  if (picture) {
    streams.push({
      type: 'video',
      ...picture,
      isAttachedPicture: false,
      averageFrameRate: rate,
      baseFrameRate: null,
      frameCount: null,
      durationSeconds: null,
      rotationDegrees: 0,
      isDolbyVision: false,
      hasAlphaLayer: false,
      tags: new Map(),
    });
  }
  if (sound) streams.push({ type: 'audio', ...sound, durationSeconds: null, tags: new Map() });
  return {
    containerFormat: 'flv',
    durationSeconds: duration / 1e6,
    bitRate: wholeBitRate(source.sizeBytes, duration),
    chapterCount: 0,
    tags: new Map([...(metadata?.texts ?? [])].map(([name, text]) => [name.toLowerCase(), text])),
    streams,
  };
}

/** Microseconds; by the beginning of the last tag where the metadata say nothing. */
function durationOf(metadata: Metadata | null, lastMilliseconds: number): number | null {
  const seconds = metadata?.numbers.get('duration') ?? 0;
  if (seconds > 0) return Math.trunc(seconds * 1e6);
  return seconds === 0 && lastMilliseconds > 0 ? lastMilliseconds * 1000 : null;
}

interface Content {
  readonly metadata: Metadata | null;
  readonly picture: PictureCoding | null;
  readonly sound: SoundCoding | null;
}

const announced = { audio: 4, video: 1 } as const;

/** Looks for what the file header announces; null when that is not there, or cannot be read here. */
function contentOf(source: ByteSource): Content | null {
  const flags = source.head.readUInt8(4);
  let metadata: Metadata | null = null;
  let picture: PictureCoding | null = null;
  let sound: SoundCoding | null = null;
  for (const tag of tagsOf(source, maxTags)) {
    if (tag.length === 0) continue;
    if (tag.type === tagTypes.script) {
      if (metadata || tag.length > maxMetadataBytes) return null;
      metadata = metadataOf(source.read(tag.contentAt, tag.length));
      if (!metadata) return null;
    } else if (tag.type === tagTypes.video && !picture) {
      picture = pictureOf(source, tag);
      if (!picture) return null;
    } else if (tag.type === tagTypes.audio && !sound) {
      sound = soundOf(source, tag);
      if (!sound) return null;
    }
    if (picture && sound) break;
  }
  const isComplete = ((flags & announced.video) !== 0) === (picture !== null);
  return isComplete && ((flags & announced.audio) !== 0) === (sound !== null)
    ? { metadata, picture, sound }
    : null;
}

const videoCodecs = { sorenson: 2, avc: 7 } as const;
const audioCodecs = { mp3: 2, aac: 10 } as const;
/** The first tag of AVC and of AAC holds their configuration. */
const isConfiguration = 0;

function pictureOf(source: ByteSource, tag: Tag): PictureCoding | null {
  const content = Buffer.from(source.read(tag.contentAt, Math.min(tag.length, frameBytes)));
  const codec = content.readUInt8(0) & 15;
  if (codec === videoCodecs.sorenson) return pictureOfSorensonFrame(content.subarray(1));
  if (codec !== videoCodecs.avc || content.readUInt8(1) !== isConfiguration) return null;
  return pictureOfAvcConfiguration(content.subarray(5));
}

function soundOf(source: ByteSource, tag: Tag): SoundCoding | null {
  const content = Buffer.from(source.read(tag.contentAt, Math.min(tag.length, frameBytes)));
  const codec = content.readUInt8(0) >>> 4;
  if (codec === audioCodecs.mp3) return soundOfMpegAudioFrame(content.subarray(1));
  if (codec !== audioCodecs.aac || content.readUInt8(1) !== isConfiguration) return null;
  return soundOfAacConfiguration(content.subarray(2));
}
