import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';
import { describePixelFormat } from '../pixelFormat';
import { exifFacts, turnedSize } from '../tags/exif';
import { readTiff, type Directory, type Tiff } from '../tags/tiff';

/** Tags of TIFF 6.0 and of what was added to it. */
const tag = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  colorMap: 320,
  tileOffsets: 324,
  subDirectories: 330,
  chromaSubsampling: 530,
  filterPattern: 33422,
  negativeVersion: 50706,
} as const;

/** None, the faxes' (2 to 4), LZW, JPEG (6 and 7), Deflate (8 and 32946), PackBits, LZMA. */
const compressions: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32946, 32773, 34925]);
const photometric = { separated: 5, chroma: 6 } as const;
/** Either zero is white or black, RGB, palette, inks, luma and chroma. */
const photometrics: ReadonlySet<number> = new Set([0, 1, 2, 3, photometric.separated, photometric.chroma]);

/**
 * The first picture of a TIFF. Of what FFmpeg cannot decode, such as BigTIFF and floating point, ffprobe does not even
 * know the size: then that is all there is. Raw photos are ffprobe's.
 */
export function readTiffPicture(source: ByteSource): MediaFacts | null {
  const tiff = readTiff((offset, length) => source.read(offset, length));
  if (!tiff || !isPlainPicture(tiff.main)) return null;
  const { main } = tiff;
  const width = main.number(tag.width) ?? 0;
  const height = main.number(tag.height) ?? 0;
  if (width === 0 || height === 0) return null;
  const isReadable = isReadByFfmpeg(tiff);
  const pixelFormat = isReadable ? pixelFormatOf(tiff) : null;
  // What is rare in luma and chroma FFmpeg may know after all.
  if (isReadable && pixelFormat === null && main.number(tag.photometric) === photometric.chroma) return null;
  const pixels = pixelFormat === null ? null : describePixelFormat(pixelFormat);
  const { rotationDegrees, capturedAtMs } = exifFacts(tiff);
  return pictureFacts('tiff', {
    containerFormat: 'tiff_pipe',
    codec: 'tiff',
    ...turnedSize(width, height, rotationDegrees),
    rotationDegrees,
    pixelFormat,
    bitDepth: pixels?.bitDepth ?? null,
    hasAlpha: pixels && pixels.hasAlpha && pixelFormat !== 'pal8',
    capturedAtMs,
  });
}

function isPlainPicture(main: Directory): boolean {
  const isRaw = main.has(tag.filterPattern) || main.has(tag.negativeVersion);
  // Then FFmpeg may look at another picture than the first.
  const isThumbnail = (main.number(tag.subfileType) ?? 0) !== 0 && main.has(tag.subDirectories);
  return !isRaw && !isThumbnail && main.has(tag.stripOffsets) !== main.has(tag.tileOffsets);
}

function isReadByFfmpeg({ main, isBig }: Tiff): boolean {
  return (
    !isBig &&
    compressions.has(main.number(tag.compression) ?? 1) &&
    photometrics.has(main.number(tag.photometric) ?? 0)
  );
}

function pixelFormatOf({ main, isLittleEndian }: Tiff): string | null {
  const { bits, samples } = samplesOf(main);
  const isPlanar = main.number(tag.planarConfiguration) === 2;
  const colors = main.number(tag.photometric) ?? 0;
  const key = `${bits}/${samples}`;
  const suffix = isLittleEndian ? 'le' : 'be';
  if (colors === photometric.chroma) return key === '24/3' && !isPlanar ? chromaFormat(main) : null;
  if (isPlanar) return planar[key]?.replace('@', suffix) ?? null;
  if (key === '40/5' && colors !== photometric.separated) return null;
  if (key === '32/4' && colors === photometric.separated) return 'rgb0';
  const format = main.has(tag.colorMap) ? (withPalette[key] ?? packed[key]) : packed[key];
  return format?.replace('@', suffix) ?? null;
}

/** By bits of all samples and the samples' number; `@` stands for the byte order. */
const packed: Readonly<Partial<Record<string, string>>> = {
  '1/1': 'monob',
  '2/1': 'pal8',
  '4/1': 'pal8',
  '8/1': 'gray',
  '12/1': 'gray12le',
  '16/1': 'gray16@',
  '16/2': 'ya8',
  '32/2': 'ya16@',
  '24/3': 'rgb24',
  '48/3': 'rgb48@',
  '32/4': 'rgba',
  '64/4': 'rgba64@',
  '40/5': 'rgba',
};
const withPalette: typeof packed = { '1/1': 'pal8', '8/1': 'pal8' };
/** Each sample of all pixels in a plane of its own. */
const planar: typeof packed = { '24/3': 'gbrp', '32/4': 'gbrap', '48/3': 'gbrp16@', '64/4': 'gbrap16@' };

/** Bits of one pixel, all samples together. Some writers give one sample's bits once for all. */
function samplesOf(main: Directory): { readonly bits: number; readonly samples: number } {
  const listed = main.numbers(tag.bitsPerSample);
  const samples = main.number(tag.samplesPerPixel);
  const sum = listed.reduce((total, each) => total + each, 0);
  if (listed.length > 1) return { bits: sum, samples: samples ?? listed.length };
  const [bits = 1] = listed;
  return { bits: bits * (samples ?? 1), samples: samples ?? 1 };
}

const chromaFormats: Readonly<Partial<Record<string, string>>> = {
  '1,1': 'yuv444p',
  '2,1': 'yuv422p',
  '4,1': 'yuv411p',
  '1,2': 'yuv440p',
  '2,2': 'yuv420p',
  '4,4': 'yuv410p',
};

/** FFmpeg takes chroma for whole where nothing is said of it. */
function chromaFormat(main: Directory): string | null {
  const said = main.numbers(tag.chromaSubsampling);
  return chromaFormats[said.length === 0 ? '1,1' : said.join()] ?? null;
}
