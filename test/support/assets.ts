import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Asset } from '../../src/library/model';

/** An asset as the library would hold it for a file on the disk; what was read from its content is given by the test. */
export function assetFor(filePath: string, facts: Partial<Asset> & Pick<Asset, 'kind' | 'format'>): Asset {
  const { size, mtimeMs } = statSync(filePath);
  return {
    id: 1,
    filePath,
    root: dirname(filePath),
    folder: '',
    name: basename(filePath),
    title: basename(filePath),
    sizeBytes: size,
    modifiedAtMs: mtimeMs,
    createdAtMs: 0,
    updatedAtMs: 0,
    durationFormatted: null,
    error: null,
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
    ...facts,
  };
}
