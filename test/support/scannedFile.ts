import { join } from 'node:path';
import type { AssetError, MediaFacts } from '../../src/library/model';
import type { ScannedFile } from '../../src/library/store/columns';

const nothingKnown: MediaFacts = {
  kind: 'image',
  format: 'png',
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

export interface FileSpec extends Partial<MediaFacts> {
  readonly root?: string;
  readonly sizeBytes?: number;
  readonly modifiedAtMs?: number;
  readonly error?: AssetError;
}

/** A file as a scan would report it: `path` is relative to the root. */
export function scannedFile(
  path: string,
  { root = '/media', sizeBytes = 1000, modifiedAtMs = 1_700_000_000_000, error, ...facts }: FileSpec = {},
): ScannedFile {
  const slash = path.lastIndexOf('/');
  return {
    root,
    filePath: join(root, path),
    folder: path.slice(0, Math.max(0, slash)),
    name: path.slice(slash + 1),
    sizeBytes,
    modifiedAtMs,
    facts: { ...nothingKnown, ...facts },
    error: error ?? null,
  };
}
