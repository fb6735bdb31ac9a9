import { extname } from 'node:path';
import { assetKinds, mediaExtensions, type AssetKind } from '../library/model';

const kindOfExtension: ReadonlyMap<string, AssetKind> = new Map(
  assetKinds.flatMap((kind) => mediaExtensions[kind].map((extension) => [extension, kind] as const)),
);

/** What a file may be, going by its name; null for what is no media. */
export function kindOfName(path: string): AssetKind | null {
  return kindOfExtension.get(extname(path).slice(1).toLowerCase()) ?? null;
}
