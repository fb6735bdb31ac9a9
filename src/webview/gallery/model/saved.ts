import * as v from 'valibot';
import { assetId, assetIds, assetQuery } from '../../../protocol/schemas';
import { columnKeys, maxColumnWidthPx, minColumnWidthPx } from '../layout/listColumns';
import { cardSizes } from '../layout/tiles';
import { viewModes } from './layoutStore';

/** More selected files than this are not brought back after a reload. */
export const maxSavedSelection = 1000;

const columnWidth = v.pipe(v.number(), v.minValue(minColumnWidthPx), v.maxValue(maxColumnWidthPx));

/** What comes back after a reload. */
export const savedGallery = v.object({
  viewMode: v.picklist(viewModes),
  query: assetQuery,
  cardSizePx: v.pipe(v.number(), v.minValue(cardSizes.min), v.maxValue(cardSizes.max)),
  columnWidths: v.object(v.entriesFromList(columnKeys, columnWidth)),
  seat: v.nullable(v.object({ id: assetId, offsetPx: v.number() })),
  selected: v.pipe(assetIds, v.maxLength(maxSavedSelection)),
  cursorId: v.nullable(assetId),
  ffmpegHintDismissed: v.boolean(),
});
export type SavedGallery = v.InferOutput<typeof savedGallery>;
