import type { AssetKind, MediaFacts } from '../model';

/** The facts of a file of which only this much is known. */
export function bareFacts(kind: AssetKind, format: string): MediaFacts {
  return {
    kind,
    format,
    containerFormat: null,
    codec: null,
    audioCodec: null,
    durationSeconds: null,
    width: null,
    height: null,
    framesPerSecond: null,
    bitRate: null,
    channels: null,
    sampleRateHz: null,
    pixelFormat: null,
    rotationDegrees: null,
    bitDepth: null,
    colorSpace: null,
    hdrFormat: null,
    hasAlpha: null,
    frameCount: null,
    tagTitle: null,
    artist: null,
    album: null,
    capturedAtMs: null,
  };
}
