import type { AssetKind, HdrFormat, MediaFacts } from '../model';
import { bareFacts } from './facts';
import { formats, type Format, type FormatName } from './formats';
import { describePixelFormat } from './pixelFormat';
import type { AudioStream, Rational, Reading, VideoStream } from './reading';

/** From what a reader or ffprobe found to our facts; null when there is neither picture nor sound. Pure. */
export function factsOf(reading: Reading, format: FormatName): MediaFacts | null {
  const { streams } = reading;
  const picture = streams.find((stream) => stream.type === 'video' && !stream.isAttachedPicture);
  const sounds = streams.filter((stream) => stream.type === 'audio');
  const [sound] = sounds;
  if (picture?.type !== 'video' && !sound) return null;
  const kind = kindOf(format, picture);
  return {
    ...bareFacts(kind, nameFor(format, kind)),
    containerFormat: reading.containerFormat,
    ...(picture?.type === 'video' && pictureFacts(picture)),
    ...(sound && soundFacts(sound, kind)),
    ...(kind !== 'image' && {
      ...timeFacts(reading, picture?.type === 'video' ? picture : undefined, sound),
      audioStreamCount: sounds.length,
      chapterCount: reading.chapterCount,
    }),
    ...tagFacts(reading, picture ?? sound),
  };
}

/** The streams decide between film and sound; a still picture stays one, though FFmpeg shows it as a film of one frame. */
function kindOf(format: FormatName, picture: unknown): AssetKind {
  if (formats[format].kind === 'image') return 'image';
  return picture ? 'video' : 'audio';
}

function nameFor(format: FormatName, kind: AssetKind): string {
  const known: Format = formats[format];
  return known.kind === kind ? format : (known.otherKind ?? format);
}

function pictureFacts(stream: VideoStream): Partial<MediaFacts> {
  const rotationDegrees = (((Math.round(stream.rotationDegrees / 90) % 4) + 4) % 4) * 90;
  const isTurned = rotationDegrees % 180 === 90;
  const [width, height] = isTurned ? [stream.height, stream.width] : [stream.width, stream.height];
  const pixels = stream.pixelFormat === null ? null : describePixelFormat(stream.pixelFormat);
  return {
    codec: stream.codec,
    width,
    height,
    pixelFormat: stream.pixelFormat,
    rotationDegrees,
    bitDepth: pixels?.bitDepth ?? null,
    colorSpace: stream.colorSpace,
    hdrFormat: hdrOf(stream),
    hasAlpha: stream.hasAlphaLayer || (pixels?.hasAlpha ?? null),
  };
}

function soundFacts(stream: AudioStream, kind: AssetKind): Partial<MediaFacts> {
  const { codec, channels, sampleRateHz, bitDepth } = stream;
  return { audioCodec: codec, channels, sampleRateHz, ...(kind === 'audio' && { codec, bitDepth }) };
}

/** From here on, a base rate is no rate but the ticks of the container's clock. */
const clockRate = 1000;

/**
 * Frames per second are the average where the container knows it, for that is what plays; the base rate is a guess, wrong
 * for variable rates, but there before the end of a stream was seen. Where frames come and go, as when a browser records,
 * FFmpeg answers with the ticks of the clock: then there is none.
 */
function frameRateOf({ averageFrameRate, baseFrameRate }: VideoStream): Rational | null {
  if (averageFrameRate) return averageFrameRate;
  const isRate = baseFrameRate && baseFrameRate.numerator < clockRate * baseFrameRate.denominator;
  return isRate ? baseFrameRate : null;
}

function timeFacts(
  { durationSeconds, bitRate }: Reading,
  picture: VideoStream | undefined,
  sound: AudioStream | undefined,
): Partial<MediaFacts> {
  const rate = picture ? frameRateOf(picture) : null;
  return {
    durationSeconds: durationSeconds ?? picture?.durationSeconds ?? sound?.durationSeconds ?? null,
    bitRate,
    framesPerSecond: rate && rate.numerator / rate.denominator,
    frameRate: rate && `${rate.numerator}/${rate.denominator}`,
    pixelAspectRatio: ratioText(picture?.pixelAspectRatio ?? null),
    frameCount: picture?.frameCount ?? null,
  };
}

function ratioText(ratio: Rational | null): string | null {
  return ratio && `${ratio.numerator}:${ratio.denominator}`;
}

/** Ogg keeps its tags with the stream, others with the container. */
function tagFacts(
  reading: Reading,
  main: { readonly tags: ReadonlyMap<string, string> } | undefined,
): Partial<MediaFacts> {
  const tag = (name: string) => {
    const value = (reading.tags.get(name) ?? main?.tags.get(name))?.trim();
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

function hdrOf({ isDolbyVision, colorTransfer }: VideoStream): HdrFormat | null {
  if (isDolbyVision) return 'dolby-vision';
  if (colorTransfer === 'smpte2084') return 'hdr10';
  return colorTransfer === 'arib-std-b67' ? 'hlg' : null;
}
