import { pictureOfAv1Configuration, pictureOfAv1Obus } from '../../codecs/av1';
import { matrixName, transferName, unspecifiedColors } from '../../codecs/colors';
import { codecOfMatroska, videoCodecOfRiff } from '../../codecs/fourCharacterCodes';
import { croppedByContainer, pictureOfAvcConfiguration } from '../../codecs/h264';
import { pictureOfHevcConfiguration } from '../../codecs/hevc';
import { pictureOfMjpegFrame } from '../../codecs/mjpegFrame';
import { pictureOfMpegSequence } from '../../codecs/mpeg2Video';
import { pictureOfMpeg4Vol } from '../../codecs/mpeg4Visual';
import { pictureOfProresFrame } from '../../codecs/prores';
import { pictureOfTheoraHeader } from '../../codecs/theora';
import { pictureOfVp9Frame } from '../../codecs/vp9';
import { noPicture, type PictureCoding } from '../../reading';
import { childrenOf, lastOf, unsignedOf } from './ebml';
import type { FirstFrames } from './frames';
import { ids } from './ids';
import { firstXiphPacket } from './lacing';
import type { Track } from './track';
import type { VideoSettings } from './videoSettings';

/** Headers of a frame; the tables of a JPEG stand before its size. */
const headerBytes = 2 * 1024;
const jpegHeaderBytes = 64 * 1024;

/** What the picture's coding says, with the colours that FFmpeg believes. Null for what only it can tell. */
export function pictureOf(track: Track, settings: VideoSettings, frames: FirstFrames): PictureCoding | null {
  const codec = codecOf(track);
  if (codec === null || track.strippedHeader === null || !frames.has(track)) return null;
  const picture = codedPicture(codec, track, settings, frames);
  if (picture?.codec !== codec) return null;
  return { ...picture, ...colorsOf(codec, picture, settings) };
}

const vfw = { codecId: 'V_MS/VFW/FOURCC', headerBytes: 40, codeAt: 16 } as const;

function codecOf({ codecId, codecPrivate }: Track): string | null {
  if (codecId !== vfw.codecId) return codecOfMatroska(codecId, null);
  if (codecPrivate.length < vfw.headerBytes) return null;
  const codec = videoCodecOfRiff(codecPrivate.toString('latin1', vfw.codeAt, vfw.codeAt + 4));
  // Of the rest it is not as plain what FFmpeg makes of them.
  return codec === 'mpeg4' || codec === 'mjpeg' ? codec : null;
}

function codedPicture(
  codec: string,
  track: Track,
  { width, height }: VideoSettings,
  frames: FirstFrames,
): PictureCoding | null {
  const { codecPrivate } = track;
  const frame = (bytes = headerBytes) => frames.of(track, bytes) ?? Buffer.alloc(0);
  switch (codec) {
    case 'h264':
      return codecPrivate.length === 0 ? null : croppedH264(codecPrivate, { width, height });
    case 'hevc':
      return codecPrivate.length === 0 ? null : pictureOfHevcConfiguration(codecPrivate);
    case 'av1':
      return pictureOfAv1Configuration(codecPrivate) ?? pictureOfAv1Obus(frame());
    case 'vp8':
      // FFmpeg looks into no frame: its decoder knows but one pixel format.
      return { ...noPicture, codec, width, height, pixelFormat: 'yuv420p' };
    case 'vp9':
      return pictureOfVp9Frame(frame());
    case 'theora':
      return pictureOfTheoraHeader(firstXiphPacket(codecPrivate));
    case 'mpeg4':
      return pictureOfMpeg4Vol(frame()) ?? pictureOfMpeg4Vol(codecPrivate);
    case 'mpeg1video':
    case 'mpeg2video':
      return pictureOfMpegSequence(frame()) ?? pictureOfMpegSequence(codecPrivate);
    case 'mjpeg':
      return pictureOfMjpegFrame(frame(jpegHeaderBytes), height);
    case 'prores':
      return pictureOfProresFrame(codecPrivate.toString('latin1', 0, 4), withProresAtom(frame()));
    default:
      return null;
  }
}

function croppedH264(
  avcC: Buffer,
  { width, height }: Pick<VideoSettings, 'width' | 'height'>,
): PictureCoding | null {
  const picture = pictureOfAvcConfiguration(avcC);
  return picture && croppedByContainer(picture, width, height);
}

/** Matroska leaves away the size and name that stand before a frame in QuickTime. */
function withProresAtom(frame: Buffer): Buffer {
  return frame.toString('latin1', 4, 8) === 'icpf'
    ? frame
    : Buffer.concat([Buffer.from('\0\0\0\0icpf'), frame]);
}

type Colors = Pick<PictureCoding, 'colorSpace' | 'colorTransfer'>;

/**
 * Decoders that always set colours overrule the container, if only to say that they are unknown; others do so when the
 * stream tells of them.
 */
function colorsOf(codec: string, coded: Colors, { color }: VideoSettings): Colors {
  const said = colorsInContainer(color);
  switch (codec) {
    case 'hevc':
    case 'av1':
    case 'prores':
      return coded;
    case 'vp9':
      return { colorSpace: coded.colorSpace, colorTransfer: said.colorTransfer };
    case 'mjpeg':
      return { colorSpace: coded.colorSpace, colorTransfer: coded.colorTransfer ?? said.colorTransfer };
    default: {
      const isCoded = coded.colorSpace !== null || coded.colorTransfer !== null;
      return isCoded ? coded : said;
    }
  }
}

const reservedMatrix = 3;
const reservedTransfers: ReadonlySet<number> = new Set([0, 3]);

/** The `Colour` element. */
function colorsInContainer(color: Buffer | undefined): Colors {
  const children = color ? childrenOf(color) : [];
  const matrix = unsignedOf(lastOf(children, ids.matrixCoefficients), unspecifiedColors.matrix);
  const transfer = unsignedOf(lastOf(children, ids.transferCharacteristics), unspecifiedColors.transfer);
  return {
    colorSpace: matrix === reservedMatrix ? null : matrixName(matrix),
    colorTransfer: reservedTransfers.has(transfer) ? null : transferName(transfer),
  };
}
