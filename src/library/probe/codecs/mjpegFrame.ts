import { noPicture, type PictureCoding } from '../reading';
import { pixelFormatOfSamplings } from './jpegPixels';
import { pixelShape } from './pixelShape';

/** JPEG (ITU-T T.81), as a picture and as a frame of Motion JPEG. */

const maxSegments = 1000;

/** What stands before the frame header and tells how to see the picture. */
export interface JpegPreface {
  /** Adobe's word on how colours are stored: 0 for as they are, 1 and 2 for luma and chroma. */
  readonly adobeTransform: number | null;
  /** A comment of FFmpeg's and others' that luma is not from 0 to 255. */
  readonly isLimitedRange: boolean;
}

/** Frame headers, SOF0 to SOF15 without the three markers between them that mean something else. */
export function isJpegFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** What a segment that is not a frame header adds. `segment` begins with its marker. */
export function withJpegSegment(preface: JpegPreface, segment: Buffer): JpegPreface {
  const marker = segment.readUInt8(1);
  if (marker === 0xee && segment.readUInt16BE(2) >= 12 && segment.toString('latin1', 4, 9) === 'Adobe') {
    return { ...preface, adobeTransform: segment.readUInt8(15) };
  }
  const isLimitedRange = marker === 0xfe && segment.toString('latin1', 4, 13) === 'CS=ITU601';
  return isLimitedRange ? { ...preface, isLimitedRange } : preface;
}

export const noJpegPreface: JpegPreface = { adobeTransform: null, isLimitedRange: false };

/** `frame` begins with the marker. Null for what FFmpeg alone can tell: other depths than 8 bits, lossless, odd colours. */
export function jpegPixelFormat(frame: Buffer, preface: JpegPreface): string | null {
  if (frame.readUInt8(4) !== 8 || ![0xc0, 0xc1, 0xc2].includes(frame.readUInt8(1))) return null;
  return pixelFormatOfSamplings(frame, preface.adobeTransform, preface.isLimitedRange);
}

/**
 * A frame of Motion JPEG. Null when it is much less high than the container says (`containerHeight`, null if it says
 * nothing): then it holds one field of two.
 */
export function pictureOfMjpegFrame(bytes: Buffer, containerHeight: number | null): PictureCoding | null {
  let preface = noJpegPreface;
  let shape: readonly [number, number] = [0, 1];
  let at = 2;
  for (let count = 0; count < maxSegments; count++) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at, at + 2 + length);
    if (isJpegFrameHeader(marker)) return pictureOf(segment, preface, { shape, containerHeight });
    if (marker === 0xe0 && segment.toString('latin1', 4, 9) === 'JFIF\0') {
      shape = [segment.readUInt16BE(12), segment.readUInt16BE(14)];
    }
    preface = withJpegSegment(preface, segment);
    at += 2 + length;
  }
  return null;
}

interface FrameContext {
  readonly shape: readonly [number, number];
  readonly containerHeight: number | null;
}

function pictureOf(frame: Buffer, preface: JpegPreface, context: FrameContext): PictureCoding | null {
  const pixelFormat = jpegPixelFormat(frame, preface);
  const height = frame.readUInt16BE(5);
  const width = frame.readUInt16BE(7);
  const isField = context.containerHeight !== null && height < Math.floor((context.containerHeight * 3) / 4);
  if (pixelFormat === null || isField || width === 0 || height === 0) return null;
  return {
    ...noPicture,
    codec: 'mjpeg',
    width,
    height,
    pixelFormat,
    colorSpace: 'bt470bg',
    pixelAspectRatio: pixelShape(width, height, context.shape),
  };
}
