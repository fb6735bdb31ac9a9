import { basename } from 'node:path';
import * as v from 'valibot';
import type { Asset } from '../../library/model';
import { assetCard, type AssetCard } from '../../protocol/schemas';

/** What a page may know of an asset. The schema keeps what it names, and it names no path. */
export function toCard(asset: Asset): AssetCard {
  return v.parse(assetCard, { ...asset, rootName: basename(asset.root) });
}
