import { join } from 'node:path';
import type { AssetError, MediaFacts } from '../../src/library/model';
import { bareFacts } from '../../src/library/probe/facts';
import type { ScannedFile } from '../../src/library/store/columns';

export interface FileSpec extends Partial<MediaFacts> {
  readonly root?: string;
  readonly sizeBytes?: number;
  readonly modifiedAtMs?: number;
  readonly error?: AssetError;
  readonly fingerprint?: string;
}

/** A file as a scan would report it: `path` is relative to the root. */
export function scannedFile(
  path: string,
  {
    root = '/media',
    sizeBytes = 1000,
    modifiedAtMs = 1_700_000_000_000,
    error,
    fingerprint,
    ...facts
  }: FileSpec = {},
): ScannedFile {
  const slash = path.lastIndexOf('/');
  return {
    root,
    filePath: join(root, path),
    folder: path.slice(0, Math.max(0, slash)),
    name: path.slice(slash + 1),
    sizeBytes,
    modifiedAtMs,
    facts: { ...bareFacts('image', 'png'), ...facts },
    error: error ?? null,
    fingerprint: fingerprint ?? null,
  };
}
