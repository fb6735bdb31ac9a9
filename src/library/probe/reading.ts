/**
 * What a reader of containers found, in FFmpeg's terms and spelling: our own readers and ffprobe both answer with it, and
 * `streamFacts.ts` makes the same facts of either. `null` stands for what the file does not say.
 */
export interface Reading {
  /** As ffprobe spells `format_name`: `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly containerFormat: string;
  readonly durationSeconds: number | null;
  /** Bits per second of the whole file. */
  readonly bitRate: number | null;
  readonly chapterCount: number;
  /** By lower-case name, as FFmpeg names them: `title`, `artist`, `album`, `creation_time`. */
  readonly tags: ReadonlyMap<string, string>;
  /** In the container's order; subtitles and data are left out. */
  readonly streams: readonly Stream[];
}

export type Stream = VideoStream | AudioStream;

export interface VideoStream extends PictureCoding {
  readonly type: 'video';
  /** A cover picture: no video. */
  readonly isAttachedPicture: boolean;
  readonly averageFrameRate: Rational | null;
  /** ffprobe's `r_frame_rate`, for containers that have no average. */
  readonly baseFrameRate: Rational | null;
  /** Null where the container does not count them. */
  readonly frameCount: number | null;
  readonly durationSeconds: number | null;
  /** Clockwise turn for display, any multiple of 90. */
  readonly rotationDegrees: number;
  readonly isDolbyVision: boolean;
  /** Alpha that the pixel format does not tell: a second picture beside each block, as VP8 and VP9 have it in WebM. */
  readonly hasAlphaLayer: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

/** What a picture's own coding says. */
export interface PictureCoding {
  /** As ffprobe spells `codec_name`. */
  readonly codec: string | null;
  /** Pixels as stored, before rotation; cropped as the codec says. */
  readonly width: number | null;
  readonly height: number | null;
  readonly pixelFormat: string | null;
  /** As ffprobe spells `color_space` and `color_transfer`. */
  readonly colorSpace: string | null;
  readonly colorTransfer: string | null;
  /** Width to height of a pixel. */
  readonly pixelAspectRatio: Rational | null;
}

export interface AudioStream extends SoundCoding {
  readonly type: 'audio';
  readonly durationSeconds: number | null;
  readonly tags: ReadonlyMap<string, string>;
}

/** What a sound's own coding says. */
export interface SoundCoding {
  readonly codec: string | null;
  readonly channels: number | null;
  readonly sampleRateHz: number | null;
  /** Bits per sample where samples have a fixed size: PCM and lossless codecs. */
  readonly bitDepth: number | null;
}

/** In lowest terms, both positive. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/** In lowest terms; null unless both are positive and finite whole numbers. */
export function rational(numerator: number, denominator: number): Rational | null {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return null;
  if (numerator <= 0 || denominator <= 0) return null;
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export const noPicture: PictureCoding = {
  codec: null,
  width: null,
  height: null,
  pixelFormat: null,
  colorSpace: null,
  colorTransfer: null,
  pixelAspectRatio: null,
};

export const noSound: SoundCoding = { codec: null, channels: null, sampleRateHz: null, bitDepth: null };
