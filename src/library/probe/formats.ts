import { extname } from 'node:path';
import type { AssetKind } from '../model';

export interface Format {
  readonly kind: AssetKind;
  /** Lower case, without the dot. No two formats share one. */
  readonly extensions: readonly string[];
  /** What ffprobe is made to read it with; null where no ffprobe can. */
  readonly demuxer: string | null;
  /** The content looks like this other format: the extension alone tells the two apart. */
  readonly looksLike?: string;
  /** What it is called when its streams turn out to be of the other kind: an MP4 without pictures is an M4A. */
  readonly otherKind?: string;
}

/**
 * Every format we know. Demuxers are an allow list: none of them opens a second file, as playlists do. Still pictures
 * have their `…_pipe` demuxer, for `image2` takes `%03d` and `*` in names for patterns.
 */
export const formats = {
  jpg: { kind: 'image', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], demuxer: 'jpeg_pipe' },
  png: { kind: 'image', extensions: ['png'], demuxer: 'png_pipe' },
  apng: { kind: 'image', extensions: ['apng'], demuxer: 'apng' },
  gif: { kind: 'image', extensions: ['gif'], demuxer: 'gif' },
  webp: { kind: 'image', extensions: ['webp'], demuxer: 'webp_pipe' },
  avif: { kind: 'image', extensions: ['avif', 'avifs'], demuxer: 'mov' },
  heic: { kind: 'image', extensions: ['heic', 'heif', 'hif'], demuxer: 'mov' },
  jxl: { kind: 'image', extensions: ['jxl'], demuxer: 'jpegxl_pipe' },
  bmp: { kind: 'image', extensions: ['bmp', 'dib'], demuxer: 'bmp_pipe' },
  tiff: { kind: 'image', extensions: ['tiff', 'tif'], demuxer: 'tiff_pipe' },
  svg: { kind: 'image', extensions: ['svg'], demuxer: null },
  ico: { kind: 'image', extensions: ['ico', 'cur'], demuxer: 'ico' },
  psd: { kind: 'image', extensions: ['psd', 'psb'], demuxer: 'psd_pipe' },

  mp4: { kind: 'video', extensions: ['mp4', 'mp4v', 'f4v'], demuxer: 'mov', otherKind: 'm4a' },
  m4v: { kind: 'video', extensions: ['m4v'], demuxer: 'mov', looksLike: 'mp4', otherKind: 'm4a' },
  mov: { kind: 'video', extensions: ['mov', 'qt'], demuxer: 'mov', otherKind: 'm4a' },
  '3gp': { kind: 'video', extensions: ['3gp', '3gpp'], demuxer: 'mov' },
  '3g2': { kind: 'video', extensions: ['3g2'], demuxer: 'mov' },
  mkv: { kind: 'video', extensions: ['mkv', 'mk3d'], demuxer: 'matroska', otherKind: 'mka' },
  webm: { kind: 'video', extensions: ['webm'], demuxer: 'matroska', otherKind: 'weba' },
  avi: { kind: 'video', extensions: ['avi', 'divx'], demuxer: 'avi' },
  ts: { kind: 'video', extensions: ['ts'], demuxer: 'mpegts' },
  mts: { kind: 'video', extensions: ['mts'], demuxer: 'mpegts', looksLike: 'ts' },
  m2ts: { kind: 'video', extensions: ['m2ts', 'm2t'], demuxer: 'mpegts', looksLike: 'ts' },
  mpg: { kind: 'video', extensions: ['mpg', 'mpeg', 'mpe', 'vob'], demuxer: 'mpeg' },
  m2v: { kind: 'video', extensions: ['m2v', 'm1v'], demuxer: 'mpegvideo' },
  wmv: { kind: 'video', extensions: ['wmv', 'asf'], demuxer: 'asf', otherKind: 'wma' },
  flv: { kind: 'video', extensions: ['flv'], demuxer: 'flv' },
  ogv: { kind: 'video', extensions: ['ogv', 'ogm'], demuxer: 'ogg', otherKind: 'ogg' },

  mp3: { kind: 'audio', extensions: ['mp3', 'mp2'], demuxer: 'mp3' },
  wav: { kind: 'audio', extensions: ['wav', 'wave'], demuxer: 'wav' },
  flac: { kind: 'audio', extensions: ['flac'], demuxer: 'flac' },
  ogg: { kind: 'audio', extensions: ['ogg', 'oga', 'spx'], demuxer: 'ogg', otherKind: 'ogv' },
  opus: { kind: 'audio', extensions: ['opus'], demuxer: 'ogg', otherKind: 'ogv' },
  m4a: { kind: 'audio', extensions: ['m4a', 'm4b'], demuxer: 'mov', looksLike: 'mp4', otherKind: 'mp4' },
  aac: { kind: 'audio', extensions: ['aac'], demuxer: 'aac' },
  aiff: { kind: 'audio', extensions: ['aiff', 'aif', 'aifc'], demuxer: 'aiff' },
  wma: { kind: 'audio', extensions: ['wma'], demuxer: 'asf', looksLike: 'wmv', otherKind: 'wmv' },
  mka: { kind: 'audio', extensions: ['mka'], demuxer: 'matroska', looksLike: 'mkv', otherKind: 'mkv' },
  weba: { kind: 'audio', extensions: ['weba'], demuxer: 'matroska', looksLike: 'webm', otherKind: 'webm' },
  mid: { kind: 'audio', extensions: ['mid', 'midi'], demuxer: null },
  amr: { kind: 'audio', extensions: ['amr'], demuxer: 'amr' },
  ac3: { kind: 'audio', extensions: ['ac3'], demuxer: 'ac3' },
  caf: { kind: 'audio', extensions: ['caf'], demuxer: 'caf' },
  au: { kind: 'audio', extensions: ['au'], demuxer: 'au' },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

const formatOfExtension: ReadonlyMap<string, FormatName> = new Map(
  Object.entries(formats).flatMap(([name, { extensions }]) =>
    extensions.map((extension) => [extension, name as FormatName] as const),
  ),
);

/** What a file name promises, or null when it promises no media. */
export function formatOfName(name: string): FormatName | null {
  return formatOfExtension.get(extname(name).slice(1).toLowerCase()) ?? null;
}

/** What kind of media a name promises; null for names that are never media. */
export function mediaKindOfName(name: string): AssetKind | null {
  const format = formatOfName(name);
  return format && formats[format].kind;
}

/** Extensions that far more often mean something else, TypeScript here. Only what is surely media counts under them. */
export function isAmbiguousName(name: string): boolean {
  return /\.m?ts$/i.test(name);
}
