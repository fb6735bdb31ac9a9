import type { ByteSource } from '../../byteSource';
import { boxesIn, boxOf, contentOf, readUInt64, type Box } from './boxes';
import { readDisplayMatrix, type DisplayMatrix } from './displayMatrix';
import { creationTime } from './time';

/** What the boxes of one track say, before anything is made of it. */
export interface Track {
  readonly id: number;
  readonly matrix: DisplayMatrix;
  /** Pixels that it takes on the screen, as whole numbers; 0 for sound. */
  readonly displayWidth: number;
  readonly displayHeight: number;
  /** Units in a second. */
  readonly timeScale: number;
  /** In units, as the media header says; -1 where it is not known yet. */
  readonly mediaDuration: number;
  readonly creationTime: string | null;
  /** What kind of media: `vide`, `soun`, `text`, `tmcd` … */
  readonly handler: string;
  /** `stsd` with all its entries. */
  readonly description: Buffer;
  readonly tables: readonly Box[];
  readonly edits: Box | null;
  /** Tracks that hold this one's chapters. */
  readonly chapterTrackIds: readonly number[] | null;
  /** Where tags may be. */
  readonly tagBoxes: readonly Box[];
}

/** What describes the samples: a few hundred bytes, but for profiles of colour. */
const maxDescriptionBytes = 2 * 1024 * 1024;
/** Sound and pictures in this file need no more to say so; a longer one names another file. */
const maxDataInformationBytes = 100;

/** Null for a track that misses what each must have, or has its samples in another file. */
export function readTrack(source: ByteSource, box: Box): Track | null {
  const boxes = boxesIn(source, box);
  const trackHeader = boxOf(boxes, 'tkhd');
  const media = boxesOf(source, boxes, 'mdia');
  const mediaHeader = boxOf(media, 'mdhd');
  const handler = boxOf(media, 'hdlr');
  const information = boxesOf(source, media, 'minf');
  const tables = boxesOf(source, information, 'stbl');
  const description = boxOf(tables, 'stsd');
  if (!trackHeader || !mediaHeader || !handler || !description) return null;
  const dataInformation = boxOf(information, 'dinf');
  if (dataInformation && dataInformation.endAt - dataInformation.contentAt > maxDataInformationBytes)
    return null;
  return {
    ...headerOf(contentOf(source, trackHeader, 1024)),
    ...mediaHeaderOf(contentOf(source, mediaHeader, 1024)),
    handler: source.read(handler.contentAt, 12).toString('latin1', 8, 12),
    description: contentOf(source, description, maxDescriptionBytes),
    tables,
    edits: boxOf(boxesOf(source, boxes, 'edts'), 'elst') ?? null,
    chapterTrackIds: chapterTracksOf(source, boxesOf(source, boxes, 'tref')),
    tagBoxes: boxes.filter(({ type }) => type === 'udta' || type === 'meta'),
  };
}

function boxesOf(source: ByteSource, boxes: readonly Box[], type: string): readonly Box[] {
  const box = boxOf(boxes, type);
  return box ? boxesIn(source, box) : [];
}

function headerOf(content: Buffer): Pick<Track, 'id' | 'matrix' | 'displayWidth' | 'displayHeight'> {
  const isLong = content.readUInt8(0) === 1;
  const matrixAt = isLong ? 52 : 40;
  return {
    id: content.readUInt32BE(isLong ? 20 : 12),
    matrix: readDisplayMatrix(content, matrixAt),
    displayWidth: content.readInt16BE(matrixAt + 36),
    displayHeight: content.readInt16BE(matrixAt + 40),
  };
}

function mediaHeaderOf(content: Buffer): Pick<Track, 'timeScale' | 'mediaDuration' | 'creationTime'> {
  const isLong = content.readUInt8(0) === 1;
  return {
    timeScale: content.readUInt32BE(isLong ? 20 : 12),
    mediaDuration: isLong ? Number(content.readBigInt64BE(24)) : content.readUInt32BE(16),
    creationTime: creationTime(isLong ? readUInt64(content, 4) : content.readUInt32BE(4)),
  };
}

function chapterTracksOf(source: ByteSource, references: readonly Box[]): readonly number[] | null {
  const chapters = boxOf(references, 'chap');
  if (!chapters) return null;
  const content = contentOf(source, chapters, 1024);
  return Array.from({ length: Math.floor(content.length / 4) }, (_, index) =>
    content.readUInt32BE(4 * index),
  );
}
