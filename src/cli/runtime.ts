import { neededNodeApi } from '../common/nodeApi';

/** Why this Node cannot run the library, in a sentence; null when it can. */
export function runtimeComplaint(versions: { readonly node: string; readonly napi?: string }): string | null {
  if (Number(versions.napi ?? 0) >= neededNodeApi) return null;
  return `media-library needs Node 22.14 or newer; this is Node ${versions.node}.`;
}
