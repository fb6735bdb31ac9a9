import type { AssetChanges } from '../../src/library/store/changes';

/** Changes as a scan would write them, in which by default nothing arrived that may be the other half of a departure. */
export function batch(changes: Partial<AssetChanges>): AssetChanges {
  return { upserts: [], departures: [], movesSinceMs: Infinity, ...changes };
}
