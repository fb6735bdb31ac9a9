import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';

/** What the machine's ffprobe says of a file, read as plainly as can be and without any of the library's code. */

const run = promisify(execFile);

const stringy = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const record = v.record(v.string(), v.unknown());
const dictionary = v.optional(v.record(v.string(), stringy), {});
const stream = v.intersect([
  v.object({
    tags: dictionary,
    disposition: v.optional(v.record(v.string(), v.number()), {}),
    side_data_list: v.optional(v.array(record), []),
  }),
  record,
]);
const answer = v.object({
  chapters: v.optional(v.array(v.unknown()), []),
  streams: v.array(stream),
  format: v.intersect([v.object({ tags: dictionary }), record]),
});
const pixelFormatList = v.object({
  pixel_formats: v.array(
    v.object({
      name: v.string(),
      flags: v.object({ alpha: v.number() }),
      components: v.optional(v.array(v.object({ bit_depth: v.number() })), []),
    }),
  ),
});

async function ask(args: readonly string[]): Promise<unknown> {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run('ffprobe', ['-v', 'error', '-of', 'json', ...args], options);
  return JSON.parse(stdout);
}

const pixelFormats = ask(['-show_pixel_formats']).then(
  (list) => new Map(v.parse(pixelFormatList, list).pixel_formats.map((format) => [format.name, format])),
);

/** `demuxer` null: ffprobe chooses for itself. */
export async function groundTruth(file: string, demuxer: string | null) {
  const forced = demuxer === null ? [] : ['-f', demuxer];
  const asked = [
    '-count_frames',
    '-show_format',
    '-show_streams',
    '-show_chapters',
    ...forced,
    `file:${file}`,
  ];
  const { streams, chapters, format } = v.parse(answer, await ask(asked));
  const picture = streams.find((s) => s['codec_type'] === 'video' && !s.disposition['attached_pic']);
  const sound = streams.find((s) => s['codec_type'] === 'audio');
  const pixels = (await pixelFormats).get(textOr('', picture?.['pix_fmt']));
  const depths = pixels?.components.map((component) => component.bit_depth) ?? [];
  const rotation = Number(picture?.side_data_list.find((data) => 'rotation' in data)?.['rotation'] ?? 0);
  const isTurned = Math.abs(rotation % 180) === 90;
  const tags = new Map(
    [...Object.entries(streams[0]?.tags ?? {}), ...Object.entries(format.tags)].map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    ),
  );
  return {
    containerFormat: textOr(null, format['format_name']),
    codec: textOr(null, (picture ?? sound)?.['codec_name']),
    audioCodec: textOr(null, sound?.['codec_name']),
    durationSeconds: numberOf(format['duration']),
    width: numberOf(picture?.[isTurned ? 'height' : 'width']),
    height: numberOf(picture?.[isTurned ? 'width' : 'height']),
    framesPerSecond: quotientOf(picture?.['avg_frame_rate']),
    frameRate: ratioOf('/', picture?.['avg_frame_rate']),
    pixelAspectRatio: ratioOf(':', picture?.['sample_aspect_ratio']),
    audioStreamCount: streams.filter((s) => s['codec_type'] === 'audio').length,
    chapterCount: chapters.length,
    bitRate: numberOf(format['bit_rate']),
    channels: numberOf(sound?.['channels']),
    sampleRateHz: numberOf(sound?.['sample_rate']),
    pixelFormat: textOr(null, picture?.['pix_fmt']),
    rotationDegrees: picture ? (360 - rotation) % 360 : null,
    bitDepth: picture
      ? Math.max(...depths)
      : (positive(sound?.['bits_per_raw_sample']) ?? positive(sound?.['bits_per_sample'])),
    colorSpace: picture?.['color_space'] === 'unknown' ? null : textOr(null, picture?.['color_space']),
    hdrFormat: hdrOf(picture?.['color_transfer']),
    hasAlpha: picture ? pixels?.flags.alpha === 1 || picture.tags['alpha_mode'] === '1' : null,
    frameCount: numberOf(picture?.['nb_frames']),
    countedFrames: numberOf(picture?.['nb_read_frames']),
    tagTitle: tags.get('title') ?? null,
    artist: tags.get('artist') ?? null,
    album: tags.get('album') ?? null,
    capturedAtMs: tags.has('creation_time') ? Date.parse(tags.get('creation_time') ?? '') : null,
  };
}
export type GroundTruth = Awaited<ReturnType<typeof groundTruth>>;

function textOr<T>(fallback: T, value: unknown): string | T {
  return typeof value === 'string' ? value : fallback;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isNaN(number) ? null : number;
}

function positive(value: unknown): number | null {
  const number = numberOf(value);
  return number === 0 ? null : number;
}

function hdrOf(transfer: unknown): 'hdr10' | 'hlg' | null {
  if (transfer === 'smpte2084') return 'hdr10';
  return transfer === 'arib-std-b67' ? 'hlg' : null;
}

/** Null for what ffprobe does not know: `0/0`, `N/A`. */
function ratioOf(separator: string, value: unknown): string | null {
  const isKnown = textOf(value)
    .split(separator)
    .map(Number)
    .every((number) => number > 0);
  return isKnown ? textOf(value) : null;
}

const textOf = (value: unknown) => textOr('', value);

function quotientOf(value: unknown): number | null {
  const [numerator, denominator] = textOr('', value).split('/').map(Number);
  return numerator && denominator ? numerator / denominator : null;
}
