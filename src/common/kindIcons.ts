import type { AssetKind } from '../library/model';

/** Codicon names. */
export const kindIcons: Readonly<Record<AssetKind, string>> = {
  image: 'file-media',
  video: 'device-camera-video',
  audio: 'music',
};
