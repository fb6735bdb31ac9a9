import * as v from 'valibot';

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
/** Such as `30000/1001`; undefined for `0/0`. */
const ratio = v.optional(
  v.pipe(
    v.string(),
    v.transform((value) => {
      const [numerator, denominator] = value.split('/').map(Number);
      const quotient = (numerator ?? NaN) / (denominator ?? NaN);
      return Number.isFinite(quotient) && quotient > 0 ? quotient : undefined;
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
export type ProbedStream = v.InferOutput<typeof stream>;

export const ffprobeOutput = v.object({
  streams: v.optional(v.array(stream), []),
  format: v.optional(v.object({ format_name: text, duration: number, bit_rate: number, tags })),
});
export type FfprobeOutput = v.InferOutput<typeof ffprobeOutput>;
