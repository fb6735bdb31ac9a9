import * as v from 'valibot';
import { rational, type Rational, type Reading, type Stream } from './reading';

/**
 * What we read of ffprobe's JSON, of any version since 4.0. Numbers come as text or as numbers, and as `N/A` or not at
 * all where nothing is known; names of codecs and tags are whatever the file says.
 */
const text = v.optional(v.string());
const number = v.optional(
  v.pipe(
    v.union([v.number(), v.string()]),
    v.transform((value) => (typeof value === 'string' && value.trim() === '' ? NaN : Number(value))),
    v.transform((value) => (Number.isFinite(value) ? value : undefined)),
  ),
);
/** 0 stands for unknown here. */
const positive = v.pipe(
  number,
  v.transform((value) => (value !== undefined && value > 0 ? value : undefined)),
);
/** Such as `30000/1001` or `16:11`; null for `0/0`. */
const ratio = v.optional(
  v.pipe(
    v.string(),
    v.transform((value): Rational | null => {
      const [numerator, denominator] = value.split(/[/:]/).map(Number);
      return rational(numerator ?? NaN, denominator ?? NaN);
    }),
  ),
);
/** By lower-case name: containers differ in how they spell `TITLE`. */
const tags = v.optional(
  v.pipe(
    v.record(v.string(), v.string()),
    v.transform(
      (record) => new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value])),
    ),
  ),
  {},
);

const stream = v.object({
  codec_type: text,
  codec_name: text,
  width: positive,
  height: positive,
  pix_fmt: text,
  color_space: text,
  color_transfer: text,
  sample_aspect_ratio: ratio,
  avg_frame_rate: ratio,
  r_frame_rate: ratio,
  nb_frames: positive,
  duration: number,
  channels: positive,
  sample_rate: positive,
  bits_per_sample: positive,
  bits_per_raw_sample: positive,
  disposition: v.optional(v.object({ attached_pic: v.optional(v.number(), 0) }), {}),
  tags,
  side_data_list: v.optional(v.array(v.object({ side_data_type: text, rotation: number })), []),
});
type ProbedStream = v.InferOutput<typeof stream>;

const output = v.object({
  streams: v.optional(v.array(stream), []),
  chapters: v.optional(v.array(v.unknown()), []),
  format: v.optional(v.object({ format_name: text, duration: number, bit_rate: number, tags })),
});

/** Null for what is not ffprobe's answer. */
export function readingOfFfprobe(json: unknown): Reading | null {
  const parsed = v.safeParse(output, json);
  if (!parsed.success) return null;
  const { streams, chapters, format } = parsed.output;
  return {
    containerFormat: format?.format_name ?? '',
    durationSeconds: format?.duration ?? null,
    bitRate: format?.bit_rate ?? null,
    chapterCount: chapters.length,
    tags: format?.tags ?? new Map(),
    streams: streams.flatMap((each) => streamOf(each) ?? []),
  };
}

function streamOf(stream: ProbedStream): Stream | null {
  const shared = {
    codec: stream.codec_name ?? null,
    durationSeconds: stream.duration ?? null,
    tags: stream.tags,
  };
  if (stream.codec_type === 'audio') {
    return {
      type: 'audio',
      ...shared,
      channels: stream.channels ?? null,
      sampleRateHz: stream.sample_rate ?? null,
      bitDepth: stream.bits_per_raw_sample ?? stream.bits_per_sample ?? null,
    };
  }
  if (stream.codec_type !== 'video') return null;
  return {
    type: 'video',
    ...shared,
    isAttachedPicture: stream.disposition.attached_pic === 1,
    width: stream.width ?? null,
    height: stream.height ?? null,
    pixelFormat: stream.pix_fmt ?? null,
    colorSpace: knownOrNull(stream.color_space),
    colorTransfer: knownOrNull(stream.color_transfer),
    pixelAspectRatio: stream.sample_aspect_ratio ?? null,
    averageFrameRate: stream.avg_frame_rate ?? null,
    baseFrameRate: stream.r_frame_rate ?? null,
    frameCount: stream.nb_frames ?? null,
    rotationDegrees: clockwiseTurn(stream),
    isDolbyVision: stream.side_data_list.some((data) => data.side_data_type?.startsWith('DOVI') ?? false),
    // VP8 and VP9 keep alpha in a second picture beside each block, which the pixel format does not tell.
    hasAlphaLayer: stream.tags.get('alpha_mode') === '1',
  };
}

function knownOrNull(value: string | undefined): string | null {
  return value === undefined || value === 'unknown' ? null : value;
}

/** ffprobe says in the display matrix how far the picture is turned counter-clockwise. Tags of that name turn nothing. */
function clockwiseTurn(stream: ProbedStream): number {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  return matrix === undefined ? 0 : -matrix;
}
