import * as v from 'valibot';
import { request } from './contract';
import * as s from './schemas';

/** What pages and host say to each other. A page knows ids, names and webview URIs; never a path on the disk. */

export const assetActions = [
  'openPreview',
  'openPreviewToSide',
  /** Preview to the side, the focus staying where it is. */
  'peek',
  'openFile',
  'revealInExplorer',
  'copyPath',
  'copyRelativePath',
  'insertIntoEditor',
] as const;
export type AssetAction = (typeof assetActions)[number];

export const pageCommands = [
  'scan',
  'cancelScan',
  'showLog',
  'manageTrust',
  'openSettings',
  'openFolder',
  'howToGetFfmpeg',
  'restartLibrary',
] as const;
export type PageCommand = (typeof pageCommands)[number];

/** What the whole page should say when there is nothing, or not only cards, to show. */
const libraryStatus = v.variant('state', [
  v.object({ state: v.literal('noFolder') }),
  v.object({ state: v.literal('restricted') }),
  v.object({ state: v.literal('starting') }),
  v.object({ state: v.literal('failed'), message: v.string() }),
  v.object({
    state: v.literal('ready'),
    stats: s.libraryStats,
    scan: v.nullable(s.scanProgress),
    /** False: pictures of videos cannot be made until FFmpeg is there. */
    ffmpegFound: v.boolean(),
  }),
]);
export type LibraryStatus = v.InferOutput<typeof libraryStatus>;

const action = v.picklist(assetActions);
const runCommand = request(v.object({ command: v.picklist(pageCommands) }), s.nothing);

/** Gallery page (client) ↔ host (server). A request about a view may fail with `view-unknown`: open it again. */
export const galleryContract = {
  requests: {
    ready: request(s.nothing, v.object({ status: libraryStatus })),
    openView: request(s.assetQuery, s.viewState),
    viewRows: request(
      s.rowRange,
      v.object({ version: v.number(), total: v.number(), rows: v.array(s.assetCard) }),
    ),
    viewIds: request(s.idRange, s.idPage),
    locateInView: request(s.locateParams, s.locateResult),
    findByName: request(s.findByNameParams, s.findByNameResult),
    /** Cancel the request when the card leaves the screen. Fails with `no-preview` when no picture can be made. */
    thumbnail: request(s.thumbnailRequest, v.object({ uri: v.string() })),
    act: request(v.object({ action, ids: v.pipe(s.assetIds, v.minLength(1), v.maxLength(1000)) }), s.nothing),
    runCommand,
    /** The order and place that previous/next in the preview follow. */
    setCurrent: request(v.object({ viewId: s.viewId, id: v.nullable(s.assetId) }), s.nothing),
  },
  notifications: {
    status: libraryStatus,
    viewChanged: s.viewState,
    /** The view is gone (the library was restarted): open it again. */
    viewLost: s.nothing,
    /** Run by the title bar or a native context menu. */
    perform: v.object({ what: v.picklist(['toggleView', 'selectAll']) }),
  },
} as const;
export type GalleryContract = typeof galleryContract;

const previewState = v.object({
  asset: s.previewedAsset,
  /** Webview URI of the file itself; another one once the file has changed. */
  uri: v.string(),
  /** Zero-based place in the gallery's order; null when there is none to step through. */
  position: v.nullable(v.object({ index: v.number(), total: v.number() })),
  /** Null where pinning makes no sense: an editor shows its own document for life. */
  pinned: v.nullable(v.boolean()),
  /** Without the library, what is known is the file's size and date and what the page itself can tell. */
  factsFrom: v.picklist(['library', 'restricted', 'unavailable']),
});
export type PreviewState = v.InferOutput<typeof previewState>;

const previewSubject = v.variant('state', [
  v.object({ state: v.literal('shown'), preview: previewState }),
  /** The file is not there any more. */
  v.object({ state: v.literal('gone'), name: v.string() }),
]);
export type PreviewSubject = v.InferOutput<typeof previewSubject>;

/** How someone likes to look at things: kept by the host, for every preview to come. */
export const previewPreferences = v.object({
  zoom: v.picklist(['fit', 'actual']),
  detailsOpen: v.boolean(),
  /** 0 to 1 */
  volume: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  muted: v.boolean(),
});
export type PreviewPreferences = v.InferOutput<typeof previewPreferences>;

/** What a panel's page keeps for its host through a reload of the window. */
export const previewPageState = v.object({ panelKey: v.pipe(v.string(), v.maxLength(64)) });
export type PreviewPageState = v.InferOutput<typeof previewPageState>;

/** Preview page (client) ↔ host (server). Serves the side panel and the read-only editor alike. */
export const previewContract = {
  requests: {
    /** `keep` is null in an editor, which VS Code restores by itself. */
    ready: request(
      s.nothing,
      v.object({
        preferences: previewPreferences,
        keep: v.nullable(previewPageState),
        subject: previewSubject,
      }),
    ),
    setPreferences: request(previewPreferences, s.nothing),
    step: request(v.object({ delta: v.picklist([-1, 1]) }), s.nothing),
    setPinned: request(v.object({ pinned: v.boolean() }), s.nothing),
    /** A small picture of the file that is shown, made by the library. Fails with `no-preview` when none can be made. */
    thumbnail: request(s.nothing, v.object({ uri: v.string() })),
    /** Acts on the file that is shown. */
    act: request(v.object({ action }), s.nothing),
    runCommand,
    /** Puts the focus back to where the user came from. */
    leave: request(s.nothing, s.nothing),
  },
  notifications: {
    show: previewSubject,
  },
} as const;
export type PreviewContract = typeof previewContract;
