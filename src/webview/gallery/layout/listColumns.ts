import type { SortField } from '../../../library/model';
import type { AssetCard } from '../../../protocol/schemas';
import * as format from '../../../common/format';

export const columnKeys = [
  'name',
  'folder',
  'format',
  'dimensions',
  'duration',
  'codec',
  'size',
  'modified',
] as const satisfies readonly SortField[];
export type ColumnKey = (typeof columnKeys)[number];

export type ColumnWidths = Readonly<Record<ColumnKey, number>>;

export const initialColumnWidths: ColumnWidths = {
  name: 216,
  folder: 165,
  format: 72,
  dimensions: 106,
  duration: 84,
  codec: 92,
  size: 80,
  modified: 108,
};
export const minColumnWidthPx = 48;
export const maxColumnWidthPx = 2000;

interface ListColumn {
  readonly label: string;
  readonly numeric: boolean;
  readonly text: (asset: AssetCard) => string;
}

/** Blank where a file has no such thing. */
export const listColumns: Readonly<Record<ColumnKey, ListColumn>> = {
  name: { label: 'Name', numeric: false, text: (asset) => asset.name },
  folder: { label: 'Folder', numeric: false, text: (asset) => asset.folder || asset.rootName },
  format: { label: 'Format', numeric: false, text: (asset) => asset.format.toUpperCase() },
  dimensions: { label: 'Dimensions', numeric: true, text: dimensionsOf },
  duration: { label: 'Duration', numeric: true, text: (asset) => asset.durationFormatted ?? '' },
  codec: { label: 'Codec', numeric: false, text: (asset) => asset.codec ?? '' },
  size: { label: 'Size', numeric: true, text: (asset) => format.formatBytes(asset.sizeBytes) },
  modified: { label: 'Modified', numeric: true, text: (asset) => format.formatDate(asset.modifiedAtMs) },
};

export function dimensionsOf({ width, height }: AssetCard): string {
  return width === null || height === null ? '' : format.formatDimensions(width, height);
}
