import { allOf, childrenOf, floatOf, identifierOf, lastOf, textOf, unsignedOf, type Element } from './ebml';
import { ids } from './ids';

/** A track entry as the file has it, with Matroska's defaults. */
export interface Track {
  readonly number: number;
  readonly uid: string;
  readonly type: TrackType;
  readonly codecId: string;
  readonly codecPrivate: Buffer;
  readonly name: string | null;
  readonly codecDelayNs: number;
  /** How long a frame lasts; 0 when it is not said. */
  readonly defaultDurationNs: number;
  readonly timestampScale: number;
  /** Bytes that were taken off the beginning of each frame; null when frames are packed in other ways, or encrypted. */
  readonly strippedHeader: Buffer | null;
  readonly isDolbyVision: boolean;
  /** Children of `Video` and `Audio`. */
  readonly video: readonly Element[];
  readonly audio: readonly Element[];
}

export type TrackType = 'video' | 'audio' | 'other';

/** By `TrackType`, with the letters that begin a fitting codec. What FFmpeg does not know makes no stream. */
const knownTypes: Readonly<Partial<Record<number, readonly [TrackType, string]>>> = {
  1: ['video', 'V'],
  2: ['audio', 'A'],
  17: ['other', 'DS'],
  33: ['other', 'DS'],
};

/** Films with every dub and subtitle there is have fewer. */
const maxTracks = 256;

export function tracksOf(tracks: Buffer): readonly Track[] {
  const entries = allOf(childrenOf(tracks), ids.trackEntry);
  if (entries.length > maxTracks) throw new RangeError('too many tracks');
  return entries.flatMap((entry) => trackOf(childrenOf(entry)) ?? []);
}

function trackOf(entry: readonly Element[]): Track | null {
  const codec = lastOf(entry, ids.codecId);
  const known = knownTypes[unsignedOf(lastOf(entry, ids.trackType), 0)];
  if (codec === undefined || !known) return null;
  const [type, codecLetters] = known;
  const codecId = textOf(codec);
  if (!codecLetters.includes(codecId.charAt(0) || '-')) return null;
  const name = lastOf(entry, ids.trackName);
  const video = masterOf(entry, ids.video);
  return {
    number: unsignedOf(lastOf(entry, ids.trackNumber), 0),
    uid: identifierOf(lastOf(entry, ids.trackUid)),
    type,
    codecId,
    codecPrivate: lastOf(entry, ids.codecPrivate) ?? Buffer.alloc(0),
    name: name === undefined ? null : textOf(name),
    codecDelayNs: unsignedOf(lastOf(entry, ids.codecDelay), 0),
    defaultDurationNs: unsignedOf(lastOf(entry, ids.defaultDuration), 0) || durationByRate(type, video),
    timestampScale: floatOf(lastOf(entry, ids.trackTimestampScale), 1),
    strippedHeader: strippedHeaderOf(entry),
    isDolbyVision: allOf(entry, ids.blockAdditionMapping).some(isDolbyVision),
    video,
    audio: masterOf(entry, ids.audio),
  };
}

/** Several of one kind are merged by FFmpeg in ways not worth following. */
function masterOf(entry: readonly Element[], id: number): readonly Element[] {
  const [master, ...more] = allOf(entry, id);
  if (more.length > 0) throw new RangeError('a second of its kind');
  return master ? childrenOf(master) : [];
}

/** Old writers give the rate itself. */
function durationByRate(type: TrackType, video: readonly Element[]): number {
  const rate = floatOf(lastOf(video, ids.frameRate), 0);
  return type === 'video' && rate > 0 ? Math.trunc(1e9 / rate) : 0;
}

const headerStripping = 3;
const dolbyVisionTypes: ReadonlySet<number> = new Set(
  ['dvcC', 'dvvC'].map((name) => Buffer.from(name).readUInt32BE(0)),
);

function strippedHeaderOf(entry: readonly Element[]): Buffer | null {
  const encodings = allOf(entry, ids.contentEncodings).flatMap((content) =>
    allOf(childrenOf(content), ids.contentEncoding),
  );
  const [encoding, ...more] = encodings;
  if (!encoding) return Buffer.alloc(0);
  const children = childrenOf(encoding);
  const isEncrypted = unsignedOf(lastOf(children, ids.contentEncodingType), 0) !== 0;
  const isOfFramesOnly = unsignedOf(lastOf(children, ids.contentEncodingScope), 1) === 1;
  const compression = childrenOf(lastOf(children, ids.contentCompression) ?? Buffer.alloc(0));
  const algorithm = unsignedOf(lastOf(compression, ids.contentCompressionAlgorithm), 0);
  if (more.length > 0 || isEncrypted || !isOfFramesOnly || algorithm !== headerStripping) return null;
  return lastOf(compression, ids.contentCompressionSettings) ?? Buffer.alloc(0);
}

function isDolbyVision(mapping: Buffer): boolean {
  const children = childrenOf(mapping);
  if (!dolbyVisionTypes.has(unsignedOf(lastOf(children, ids.blockAdditionType), 0))) return false;
  const record = lastOf(children, ids.blockAdditionExtraData);
  if (record === undefined || record.length < 4) throw new RangeError('no configuration');
  return true;
}
