import type { HdrFormat } from '../../../library/model';
import type { PreviewedAsset } from '../../../protocol/schemas';
import {
  formatBitRate,
  formatBytes,
  formatDateTime,
  formatDimensions,
  formatDuration,
  formatFrameRate,
  formatNumber,
  formatSampleRate,
} from '../../../common/format';
import { codecName } from '../codecNames';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

const hdrNames: Readonly<Record<HdrFormat, string>> = {
  hdr10: 'HDR10',
  hlg: 'HLG',
  'dolby-vision': 'Dolby Vision',
};
const channelNames: Readonly<Record<number, string>> = { 1: 'Mono', 2: 'Stereo', 6: '5.1', 8: '7.1' };

/** Everything known of a file, in a reader's words; unknown facts and empty groups are left out. */
export function factGroups(asset: PreviewedAsset): readonly FactGroup[] {
  const groups = [
    { title: 'File', facts: fileFacts(asset) },
    { title: 'Picture', facts: asset.kind === 'audio' ? [] : pictureFacts(asset) },
    { title: 'Sound', facts: soundFacts(asset) },
    { title: 'Tags', facts: tagFacts(asset) },
  ];
  return groups.filter((group) => group.facts.length > 0);
}

function fileFacts(asset: PreviewedAsset): readonly Fact[] {
  return known([
    ['Name', asset.name],
    ['Folder', [asset.rootName, asset.folder].filter(Boolean).join('/') || null],
    ['Size', sizeInWords(asset.sizeBytes)],
    ['Modified', formatDateTime(asset.modifiedAtMs)],
    ['Format', asset.format.toUpperCase()],
    ['Container', map(asset.containerFormat, (names) => names.replaceAll(',', ', '))],
    ['Duration', map(asset.durationSeconds, formatDuration)],
    ['Bit rate', map(asset.bitRate, formatBitRate)],
    ['Chapters', map(asset.chapterCount === 0 ? null : asset.chapterCount, formatNumber)],
  ]);
}

function pictureFacts(asset: PreviewedAsset): readonly Fact[] {
  const { width, height } = asset;
  return known([
    ['Dimensions', width === null || height === null ? null : dimensionsInWords(width, height)],
    ['Codec', map(asset.codec, codecName)],
    ['Frame rate', map(asset.framesPerSecond, formatFrameRate)],
    ['Frames', map(asset.frameCount, formatNumber)],
    ['Pixel aspect', asset.pixelAspectRatio === '1:1' ? null : asset.pixelAspectRatio],
    [
      'Rotation',
      map(asset.rotationDegrees === 0 ? null : asset.rotationDegrees, (degrees) => `${degrees}° clockwise`),
    ],
    ['Bit depth', map(asset.bitDepth, (bits) => `${bits} bits`)],
    ['Pixel format', asset.pixelFormat],
    ['Colour space', asset.colorSpace],
    ['HDR', map(asset.hdrFormat, (format) => hdrNames[format])],
    ['Transparency', map(asset.hasAlpha, (alpha) => (alpha ? 'Yes' : 'No'))],
  ]);
}

function soundFacts(asset: PreviewedAsset): readonly Fact[] {
  const isAudio = asset.kind === 'audio';
  return known([
    ['Codec', map(isAudio ? asset.codec : asset.audioCodec, codecName)],
    ['Channels', map(asset.channels, (count) => channelNames[count] ?? formatNumber(count))],
    ['Sample rate', map(asset.sampleRateHz, formatSampleRate)],
    ['Tracks', map(moreThanOne(asset.audioStreamCount), formatNumber)],
    ['Bit depth', map(isAudio ? asset.bitDepth : null, (bits) => `${bits} bits`)],
  ]);
}

function tagFacts(asset: PreviewedAsset): readonly Fact[] {
  return known([
    ['Title', asset.tagTitle],
    ['Artist', asset.artist],
    ['Album', asset.album],
    ['Captured', map(asset.capturedAtMs, formatDateTime)],
  ]);
}

function sizeInWords(bytes: number): string {
  const exact = `${formatNumber(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1024 ? exact : `${formatBytes(bytes)} (${exact})`;
}

function dimensionsInWords(width: number, height: number): string {
  const megapixels = (width * height) / 1e6;
  const size = formatDimensions(width, height);
  return megapixels < 0.1 ? size : `${size} (${megapixels.toFixed(1)} MP)`;
}

function moreThanOne(count: number | null): number | null {
  return count !== null && count > 1 ? count : null;
}

function map<T>(value: T | null, inWords: (value: T) => string): string | null {
  return value === null ? null : inWords(value);
}

function known(facts: readonly (readonly [string, string | null])[]): readonly Fact[] {
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}
