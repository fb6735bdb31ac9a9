/**
 * The words of the library: what an asset is, what can be asked of many of them, what a scan reports.
 * Types and closed lists only; every other part, the protocol and the pages speak in these.
 */

export const assetKinds = ['image', 'video', 'audio'] as const;
export type AssetKind = (typeof assetKinds)[number];

/**
 * What a file may be, going by its name alone (lower case): its content decides. A test holds this against the formats that
 * the library reads. `ts` and `mts` are TypeScript more often than films.
 */
// prettier-ignore
export const mediaExtensions = {
  image: [
    'jpg', 'jpeg', 'jpe', 'jfif', 'png', 'apng', 'gif', 'webp', 'avif', 'avifs', 'heic', 'heif', 'hif', 'jxl', 'bmp', 'dib',
    'tiff', 'tif', 'svg', 'ico', 'cur', 'psd', 'psb',
  ],
  video: [
    'mp4', 'mp4v', 'f4v', 'm4v', 'mov', 'qt', '3gp', '3gpp', '3g2', 'mkv', 'mk3d', 'webm', 'avi', 'divx', 'ts', 'mts', 'm2ts',
    'm2t', 'mpg', 'mpeg', 'mpe', 'vob', 'm2v', 'm1v', 'wmv', 'asf', 'flv', 'ogv', 'ogm',
  ],
  audio: [
    'mp3', 'mp2', 'wav', 'wave', 'flac', 'ogg', 'oga', 'spx', 'opus', 'm4a', 'm4b', 'aac', 'aiff', 'aif', 'aifc', 'wma', 'mka',
    'weba', 'mid', 'midi', 'amr', 'ac3', 'caf', 'au',
  ],
} as const satisfies Readonly<Record<AssetKind, readonly string[]>>;

/** Row id in `media_assets`: a positive integer that stays with an asset for its whole life. */
export type AssetId = number;

/** Why a file is listed under Problems. Worded for people by the message that travels with it. */
export const assetErrorCodes = [
  'empty',
  'unreadable',
  'vanished',
  'not-media',
  'unsupported',
  'truncated',
  'corrupt',
  'too-large',
  'timeout',
  'lfs-pointer',
  'ffprobe-missing',
  'ffprobe-failed',
] as const;
export type AssetErrorCode = (typeof assetErrorCodes)[number];

export interface AssetError {
  readonly code: AssetErrorCode;
  /** One sentence for a person: what is wrong with this file. */
  readonly message: string;
}

export const hdrFormats = ['hdr10', 'hlg', 'dolby-vision'] as const;
export type HdrFormat = (typeof hdrFormats)[number];

/** What the readers say of a file's content. `null` means: the file does not say, or has no such thing. */
export interface MediaFacts {
  readonly kind: AssetKind;
  /** Short lower-case type name decided by content, as in file extensions: `jpg`, `mp4`, `m4a`, `ogg`. */
  readonly format: string;
  /** As ffprobe spells `format_name`. */
  readonly containerFormat: string | null;
  /** Main picture codec for images and video, main sound codec for audio, as ffprobe spells `codec_name`. */
  readonly codec: string | null;
  readonly audioCodec: string | null;
  readonly durationSeconds: number | null;
  /** Pixels as displayed: rotation and EXIF orientation are applied, pixel aspect is not. */
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  /** The same exactly, in lowest terms: `30000/1001`. ffprobe's `avg_frame_rate`. */
  readonly frameRate: string | null;
  /** Width to height of one pixel of a video, as ffprobe spells `sample_aspect_ratio`, e.g. `16:11`; null when unknown. */
  readonly pixelAspectRatio: string | null;
  /** Bits per second of the whole container. */
  readonly bitRate: number | null;
  readonly channels: number | null;
  readonly sampleRateHz: number | null;
  readonly pixelFormat: string | null;
  /** Clockwise rotation needed for display: 0, 90, 180 or 270. */
  readonly rotationDegrees: number | null;
  /** Bits per colour component (images, video) or per sample (audio). */
  readonly bitDepth: number | null;
  /** As ffprobe spells `color_space`, e.g. `bt709`. */
  readonly colorSpace: string | null;
  readonly hdrFormat: HdrFormat | null;
  readonly hasAlpha: boolean | null;
  readonly frameCount: number | null;
  /** Of films and sound; null for pictures. */
  readonly audioStreamCount: number | null;
  readonly chapterCount: number | null;
  readonly tagTitle: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  /** When the picture or clip was taken, epoch milliseconds. */
  readonly capturedAtMs: number | null;
}

/** Of a file whose content nobody has read. */
export const unknownFacts = {
  containerFormat: null,
  codec: null,
  audioCodec: null,
  durationSeconds: null,
  width: null,
  height: null,
  framesPerSecond: null,
  frameRate: null,
  pixelAspectRatio: null,
  bitRate: null,
  channels: null,
  sampleRateHz: null,
  pixelFormat: null,
  rotationDegrees: null,
  bitDepth: null,
  colorSpace: null,
  hdrFormat: null,
  hasAlpha: null,
  frameCount: null,
  audioStreamCount: null,
  chapterCount: null,
  tagTitle: null,
  artist: null,
  album: null,
  capturedAtMs: null,
} as const satisfies Omit<MediaFacts, 'kind' | 'format'>;

/** Where a file is and how it looked when it was last read. */
export interface FileIdentity {
  /** Absolute path. */
  readonly filePath: string;
  /** Absolute path of the workspace folder it was found under. */
  readonly root: string;
  /** Folder relative to `root`, `/`-separated; `''` for the root itself. */
  readonly folder: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Modification time, epoch milliseconds (fraction kept). */
  readonly modifiedAtMs: number;
}

/** What reading one file came to: its facts, or as many as could be read and the reason. */
export interface ProbeResult {
  readonly facts: MediaFacts;
  readonly error: AssetError | null;
  /** Tells this content from others ({@link Asset.fingerprint}); null when the content could not be read. */
  readonly fingerprint: string | null;
}

/** One row of `media_assets`. */
export interface Asset extends FileIdentity, MediaFacts {
  readonly id: AssetId;
  /** Embedded title, else the file name without its extension. */
  readonly title: string;
  /** `1:02:03` or `0:07`; null without a duration. */
  readonly durationFormatted: string | null;
  /** When the row was made and last changed, epoch milliseconds. */
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly error: AssetError | null;
  /** Hash over size and sampled blocks of the content (`probe/fingerprint.ts`), hexadecimal. */
  readonly fingerprint: string | null;
  /** Since when the folder that holds it cannot be read, epoch milliseconds; null while it can. */
  readonly missingSinceMs: number | null;
}

export const sortFields = [
  'name',
  'folder',
  'kind',
  'format',
  'codec',
  'size',
  'duration',
  'dimensions',
  'modified',
  'added',
] as const;
export type SortField = (typeof sortFields)[number];

/** Which assets, in which order. Ties are broken by name or by id, so that an order is total. */
export interface AssetQuery {
  /** Words that must all occur in name, path or tags; `''` for everything. */
  readonly search: string;
  /** Empty means every kind. */
  readonly kinds: readonly AssetKind[];
  readonly sort: { readonly field: SortField; readonly descending: boolean };
}

/** An opened query: `version` grows when its content or order changes. */
export interface ViewState {
  readonly viewId: number;
  readonly version: number;
  readonly total: number;
}

/** The sidebar's nodes that have children. `folder` is relative to `root`, as in {@link FileIdentity}. */
export type TreeNode =
  | { readonly type: 'roots' }
  | { readonly type: 'folder'; readonly root: string; readonly folder: string }
  | { readonly type: 'groups'; readonly by: GroupField }
  | { readonly type: 'group'; readonly by: GroupField; readonly value: string }
  | { readonly type: 'problems' };

export const groupFields = ['kind', 'format', 'codec'] as const;
export type GroupField = (typeof groupFields)[number];

/** A child that has children itself, with the number of assets anywhere below it. */
export interface TreeBranch {
  readonly node: Exclude<TreeNode, { type: 'roots' | 'groups' }>;
  readonly label: string;
  readonly count: number;
}

/** Branches come first and whole; assets are paged in natural order of their names. */
export interface TreePage {
  readonly branches: readonly TreeBranch[];
  readonly assets: readonly Asset[];
  /** All assets directly under the node, not only this page's. */
  readonly assetTotal: number;
}

export interface LibraryStats {
  readonly total: number;
  readonly byKind: Readonly<Record<AssetKind, number>>;
  readonly problems: number;
  /** How many of them lie in folders that cannot be read at present. */
  readonly missing: number;
  readonly totalBytes: number;
  /** Null when no scan of this library has ever finished. */
  readonly lastScanAtMs: number | null;
}

export interface ScanProgress {
  readonly filesDone: number;
  /** Media files found so far; grows until the walk is over. */
  readonly filesTotal: number;
  readonly walkFinished: boolean;
  readonly filesPerSecond: number;
  /** Folder being read, relative to its root. */
  readonly currentFolder: string;
}

export interface ScanFailure extends AssetError {
  /** Absolute path. */
  readonly path: string;
}

export interface ScanSummary {
  readonly found: number;
  readonly added: number;
  readonly updated: number;
  /** Known files that were found again under another path; neither added nor removed. */
  readonly moved: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Assets whose folders could not be read; they are kept. */
  readonly missing: number;
  readonly failed: number;
  readonly cost: ScanCost;
  readonly durationMs: number;
  readonly cancelled: boolean;
  /** The first {@link maxReportedFailures}; the rest are under Problems. */
  readonly failures: readonly ScanFailure[];
}
export const maxReportedFailures = 1000;

/** What a scan asked of the machine; a rescan of unchanged files costs zeros. */
export interface ScanCost {
  /** Files whose content was read, and how many bytes of it. */
  readonly filesRead: number;
  readonly bytesRead: number;
  /** ffprobe runs. */
  readonly processesStarted: number;
}

/** What is to be scanned and how; everything a user can set, already validated. */
export interface ScanSettings {
  readonly roots: readonly string[];
  /** Globs relative to a root. Empty `include` means every media file. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly respectGitignore: boolean;
  readonly kinds: readonly AssetKind[];
  /** Files probed at the same time. */
  readonly concurrency: number;
  /** How long what is known of a deleted file is kept, should it come back. */
  readonly keepDeletedMs: number;
}

export interface ToolSettings {
  /** Absolute paths; null means: look on PATH, then for a bundled one. */
  readonly ffmpegPath: string | null;
  readonly ffprobePath: string | null;
}

export interface LibrarySettings extends ScanSettings, ToolSettings {
  /** Upper bound of the thumbnail cache. */
  readonly cacheLimitBytes: number;
}

export interface LibraryLocation {
  /** Absolute path of the SQLite file. */
  readonly databaseFile: string;
  /** Absolute path of the folder for thumbnails; never inside a root. */
  readonly cacheFolder: string;
}

/** A tool as found on this machine; null when there is none. */
export interface ToolVersions {
  readonly ffmpeg: { readonly path: string; readonly version: string } | null;
  readonly ffprobe: { readonly path: string; readonly version: string } | null;
}

/** Why a whole request failed (a single bad file is an {@link AssetError} instead). */
export const libraryErrorCodes = [
  'not-open',
  'schema-too-new',
  'database-failed',
  'disk-full',
  'scan-running',
  'asset-unknown',
  'view-unknown',
  'no-preview',
  'ffmpeg-missing',
  'cancelled',
  'invalid-message',
  'too-many-requests',
  'outside-workspace',
  'internal',
] as const;
export type LibraryErrorCode = (typeof libraryErrorCodes)[number];

/** The one error class that crosses process borders: a code for programs, a sentence for people. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError';
  constructor(
    readonly code: LibraryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
export type Log = (level: LogLevel, message: string) => void;
