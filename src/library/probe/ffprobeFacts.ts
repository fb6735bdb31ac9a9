import type { AssetKind, HdrFormat, MediaFacts } from '../model';
import type { FfprobeOutput, ProbedStream } from './ffprobeOutput';
import { bareFacts } from './facts';
import { formats, type Format, type FormatName } from './formats';
import { describePixelFormat } from './pixelFormat';

/** From ffprobe's answer to our facts; null when it found neither picture nor sound. Pure. */
export function factsOf(output: FfprobeOutput, format: FormatName): MediaFacts | null {
  const picture = output.streams.find((s) => s.codec_type === 'video' && s.disposition.attached_pic !== 1);
  const sound = output.streams.find((s) => s.codec_type === 'audio');
  if (!picture && !sound) return null;
  const kind = kindOf(format, picture);
  const named = {
    ...bareFacts(kind, nameFor(format, kind)),
    containerFormat: output.format?.format_name ?? null,
  };
  return {
    ...named,
    ...(picture && pictureFacts(picture)),
    ...(sound && soundFacts(sound, kind)),
    ...(kind !== 'image' && timeFacts(output, picture, sound)),
    ...tagFacts(output, picture ?? sound),
  };
}

/** The streams decide between film and sound; a still picture stays one, though FFmpeg shows it as a film of one frame. */
function kindOf(format: FormatName, picture: ProbedStream | undefined): AssetKind {
  if (formats[format].kind === 'image') return 'image';
  return picture ? 'video' : 'audio';
}

function nameFor(format: FormatName, kind: AssetKind): string {
  const known: Format = formats[format];
  return known.kind === kind ? format : (known.otherKind ?? format);
}

function pictureFacts(stream: ProbedStream): Partial<MediaFacts> {
  const rotationDegrees = rotationOf(stream);
  const isTurned = rotationDegrees % 180 === 90;
  const [width, height] = isTurned ? [stream.height, stream.width] : [stream.width, stream.height];
  const pixels = stream.pix_fmt === undefined ? null : describePixelFormat(stream.pix_fmt);
  return {
    codec: stream.codec_name ?? null,
    width: width ?? null,
    height: height ?? null,
    pixelFormat: stream.pix_fmt ?? null,
    rotationDegrees,
    bitDepth: pixels?.bitDepth ?? null,
    colorSpace: knownOrNull(stream.color_space),
    hdrFormat: hdrOf(stream),
    // VP8 and VP9 keep alpha in a second picture beside each block, which the pixel format does not tell.
    hasAlpha: stream.tags.get('alpha_mode') === '1' ? true : (pixels?.hasAlpha ?? null),
  };
}

function soundFacts(stream: ProbedStream, kind: AssetKind): Partial<MediaFacts> {
  const codec = stream.codec_name ?? null;
  return {
    audioCodec: codec,
    channels: stream.channels ?? null,
    sampleRateHz: stream.sample_rate ?? null,
    ...(kind === 'audio' && {
      codec,
      bitDepth: stream.bits_per_raw_sample ?? stream.bits_per_sample ?? null,
    }),
  };
}

/**
 * Frames per second are the average where the container knows it, for that is what plays; `r_frame_rate` is a guess at the
 * base rate, wrong for variable rates, but there before the end of a stream was seen.
 */
function timeFacts(
  { format }: FfprobeOutput,
  picture: ProbedStream | undefined,
  sound: ProbedStream | undefined,
): Partial<MediaFacts> {
  return {
    durationSeconds: format?.duration ?? picture?.duration ?? sound?.duration ?? null,
    bitRate: format?.bit_rate ?? null,
    framesPerSecond: picture?.avg_frame_rate ?? picture?.r_frame_rate ?? null,
    frameCount: picture?.nb_frames ?? null,
  };
}

/** Ogg keeps its tags with the stream, others with the container. */
function tagFacts({ format }: FfprobeOutput, main: ProbedStream | undefined): Partial<MediaFacts> {
  const tag = (name: string) => {
    const value = (format?.tags.get(name) ?? main?.tags.get(name))?.trim();
    return value === undefined || value === '' ? null : value;
  };
  return {
    tagTitle: tag('title'),
    artist: tag('artist'),
    album: tag('album'),
    capturedAtMs: dateOf(tag('com.apple.quicktime.creationdate')) ?? dateOf(tag('creation_time')),
  };
}

function dateOf(value: string | null): number | null {
  const time = value === null ? NaN : Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/**
 * Clockwise. ffprobe says in the display matrix how far the picture is turned counter-clockwise; before version 5 there
 * may be a `rotate` tag instead, clockwise.
 */
function rotationOf(stream: ProbedStream): number {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(stream.tags.get('rotate') ?? 0) : -matrix;
  const quarters = Math.round(clockwise / 90) % 4;
  return Number.isNaN(quarters) ? 0 : ((quarters + 4) % 4) * 90;
}

function hdrOf(stream: ProbedStream): HdrFormat | null {
  if (stream.side_data_list.some((data) => data.side_data_type?.startsWith('DOVI'))) return 'dolby-vision';
  if (stream.color_transfer === 'smpte2084') return 'hdr10';
  return stream.color_transfer === 'arib-std-b67' ? 'hlg' : null;
}

function knownOrNull(value: string | undefined): string | null {
  return value === undefined || value === 'unknown' ? null : value;
}
