import { croppedByContainer, pictureOfAvcConfiguration } from '../codecs/h264';
import { videoCodecOfRiff } from '../codecs/fourCharacterCodes';
import { pictureOfMjpegFrame } from '../codecs/mjpegFrame';
import { pictureOfMpegSequence } from '../codecs/mpeg2Video';
import { pictureOfMpeg4Vol } from '../codecs/mpeg4Visual';
import { noPicture, type PictureCoding } from '../reading';
import { pictureOfH264Frame } from './mpeg/elementary';

/** BITMAPINFOHEADER, as AVI and ASF describe pictures. */
export interface BitmapHeader {
  readonly codec: string | null;
  readonly width: number;
  readonly height: number;
  readonly extraData: Buffer;
}

const headerBytes = 40;

/** Heights are negative for pictures that begin at the top. */
export function bitmapHeaderOf(format: Buffer): BitmapHeader {
  return {
    codec: videoCodecOfRiff(format.toString('latin1', 16, 20)),
    width: format.readInt32LE(4),
    height: Math.abs(format.readInt32LE(8)),
    extraData: format.subarray(headerBytes),
  };
}

/** Codecs that leave the size to the container and have one pixel format. */
const plainCodecs: ReadonlySet<string> = new Set(['msmpeg4v1', 'msmpeg4v2', 'msmpeg4v3', 'wmv1', 'wmv2']);

/** `frame` is the first one, or its beginning. Null for codecs that only FFmpeg can tell more of. */
export function pictureOfBitmap(header: BitmapHeader, frame: Buffer): PictureCoding | null {
  const { codec, width, height, extraData } = header;
  if (codec === null || width <= 0 || height <= 0) return null;
  if (plainCodecs.has(codec)) return { ...noPicture, codec, width, height, pixelFormat: 'yuv420p' };
  switch (codec) {
    case 'mpeg4':
      return pictureOfMpeg4Vol(Buffer.concat([extraData, frame]));
    case 'h264': {
      const picture =
        extraData[0] === 1
          ? pictureOfAvcConfiguration(extraData)
          : pictureOfH264Frame(Buffer.concat([extraData, frame]));
      return picture && croppedByContainer(picture, width, height);
    }
    case 'mjpeg':
      return pictureOfMjpegFrame(frame, height);
    case 'mpeg1video':
    case 'mpeg2video':
      return pictureOfMpegSequence(frame);
    default:
      return null;
  }
}
