import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Asset } from '../../src/library/model';
import { bareFacts } from '../../src/library/probe/facts';

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
    fingerprint: null,
    missingSinceMs: null,
    ...bareFacts(facts.kind, facts.format),
    ...facts,
  };
}
