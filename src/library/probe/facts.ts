import { unknownFacts, type AssetKind, type MediaFacts } from '../model';

/** The facts of a file of which only this much is known. */
export function bareFacts(kind: AssetKind, format: string): MediaFacts {
  return { kind, format, ...unknownFacts };
}

/** Of a picture that has no more than one frame, or none that matters. */
export function pictureFacts(
  format: string,
  known: Pick<MediaFacts, 'containerFormat' | 'codec' | 'width' | 'height'> & Partial<MediaFacts>,
): MediaFacts {
  return { ...bareFacts('image', format), rotationDegrees: 0, ...known };
}

/** What several frames add; nothing when there is one. `delaysSeconds` is their sum. */
export function animationFacts(
  frameCount: number,
  delaysSeconds: number,
  sizeBytes: number,
): Partial<MediaFacts> {
  // A sum of fractions: to the microsecond, as FFmpeg counts.
  const durationSeconds = Math.round(delaysSeconds * 1e6) / 1e6;
  if (frameCount < 2) return {};
  if (durationSeconds <= 0) return { frameCount };
  return {
    frameCount,
    durationSeconds,
    framesPerSecond: frameCount / durationSeconds,
    bitRate: Math.floor((sizeBytes * 8) / durationSeconds),
  };
}
