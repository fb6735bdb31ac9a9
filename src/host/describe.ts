import type { Asset, AssetKind } from '../library/model';

/** Codicon names. */
export const kindIcons: Readonly<Record<AssetKind, string>> = {
  image: 'file-media',
  video: 'device-camera-video',
  audio: 'music',
};

const number = new Intl.NumberFormat('en');
const sizeUnits = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export function formatCount(count: number): string {
  return number.format(count);
}

export function formatSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), sizeUnits.length - 1);
  const scaled = bytes / 1024 ** power;
  return `${power > 0 && scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${sizeUnits[power] ?? ''}`;
}

/** `1920 × 1080 · 0:07 · h264 · 2.1 MB`, leaving out what is not known. */
export function describeAsset(asset: Asset): string {
  const dimensions =
    asset.width !== null && asset.height !== null ? `${asset.width} × ${asset.height}` : null;
  const known = [dimensions, asset.durationFormatted, asset.codec, formatSize(asset.sizeBytes)];
  return known.filter((part) => part !== null).join(' · ');
}
