import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { readImageSequence } from '../containers/isoBaseMedia/imageSequence';
import { readHeif } from './heif';

/** Brands of files whose pictures follow one another, beside the one that stands for them. */
const sequenceBrands = /^(?:avis|msf1|hev[cx])$/;

/** A picture in boxes, or several of them. Null for a sequence that does not say how long it is. */
export function readHeifOrSequence(source: ByteSource, file: { readonly format: string }): MediaFacts | null {
  const still = readHeif(source, file);
  if (!still || !sequenceBrands.test(source.head.toString('latin1', 8, 12))) return still;
  const sequence = readImageSequence(source);
  if (!sequence) return null;
  const { frameCount, durationSeconds, frameRate, creationTime } = sequence;
  if (frameCount < 2) return still;
  return {
    ...still,
    frameCount,
    durationSeconds,
    framesPerSecond: frameRate && frameRate.numerator / frameRate.denominator,
    frameRate: frameRate && `${frameRate.numerator}/${frameRate.denominator}`,
    bitRate: Math.floor((source.sizeBytes * 8) / durationSeconds),
    capturedAtMs: still.capturedAtMs ?? (creationTime === null ? null : Date.parse(creationTime)),
  };
}
