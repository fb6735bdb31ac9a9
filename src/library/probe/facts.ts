import { unknownFacts, type AssetKind, type MediaFacts } from '../model';
import { rational, type Rational } from './reading';

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

/** What several frames add; nothing when there is one. `seconds` is how long all of them are shown, null for not at all. */
export function animationFacts(
  frameCount: number,
  seconds: Rational | null,
  sizeBytes: number,
): Partial<MediaFacts> {
  if (frameCount < 2) return {};
  if (!seconds) return { frameCount };
  const { numerator, denominator } = seconds;
  // To the microsecond, as FFmpeg counts.
  const microseconds = Math.round((numerator / denominator) * 1e6);
  if (microseconds === 0) return { frameCount };
  const rate = rational(frameCount * denominator, numerator);
  return {
    frameCount,
    durationSeconds: microseconds / 1e6,
    framesPerSecond: rate && rate.numerator / rate.denominator,
    frameRate: rate && `${rate.numerator}/${rate.denominator}`,
    bitRate: Math.floor((sizeBytes * 8e6) / microseconds),
  };
}
