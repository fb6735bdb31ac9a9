import type { PreviewedAsset } from '../../protocol/schemas';
import { formatDimensions } from '../../common/format';
import { codecName } from './codecNames';

/** Decoding more than this at once costs gigabytes: see "pixel bombs" in any browser's bug tracker. */
const maxPixels = 250_000_000;

/** Formats that every editor's page shows: when one of these fails, the file is at fault. */
// prettier-ignore
const shownEverywhere: ReadonlySet<string> = new Set([
  'jpg', 'png', 'gif', 'webp', 'avif', 'bmp', 'ico', 'svg',
  'wav', 'mp3', 'flac',
]);

/** How a media element names what went wrong (`MediaError.code`). */
export type MediaFailure = 'network' | 'decode' | 'unsupported';

/** Why a file must not even be tried, as a sentence; null when it may. */
export function refusal(asset: PreviewedAsset): string | null {
  if (asset.error?.code === 'too-large') return asset.error.message;
  const { kind, format, width, height } = asset;
  if (kind !== 'image' || format === 'svg' || width === null || height === null) return null;
  if (width * height <= maxPixels) return null;
  return `This picture is too large to preview: ${formatDimensions(width, height)} pixels.`;
}

export function imageFailure(asset: PreviewedAsset): string {
  return shownEverywhere.has(asset.format)
    ? 'This picture cannot be shown. The file is damaged or cannot be read.'
    : `This editor cannot show ${asset.format.toUpperCase()} pictures.`;
}

export function playFailure(asset: PreviewedAsset, failure: MediaFailure): string {
  switch (failure) {
    case 'network':
      return 'Reading the file broke off.';
    case 'decode':
      return `Playing stopped: the file is damaged, or this editor cannot play ${whatItHolds(asset)}.`;
    case 'unsupported':
      return shownEverywhere.has(asset.format)
        ? 'This file cannot be played. It is damaged or cannot be read.'
        : `This editor cannot play ${whatItHolds(asset)}.`;
  }
}

/** Said when a film opens but none of its pictures can be shown. */
export function noPictures(asset: PreviewedAsset): string {
  return asset.codec === null
    ? 'This editor plays only the sound of this file.'
    : `This editor cannot show ${codecName(asset.codec)} pictures; only the sound plays.`;
}

/** MIME types that stand for a sound codec; asking for a codec of another name would say nothing. */
const soundTypes: Readonly<Record<string, string>> = {
  aac: 'audio/mp4; codecs="mp4a.40.2"',
  ac3: 'audio/mp4; codecs="ac-3"',
  alac: 'audio/mp4; codecs="alac"',
  eac3: 'audio/mp4; codecs="ec-3"',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  opus: 'audio/webm; codecs="opus"',
  vorbis: 'audio/webm; codecs="vorbis"',
};

/** A film whose sound the editor cannot decode plays silently and says nothing; so we do. Null when it is to be heard. */
export function noSound(asset: PreviewedAsset, canPlayType: (type: string) => string): string | null {
  const type = asset.kind === 'video' && asset.audioCodec !== null ? soundTypes[asset.audioCodec] : undefined;
  if (asset.audioCodec === null || type === undefined || canPlayType(type) !== '') return null;
  return `This editor cannot play ${codecName(asset.audioCodec)} sound: the film stays silent.`;
}

function whatItHolds({ format, codec, audioCodec }: PreviewedAsset): string {
  // The codec of a sound file is that of its sound: named once.
  const names = new Set([codec, audioCodec].filter((name) => name !== null));
  const file = `this ${format.toUpperCase()} file`;
  return names.size === 0 ? file : `${file} (${[...names].map(codecName).join(', ')})`;
}
