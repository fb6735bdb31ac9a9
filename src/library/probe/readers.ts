import type { MediaFacts } from '../model';
import { readAac } from './audio/aac';
import { readAc3 } from './audio/ac3';
import { readAiff } from './audio/aiff';
import { readAmr } from './audio/amr';
import { readAu } from './audio/au';
import { readCaf } from './audio/caf';
import { readFlac } from './audio/flac';
import { readMidi } from './audio/midi';
import { readMp3 } from './audio/mp3';
import { readOgg } from './audio/ogg';
import { readWav } from './audio/wav';
import { withinBounds, type ByteSource } from './byteSource';
import { readAsf } from './containers/asf/asf';
import { readAvi } from './containers/avi/avi';
import { readFlv } from './containers/flv/flv';
import { readIsoBaseMedia } from './containers/isoBaseMedia/isoBaseMedia';
import { readMatroska } from './containers/matroska/readMatroska';
import { readProgramStream } from './containers/program/programStream';
import { readTransportStream } from './containers/transport/transportStream';
import type { FormatName } from './formats';
import { readBmp } from './images/bmp';
import { readGif } from './images/gif';
import { readHeifOrSequence } from './images/heifSequence';
import { readIco } from './images/ico';
import { readJpeg } from './images/jpeg';
import { readJxl } from './images/jxl';
import { readPng } from './images/png';
import { readPsd } from './images/psd';
import { readSvg } from './images/svg';
import { readTiffPicture } from './images/tiff';
import { readWebp } from './images/webp';
import type { Reading, Stream } from './reading';
import { factsOf } from './streamFacts';

export interface MediaFile {
  readonly filePath: string;
  readonly format: FormatName;
}

/** Answers null for what it leaves to ffprobe. A header that leads beyond its own end is a RangeError, and no answer. */
export type HeaderReader = (source: ByteSource, file: MediaFile) => MediaFacts | null;

/**
 * Who reads what. Headers are read by our own readers, at a hundredth of what starting ffprobe costs, where they tell all
 * that ffprobe would; a format that is not listed is ffprobe's, and so is every file whose reader has no whole answer.
 */
const readers: Readonly<Partial<Record<FormatName, HeaderReader>>> = {
  jpg: readJpeg,
  png: readPng,
  apng: readPng,
  gif: readGif,
  webp: readWebp,
  jxl: readJxl,
  bmp: readBmp,
  tiff: readTiffPicture,
  heic: readHeifOrSequence,
  avif: readHeifOrSequence,
  svg: readSvg,
  ico: readIco,
  psd: readPsd,

  mkv: byStreams(readMatroska),
  mka: byStreams(readMatroska),
  webm: byStreams(readMatroska),
  weba: byStreams(readMatroska),

  mp4: byStreams(readIsoBaseMedia),
  m4v: byStreams(readIsoBaseMedia),
  mov: byStreams(readIsoBaseMedia),
  '3gp': byStreams(readIsoBaseMedia),
  '3g2': byStreams(readIsoBaseMedia),
  m4a: byStreams(readIsoBaseMedia),

  mp3: byStreams(readMp3),
  wav: byStreams(readWav),
  flac: byStreams(readFlac),
  ogg: byStreams(readOgg),
  opus: byStreams(readOgg),
  ogv: byStreams(readOgg),
  aac: byStreams(readAac),
  amr: byStreams(readAmr),
  aiff: byStreams(readAiff),
  ac3: byStreams(readAc3),
  caf: byStreams(readCaf),
  au: byStreams(readAu),
  ts: byStreams(readTransportStream),
  mts: byStreams(readTransportStream),
  m2ts: byStreams(readTransportStream),
  mpg: byStreams(readProgramStream),
  avi: byStreams(readAvi),
  flv: byStreams(readFlv),
  wmv: byStreams(readAsf),
  wma: byStreams(readAsf),

  mid: readMidi,
};

/** The facts, when a reader of ours has all of them. Never throws for what is wrong with a file. */
export function readFacts(source: ByteSource, file: MediaFile): MediaFacts | null {
  const read = readers[file.format];
  if (!read) return null;
  return withinBounds(() => read(source, file));
}

type ContainerReader = (source: ByteSource, file: MediaFile) => Reading | null;

/** A reader of streams. Its answer counts when it is whole: a codec, how long it plays and, for a film, size and rate. */
export function byStreams(read: ContainerReader): HeaderReader {
  return (source, file) => {
    const reading = read(source, file);
    const facts = reading && factsOf(reading, file.format);
    return facts && isWhole(reading, facts) ? facts : null;
  };
}

function isWhole({ streams }: Reading, facts: MediaFacts): boolean {
  const { kind, codec, durationSeconds, width, height } = facts;
  if (codec === null || durationSeconds === null || durationSeconds <= 0) return false;
  return kind !== 'video' || ((width ?? 0) > 0 && (height ?? 0) > 0 && hasRate(streams));
}

/** Known, be it only to be none. */
function hasRate(streams: readonly Stream[]): boolean {
  const picture = streams.find((stream) => stream.type === 'video' && !stream.isAttachedPicture);
  if (picture?.type !== 'video') return false;
  return picture.averageFrameRate !== null || picture.baseFrameRate !== null;
}
