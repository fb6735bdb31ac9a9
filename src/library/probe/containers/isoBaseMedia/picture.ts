import { pictureOfAv1Configuration, pictureOfAv1Obus } from '../../codecs/av1';
import { matrixName, transferName } from '../../codecs/colors';
import { codecOfObjectType, videoCodecOfSampleEntry } from '../../codecs/fourCharacterCodes';
import { pictureOfH263Frame } from '../../codecs/h263';
import { croppedByContainer, pictureOfAvcConfiguration } from '../../codecs/h264';
import { pictureOfHevcConfiguration } from '../../codecs/hevc';
import { pictureOfMjpegFrame } from '../../codecs/mjpegFrame';
import { pictureOfMpegSequence } from '../../codecs/mpeg2Video';
import { pictureOfMpeg4Vol } from '../../codecs/mpeg4Visual';
import { pictureOfProresFrame } from '../../codecs/prores';
import { pictureOfVp8Frame } from '../../codecs/vp8';
import { pictureOfVp9Frame } from '../../codecs/vp9';
import type { PictureCoding } from '../../reading';
import { boxOf, type MemoryBox } from './boxes';
import { readStreamDescription } from './descriptors';
import type { PictureEntry } from './sampleEntry';

/** The first bytes of a track's first picture, or as many of them as it has. */
export type FirstPicture = (maxBytes: number) => Buffer | null;

type PictureReader = (entry: PictureEntry, firstPicture: FirstPicture) => PictureCoding | null;

/** Enough for what stands before the first line of a picture. */
const headerBytes = 4096;
/** JPEG may have thumbnails and profiles before that. */
const jpegHeaderBytes = 64 * 1024;

/** Null for a codec that is not known here, or that says too little. */
export function pictureOf(entry: PictureEntry, firstPicture: FirstPicture): PictureCoding | null {
  const codec = codecOf(entry.format);
  return (codec === null ? undefined : readers[codec])?.(entry, firstPicture) ?? null;
}

/** DV had this type first; what FFmpeg makes of Dolby's depends on the `hvcC` that only theirs has. */
function codecOf(format: string): string | null {
  return format === 'dvh1' ? 'hevc' : videoCodecOfSampleEntry(format);
}

/** By codec, as FFmpeg names it. */
const readers: Readonly<Partial<Record<string, PictureReader>>> = {
  h264: avcPicture,
  // What HEVC's own headers leave open FFmpeg leaves open too, whatever the container says.
  hevc: (entry) => fromBox(entry, 'hvcC', pictureOfHevcConfiguration),
  av1: av1Picture,
  vp9: (entry, first) => vpPicture(entry, pictureOfVp9Frame, first),
  vp8: (entry, first) => vpPicture(entry, pictureOfVp8Frame, first),
  mpeg4: mpeg4Picture,
  h263: (entry, first) => fromFrame(entry, first(headerBytes), pictureOfH263Frame),
  prores: (entry, first) => read(first(headerBytes), proresOf(entry)),
  mjpeg: (entry, first) => mjpegPicture(entry, first(jpegHeaderBytes)),
  mpeg2video: mpeg2Picture,
};

function read(
  bytes: Buffer | null | undefined,
  readPicture: (bytes: Buffer) => PictureCoding | null,
): PictureCoding | null {
  return bytes ? readPicture(bytes) : null;
}

function fromBox(
  { boxes }: PictureEntry,
  type: string,
  readPicture: (content: Buffer) => PictureCoding | null,
): PictureCoding | null {
  return read(boxOf(boxes, type)?.content, readPicture);
}

function fromFrame(
  entry: PictureEntry,
  frame: Buffer | null,
  readPicture: (frame: Buffer) => PictureCoding | null,
): PictureCoding | null {
  const picture = read(frame, readPicture);
  return picture && withColorsOf(entry, picture);
}

function avcPicture(entry: PictureEntry): PictureCoding | null {
  const picture = fromBox(entry, 'avcC', pictureOfAvcConfiguration);
  return picture && withColorsOf(entry, croppedByContainer(picture, entry.width, entry.height));
}

/** The configuration may leave the sequence header to the first picture. */
function av1Picture(entry: PictureEntry, firstPicture: FirstPicture): PictureCoding | null {
  return (
    fromBox(entry, 'av1C', pictureOfAv1Configuration) ?? read(firstPicture(headerBytes), pictureOfAv1Obus)
  );
}

/** A frame of VP8 or VP9 knows its matrix, but no transfer. */
function vpPicture(
  entry: PictureEntry,
  readFrame: (frame: Buffer) => PictureCoding | null,
  firstPicture: FirstPicture,
): PictureCoding | null {
  const picture = read(firstPicture(headerBytes), readFrame);
  return picture && { ...picture, colorTransfer: containerColors(entry.boxes).colorTransfer };
}

function mpeg4Picture(entry: PictureEntry, firstPicture: FirstPicture): PictureCoding | null {
  const descriptor = boxOf(entry.boxes, 'esds')?.content;
  const description = descriptor && readStreamDescription(descriptor);
  if (!description) return null;
  switch (codecOfObjectType(description.objectType)) {
    case 'mpeg4':
      return fromFrame(entry, description.decoderConfiguration, pictureOfMpeg4Vol);
    case 'mpeg2video':
      return mpeg2Picture(entry, firstPicture);
    case 'mjpeg':
      return mjpegPicture(entry, firstPicture(jpegHeaderBytes));
    default:
      return null;
  }
}

function mpeg2Picture(entry: PictureEntry, firstPicture: FirstPicture): PictureCoding | null {
  const picture = fromFrame(entry, firstPicture(headerBytes), pictureOfMpegSequence);
  return picture?.codec === 'mpeg2video' ? picture : null;
}

function mjpegPicture(entry: PictureEntry, frame: Buffer | null): PictureCoding | null {
  const picture = read(frame, (bytes) => pictureOfMjpegFrame(bytes, entry.height));
  return picture && { ...picture, colorTransfer: containerColors(entry.boxes).colorTransfer };
}

function proresOf({ format }: PictureEntry): (frame: Buffer) => PictureCoding | null {
  return (frame) => pictureOfProresFrame(format, frame);
}

/** The container's colours count where the stream gives none. */
function withColorsOf({ boxes }: PictureEntry, picture: PictureCoding): PictureCoding {
  if (picture.colorSpace !== null || picture.colorTransfer !== null) return picture;
  return { ...picture, ...containerColors(boxes) };
}

/** From the last box with codes of colours. */
function containerColors(boxes: readonly MemoryBox[]): Pick<PictureCoding, 'colorSpace' | 'colorTransfer'> {
  const box = boxes.findLast(({ type, content }) => isOfColors(type, content));
  if (!box) return { colorSpace: null, colorTransfer: null };
  const { type, content } = box;
  const [transfer, matrix] =
    type === 'vpcC'
      ? [content.readUInt8(8), content.readUInt8(9)]
      : [content.readUInt16BE(6), content.readUInt16BE(8)];
  return { colorSpace: matrixName(matrix), colorTransfer: transferName(transfer) };
}

/** A profile of colours has no codes. */
function isOfColors(type: string, content: Buffer): boolean {
  if (type === 'vpcC') return content.readUInt8(0) === 1;
  return type === 'colr' && /^ncl[xc]$/.test(content.toString('latin1', 0, 4));
}
