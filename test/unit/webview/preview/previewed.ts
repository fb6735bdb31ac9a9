import { unknownFacts } from '../../../../src/library/model';
import type { PreviewedAsset } from '../../../../src/protocol/schemas';

/** A file of which nothing is known but what `known` says. */
export function previewed(known: Partial<PreviewedAsset>): PreviewedAsset {
  return {
    ...unknownFacts,
    id: null,
    name: 'file.bin',
    folder: '',
    rootName: '',
    title: 'file',
    kind: 'image',
    format: 'jpg',
    sizeBytes: 0,
    modifiedAtMs: 0,
    createdAtMs: 0,
    updatedAtMs: 0,
    durationFormatted: null,
    error: null,
    fingerprint: null,
    missingSinceMs: null,
    ...known,
  };
}
