import {
  assetErrorCodes,
  assetKinds,
  hdrFormats,
  LibraryError,
  type Asset,
  type AssetError,
  type FileIdentity,
  type MediaFacts,
  type ProbeResult,
} from '../model';

/** A file with what reading it came to. */
export interface ScannedFile extends FileIdentity, ProbeResult {}

type AssetContent = FileIdentity & MediaFacts & Pick<Asset, 'title' | 'error' | 'fingerprint'>;

/** A row of the view `assets`. */
export type AssetRow = ReturnType<typeof assetToColumns>;

/** An asset with the column names of `media_assets`; `root` and `folder` stand for its `folder_id`. */
export function assetToColumns(asset: Asset) {
  return {
    id: asset.id,
    ...contentColumns(asset),
    file_size_mb: Math.round((asset.sizeBytes / 1_048_576) * 100) / 100,
    duration_formatted: asset.durationFormatted,
    created_at: asset.createdAtMs,
    updated_at: asset.updatedAtMs,
    missing_since: asset.missingSinceMs,
  };
}

export function scannedToColumns({ facts, ...file }: ScannedFile) {
  const tagTitle = facts.tagTitle?.trim() ?? '';
  return contentColumns({
    ...file,
    ...facts,
    title: tagTitle === '' ? withoutExtension(file.name) : tagTitle,
  });
}

const withoutExtension = (name: string) => name.replace(/(?<=.)\.[^.]*$/u, '');

function contentColumns(asset: AssetContent) {
  return {
    title: asset.title,
    file_path: asset.filePath,
    root: asset.root,
    folder: asset.folder,
    name: asset.name,
    file_size: asset.sizeBytes,
    modified_at: asset.modifiedAtMs,
    kind: asset.kind,
    format: asset.format,
    container_format: asset.containerFormat,
    codec: asset.codec,
    audio_codec: asset.audioCodec,
    duration: asset.durationSeconds,
    width: asset.width,
    height: asset.height,
    fps: asset.framesPerSecond,
    frame_rate: asset.frameRate,
    pixel_aspect_ratio: asset.pixelAspectRatio,
    bit_rate: asset.bitRate,
    channels: asset.channels,
    sample_rate: asset.sampleRateHz,
    pixel_format: asset.pixelFormat,
    rotation: asset.rotationDegrees,
    bit_depth: asset.bitDepth,
    color_space: asset.colorSpace,
    hdr_format: asset.hdrFormat,
    has_alpha: asset.hasAlpha === null ? null : Number(asset.hasAlpha),
    frame_count: asset.frameCount,
    audio_stream_count: asset.audioStreamCount,
    chapter_count: asset.chapterCount,
    tag_title: asset.tagTitle,
    artist: asset.artist,
    album: asset.album,
    captured_at: asset.capturedAtMs,
    error_code: asset.error?.code ?? null,
    error_message: asset.error?.message ?? null,
    fingerprint: asset.fingerprint,
  };
}

export function assetOfRow(row: AssetRow): Asset {
  return {
    id: row.id,
    title: row.title,
    filePath: row.file_path,
    root: row.root,
    folder: row.folder,
    name: row.name,
    sizeBytes: row.file_size,
    modifiedAtMs: row.modified_at,
    kind: member(assetKinds, row.kind),
    format: row.format,
    containerFormat: row.container_format,
    codec: row.codec,
    audioCodec: row.audio_codec,
    durationSeconds: row.duration,
    durationFormatted: row.duration_formatted,
    width: row.width,
    height: row.height,
    framesPerSecond: row.fps,
    frameRate: row.frame_rate,
    pixelAspectRatio: row.pixel_aspect_ratio,
    bitRate: row.bit_rate,
    channels: row.channels,
    sampleRateHz: row.sample_rate,
    pixelFormat: row.pixel_format,
    rotationDegrees: row.rotation,
    bitDepth: row.bit_depth,
    colorSpace: row.color_space,
    hdrFormat: row.hdr_format === null ? null : member(hdrFormats, row.hdr_format),
    hasAlpha: row.has_alpha === null ? null : row.has_alpha !== 0,
    frameCount: row.frame_count,
    audioStreamCount: row.audio_stream_count,
    chapterCount: row.chapter_count,
    tagTitle: row.tag_title,
    artist: row.artist,
    album: row.album,
    capturedAtMs: row.captured_at,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    error: errorOfRow(row),
    fingerprint: row.fingerprint,
    missingSinceMs: row.missing_since,
  };
}

export function errorOfRow(row: {
  readonly error_code: string | null;
  readonly error_message: string | null;
}): AssetError | null {
  if (row.error_code === null) return null;
  return { code: member(assetErrorCodes, row.error_code), message: row.error_message ?? '' };
}

/** Numbers and texts are what the schema says; closed lists may have been shorter or longer when the row was written. */
function member<T extends string>(list: readonly T[], value: string): T {
  const found = list.find((item) => item === value);
  if (found === undefined) {
    throw new LibraryError(
      'database-failed',
      `The library holds a value this version does not know: ${value}.`,
    );
  }
  return found;
}
