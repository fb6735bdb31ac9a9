import type { ByteSource } from '../../byteSource';
import { boxesIn, boxOf, contentOf, readUInt64, type Box } from './boxes';
import { readDisplayMatrix, type DisplayMatrix } from './displayMatrix';
import { collectTags, type TagState } from './tags';
import { creationTime } from './time';
import { readTrack, type Track } from './track';

/** What the `moov` box says. */
export interface Movie {
  /** Units in a second. */
  readonly timeScale: number;
  /** In units, edits counted; -1 where it is not known yet. */
  readonly duration: number;
  readonly creationTime: string | null;
  readonly matrix: DisplayMatrix;
  readonly tracks: readonly Track[];
  /** By track; empty where the film is whole, not in fragments. */
  readonly fragmentDefaults: readonly FragmentDefaults[];
}

/** What a fragment's samples are like, unless it says otherwise (`trex`). */
export interface FragmentDefaults {
  readonly trackId: number;
  readonly descriptionIndex: number;
  readonly sampleDuration: number;
  readonly sampleBytes: number;
}

const maxTracks = 256;

/** Null for what is compressed (`cmov`), or misses what each movie and track must have. */
export function readMovie(source: ByteSource, moov: Box, tags: TagState): Movie | null {
  const boxes = boxesIn(source, moov);
  const header = boxOf(boxes, 'mvhd');
  const trackBoxes = boxes.filter(({ type }) => type === 'trak');
  if (!header || boxOf(boxes, 'cmov') || trackBoxes.length > maxTracks) return null;
  const extensions = boxOf(boxes, 'mvex');
  const tracks: Track[] = [];
  // In their order in the file, for later tags go over earlier ones.
  for (const box of boxes) {
    if (box.type === 'udta' || box.type === 'meta') collectTags(source, box, tags, false);
    if (box.type !== 'trak') continue;
    const track = readTrack(source, box);
    if (!track) return null;
    tracks.push(track);
    for (const tagBox of track.tagBoxes) collectTags(source, tagBox, tags, true);
  }
  return {
    ...headerOf(contentOf(source, header, 1024)),
    tracks,
    fragmentDefaults: extensions ? fragmentDefaultsIn(source, extensions) : [],
  };
}

function headerOf(content: Buffer): Pick<Movie, 'timeScale' | 'duration' | 'creationTime' | 'matrix'> {
  const isLong = content.readUInt8(0) === 1;
  return {
    timeScale: content.readUInt32BE(isLong ? 20 : 12),
    duration: isLong ? Number(content.readBigInt64BE(24)) : content.readUInt32BE(16),
    creationTime: creationTime(isLong ? readUInt64(content, 4) : content.readUInt32BE(4)),
    matrix: readDisplayMatrix(content, isLong ? 48 : 36),
  };
}

function fragmentDefaultsIn(source: ByteSource, extensions: Box): readonly FragmentDefaults[] {
  return boxesIn(source, extensions)
    .filter(({ type }) => type === 'trex')
    .map((box) => {
      const content = contentOf(source, box, 1024);
      return {
        trackId: content.readUInt32BE(4),
        descriptionIndex: content.readUInt32BE(8),
        sampleDuration: content.readUInt32BE(12),
        sampleBytes: content.readUInt32BE(16),
      };
    });
}
