import * as v from 'valibot';
import {
  assetErrorCodes,
  assetKinds,
  groupFields,
  hdrFormats,
  sortFields,
  type Asset,
  type AssetError,
  type AssetQuery,
  type LibraryStats,
  type ScanProgress,
  type ViewState,
} from '../library/model';

/** The model's types as schemas; `satisfies` keeps the two in step. Sizes are bounded: a message is never a library. */

const text = v.pipe(v.string(), v.maxLength(65_536));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const nullable = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);

export const nothing = v.null();
export const path = v.pipe(v.string(), v.minLength(1), v.maxLength(32_768));
export const assetId = v.pipe(v.number(), v.integer(), v.minValue(1));
export const assetIds = v.pipe(v.array(assetId), v.maxLength(100_000));
export const assetKind = v.picklist(assetKinds);
export const groupField = v.picklist(groupFields);

export const assetError = v.object({
  code: v.picklist(assetErrorCodes),
  message: text,
}) satisfies v.GenericSchema<unknown, AssetError>;

const facts = {
  kind: assetKind,
  format: text,
  containerFormat: nullable(text),
  codec: nullable(text),
  audioCodec: nullable(text),
  durationSeconds: nullable(v.number()),
  width: nullable(count),
  height: nullable(count),
  framesPerSecond: nullable(v.number()),
  frameRate: nullable(text),
  pixelAspectRatio: nullable(text),
  bitRate: nullable(v.number()),
  channels: nullable(count),
  sampleRateHz: nullable(v.number()),
  pixelFormat: nullable(text),
  rotationDegrees: nullable(v.number()),
  bitDepth: nullable(count),
  colorSpace: nullable(text),
  hdrFormat: nullable(v.picklist(hdrFormats)),
  hasAlpha: nullable(v.boolean()),
  frameCount: nullable(count),
  audioStreamCount: nullable(count),
  chapterCount: nullable(count),
  tagTitle: nullable(text),
  artist: nullable(text),
  album: nullable(text),
  capturedAtMs: nullable(v.number()),
};

/** What a page may know of an asset: everything but where it lies on the disk. */
const card = {
  ...facts,
  id: assetId,
  name: text,
  folder: text,
  title: text,
  sizeBytes: count,
  modifiedAtMs: v.number(),
  durationFormatted: nullable(text),
  createdAtMs: v.number(),
  updatedAtMs: v.number(),
  error: nullable(assetError),
  fingerprint: nullable(text),
  missingSinceMs: nullable(v.number()),
};
export const assetCard = v.object({ ...card, rootName: text });
export type AssetCard = v.InferOutput<typeof assetCard>;

/** A file opened by itself need not be in the library: then it has no id. */
export const previewedAsset = v.object({ ...card, rootName: text, id: v.nullable(assetId) });
export type PreviewedAsset = v.InferOutput<typeof previewedAsset>;

export const asset = v.object({ ...card, filePath: path, root: path }) satisfies v.GenericSchema<
  unknown,
  Asset
>;
export const probeResult = v.object({
  facts: v.object(facts),
  error: nullable(assetError),
  fingerprint: nullable(text),
});

export const assetQuery = v.object({
  search: v.pipe(v.string(), v.maxLength(1000)),
  kinds: v.pipe(v.array(assetKind), v.maxLength(assetKinds.length), v.readonly()),
  sort: v.object({ field: v.picklist(sortFields), descending: v.boolean() }),
}) satisfies v.GenericSchema<unknown, AssetQuery>;

export const viewId = v.pipe(v.number(), v.integer(), v.minValue(1));
export const viewState = v.object({ viewId, version: count, total: count }) satisfies v.GenericSchema<
  unknown,
  ViewState
>;

export const maxRangeCount = 500;
export const rowRange = v.object({
  viewId,
  offset: count,
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxRangeCount)),
});
export const idRange = v.object({
  viewId,
  offset: count,
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});
export const idPage = v.object({ version: count, ids: assetIds });
export const locateParams = v.object({ viewId, ids: assetIds });
/** For each id asked for, its position in the view, or null when the view does not hold it. */
export const locateResult = v.object({ version: count, indices: v.array(nullable(count)) });

/** Type-ahead: the first asset at or after `from`, going round, whose file name begins so, whatever its case. */
export const findByNameParams = v.object({
  viewId,
  namePrefix: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  from: count,
});
export const findByNameResult = v.object({ version: count, index: nullable(count) });

export const thumbnailWidths = [160, 320, 640] as const;
export const thumbnailRequest = v.object({ id: assetId, widthPx: v.picklist(thumbnailWidths) });

export const scanProgress = v.object({
  filesDone: count,
  filesTotal: count,
  walkFinished: v.boolean(),
  filesPerSecond: v.number(),
  currentFolder: text,
}) satisfies v.GenericSchema<unknown, ScanProgress>;

export const libraryStats = v.object({
  total: count,
  byKind: v.object({ image: count, video: count, audio: count }),
  problems: count,
  missing: count,
  totalBytes: count,
  lastScanAtMs: nullable(v.number()),
}) satisfies v.GenericSchema<unknown, LibraryStats>;
