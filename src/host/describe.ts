import { formatBytes, formatDimensions } from '../common/format';
import type { Asset } from '../library/model';

/** `1920 × 1080 · 0:07 · h264 · 2.1 MB`, leaving out what is not known. */
export function describeAsset(asset: Asset): string {
  const dimensions =
    asset.width !== null && asset.height !== null ? formatDimensions(asset.width, asset.height) : null;
  const known = [dimensions, asset.durationFormatted, asset.codec, formatBytes(asset.sizeBytes)];
  return known.filter((part) => part !== null).join(' · ');
}
