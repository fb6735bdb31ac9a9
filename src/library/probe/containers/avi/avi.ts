import type { ByteSource } from '../../byteSource';
import { rational, type AudioStream, type Rational, type Reading, type VideoStream } from '../../reading';
import { wholeBitRate } from '../mpeg/duration';
import { bitmapHeaderOf, pictureOfBitmap } from '../riffPicture';
import { soundOfWave, waveHeaderOf } from '../riffSound';
import { firstFrames } from './frames';
import { aviHeader, type AviStream, type DisplayShape } from './header';

/** AVI, also with OpenDML's further parts: its headers count the frames. */
export function readAvi(source: ByteSource): Reading | null {
  const { head, sizeBytes } = source;
  const isWhole = head.readUInt32LE(4) + 8 <= sizeBytes;
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'AVI ' || !isWhole) {
    return null;
  }
  const header = aviHeader(source);
  if (!header || header.streams.length === 0) return null;
  const frames = firstFrames(source, header.framesAt, header.streams.length);
  if (!frames) return null;
  const streams: (VideoStream | AudioStream)[] = [];
  const durations: number[] = [];
  for (const [i, each] of header.streams.entries()) {
    const stream = streamOf(each, frames[i] ?? Buffer.alloc(0));
    if (!stream) return null;
    streams.push(stream);
    const duration = microsecondsOf(each);
    if (duration !== null) durations.push(duration);
  }
  const duration = Math.max(0, ...durations);
  if (duration === 0) return null;
  return {
    containerFormat: 'avi',
    durationSeconds: duration / 1e6,
    bitRate: wholeBitRate(sizeBytes, duration),
    chapterCount: 0,
    tags: header.tags,
    streams,
  };
}

/** FFmpeg takes the length of streams whose chunks are their units, and of none where bytes are. */
function microsecondsOf({ type, sampleSize, length, scale, rate }: AviStream): number | null {
  if (type === 'auds' && sampleSize !== 0) return null;
  return Math.round((length * scale * 1e6) / rate);
}

function streamOf(stream: AviStream, frame: Buffer): VideoStream | AudioStream | null {
  const { type, scale, rate, format } = stream;
  if (scale === 0 || rate === 0) return null;
  if (type === 'auds') {
    const sound = soundOfWave(waveHeaderOf(format), frame);
    return sound && { type: 'audio', ...sound, durationSeconds: null, tags: new Map() };
  }
  return type === 'vids' ? pictureStream(stream, frame) : null;
}

function pictureStream(
  { scale, rate, length, format, display }: AviStream,
  frame: Buffer,
): VideoStream | null {
  const coding = pictureOfBitmap(bitmapHeaderOf(format), frame);
  const averageFrameRate = rational(rate, scale);
  if (!coding || !averageFrameRate || length === 0) return null;
  return {
    type: 'video',
    ...coding,
    pixelAspectRatio: (display && shapeOf(display)) ?? coding.pixelAspectRatio,
    isAttachedPicture: false,
    averageFrameRate,
    baseFrameRate: null,
    frameCount: length,
    durationSeconds: null,
    rotationDegrees: 0,
    isDolbyVision: false,
    hasAlphaLayer: false,
    tags: new Map(),
  };
}

function shapeOf({ aspect, size }: DisplayShape): Rational | null {
  return rational(aspect[0] * size[1], aspect[1] * size[0]);
}
