import * as v from 'valibot';
import {
  assetErrorCodes,
  logLevels,
  type LibraryLocation,
  type LibrarySettings,
  type ScanSummary,
  type ToolVersions,
  type TreeNode,
  type TreePage,
} from '../library/model';
import { request } from './contract';
import * as s from './schemas';

const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());

const settings = v.object({
  roots: v.pipe(v.array(s.path), v.readonly()),
  include: v.pipe(v.array(v.string()), v.readonly()),
  exclude: v.pipe(v.array(v.string()), v.readonly()),
  respectGitignore: v.boolean(),
  kinds: v.pipe(v.array(s.assetKind), v.readonly()),
  concurrency: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  keepDeletedMs: v.pipe(v.number(), v.minValue(0)),
  ffmpegPath: v.nullable(s.path),
  ffprobePath: v.nullable(s.path),
  cacheLimitBytes: v.pipe(v.number(), v.minValue(0)),
}) satisfies v.GenericSchema<unknown, LibrarySettings>;

const location = v.object({ databaseFile: s.path, cacheFolder: s.path }) satisfies v.GenericSchema<
  unknown,
  LibraryLocation
>;

const tool = v.nullable(v.object({ path: s.path, version: v.string() }));
const tools = v.object({ ffmpeg: tool, ffprobe: tool }) satisfies v.GenericSchema<unknown, ToolVersions>;

const folderNode = v.object({ type: v.literal('folder'), root: s.path, folder: v.string() });
const groupNode = v.object({ type: v.literal('group'), by: s.groupField, value: v.string() });
const problemsNode = v.object({ type: v.literal('problems') });
const treeNode = v.variant('type', [
  v.object({ type: v.literal('roots') }),
  v.object({ type: v.literal('groups'), by: s.groupField }),
  folderNode,
  groupNode,
  problemsNode,
]) satisfies v.GenericSchema<unknown, TreeNode>;
const treePage = v.object({
  branches: list(
    v.object({
      node: v.variant('type', [folderNode, groupNode, problemsNode]),
      label: v.string(),
      count: v.number(),
    }),
  ),
  assets: list(s.asset),
  assetTotal: v.number(),
}) satisfies v.GenericSchema<unknown, TreePage>;

const scanSummary = v.object({
  found: v.number(),
  added: v.number(),
  updated: v.number(),
  moved: v.number(),
  removed: v.number(),
  unchanged: v.number(),
  missing: v.number(),
  failed: v.number(),
  cost: v.object({ filesRead: s.count, bytesRead: s.count, processesStarted: s.count }),
  durationMs: v.number(),
  cancelled: v.boolean(),
  failures: list(v.object({ path: s.path, code: v.picklist(assetErrorCodes), message: v.string() })),
}) satisfies v.GenericSchema<unknown, ScanSummary>;

/** Extension host (client) ↔ library process (server). Paths are absolute; this channel never reaches a page. */
export const libraryContract = {
  requests: {
    /** Must come first. Opens or makes the database; fails with `schema-too-new` or `database-failed`. */
    open: request(v.object({ location, settings }), v.object({ stats: s.libraryStats, tools })),
    /** Settings or workspace folders changed. Assets outside the new roots leave the library at the next scan. */
    configure: request(settings, v.object({ tools })),
    /**
     * Brings the library in step with the disk. `folder`: only this absolute folder. `force`: read unchanged files
     * again too. One at a time: a second one fails with `scan-running`. Cancelling keeps what was done so far.
     */
    scan: request(v.object({ folder: v.nullable(s.path), force: v.boolean() }), scanSummary),
    /** Paths that a watcher saw change, appear or go; files or folders. One incremental pass over just these. */
    applyChanges: request(v.object({ paths: v.pipe(v.array(s.path), v.maxLength(100_000)) }), scanSummary),
    /** Throws away every row and scans anew. */
    rebuild: request(s.nothing, scanSummary),
    stats: request(s.nothing, s.libraryStats),
    getAssets: request(v.object({ ids: s.assetIds }), v.array(s.asset)),
    findAsset: request(v.object({ filePath: s.path }), v.nullable(s.asset)),
    /** Reads one file, in the library or not, without storing anything. */
    probe: request(v.object({ filePath: s.path }), s.probeResult),
    treeChildren: request(
      v.object({ node: treeNode, offset: s.count, limit: v.pipe(s.count, v.maxValue(1000)) }),
      treePage,
    ),
    openView: request(s.assetQuery, s.viewState),
    closeView: request(v.object({ viewId: s.viewId }), s.nothing),
    viewRows: request(
      s.rowRange,
      v.object({ version: v.number(), total: v.number(), rows: v.array(s.asset) }),
    ),
    viewIds: request(s.idRange, s.idPage),
    locateInView: request(s.locateParams, s.locateResult),
    findByName: request(s.findByNameParams, s.findByNameResult),
    /** Answers with the absolute path of a picture in the cache folder. Latest asked is made first. */
    thumbnail: request(s.thumbnailRequest, v.object({ file: s.path })),
    clearThumbnails: request(s.nothing, v.object({ files: v.number(), bytes: v.number() })),
  },
  notifications: {
    scanProgress: s.scanProgress,
    /** Rows were added, changed or removed (at most a few times a second, whatever the number). */
    assetsChanged: v.object({ stats: s.libraryStats }),
    viewChanged: s.viewState,
    log: v.object({ level: v.picklist(logLevels), message: v.string() }),
  },
} as const;
export type LibraryContract = typeof libraryContract;
