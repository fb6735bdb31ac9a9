import { crc32, deflateSync } from 'node:zlib';

/** Pictures written byte by byte, for what no tool at hand writes. Their pixels are empty. */

export const ascii = (text: string) => Buffer.from(text, 'latin1');
export const u8 = (...values: readonly number[]) => Buffer.from(values);
export const be16 = (...values: readonly number[]) => numbers(values, 2, 'BE');
export const be32 = (...values: readonly number[]) => numbers(values, 4, 'BE');
export const le16 = (...values: readonly number[]) => numbers(values, 2, 'LE');
export const le32 = (...values: readonly number[]) => numbers(values, 4, 'LE');

function numbers(values: readonly number[], size: number, order: 'BE' | 'LE'): Buffer {
  const bytes = Buffer.alloc(values.length * size);
  values.forEach((value, i) => {
    const unsigned = value < 0 ? value + 2 ** (8 * size) : value;
    if (order === 'BE') bytes.writeUIntBE(unsigned, i * size, size);
    else bytes.writeUIntLE(unsigned, i * size, size);
  });
  return bytes;
}

/** `[tag, type, values]`: numbers for shorts (3), longs (4) and rationals (5, two numbers each), text for ASCII (2). */
export type TiffEntry = readonly [tag: number, type: 2 | 3 | 4 | 5, values: string | readonly number[]];

/** A TIFF with its directories at its beginning; `photo` is the EXIF directory, `after` what comes last. */
export function tiffBytes(
  entries: readonly TiffEntry[],
  {
    isBigEndian = false,
    isBig = false,
    photo = [],
    after = Buffer.alloc(0),
  }: {
    readonly isBigEndian?: boolean;
    /** BigTIFF: places and counts of eight bytes. */
    readonly isBig?: boolean;
    readonly photo?: readonly TiffEntry[];
    readonly after?: Buffer;
  } = {},
): Buffer {
  const short = isBigEndian ? be16 : le16;
  const long = isBigEndian ? be32 : le32;
  const long8 = (value: number) => (isBigEndian ? be32(0, value) : le32(value, 0));
  const place = isBig ? long8 : long;
  const [headerBytes, countBytes, placeBytes] = isBig ? [16, 8, 8] : [8, 2, 4];
  const bytesOf = ([, type, values]: TiffEntry) =>
    typeof values === 'string' ? ascii(`${values}\0`) : type === 3 ? short(...values) : long(...values);
  const countOf = ([, type, values]: TiffEntry) =>
    typeof values === 'string' ? values.length + 1 : type === 5 ? values.length / 2 : values.length;
  const directory = (list: readonly TiffEntry[], at: number): Buffer => {
    const table = [isBig ? long8(list.length) : short(list.length)];
    const outside: Buffer[] = [];
    let outsideAt = at + countBytes + (4 + 2 * placeBytes) * list.length + placeBytes;
    for (const entry of [...list].sort(([a], [b]) => a - b)) {
      const bytes = bytesOf(entry);
      const isInside = bytes.length <= placeBytes;
      const value = isInside
        ? Buffer.concat([bytes, Buffer.alloc(placeBytes - bytes.length)])
        : place(outsideAt);
      table.push(short(entry[0], entry[1]), place(countOf(entry)), value);
      if (isInside) continue;
      const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
      outside.push(padded);
      outsideAt += padded.length;
    }
    return Buffer.concat([...table, place(0), ...outside]);
  };
  const pointer: readonly TiffEntry[] = photo.length > 0 ? [[0x8769, 4, [0]]] : [];
  const photoAt = headerBytes + directory([...entries, ...pointer], headerBytes).length;
  const pointed: readonly TiffEntry[] = photo.length > 0 ? [[0x8769, 4, [photoAt]]] : [];
  return Buffer.concat([
    ascii(isBigEndian ? 'MM' : 'II'),
    isBig ? short(43, 8, 0) : short(42),
    place(headerBytes),
    directory([...entries, ...pointed], headerBytes),
    ...(photo.length > 0 ? [directory(photo, photoAt)] : []),
    after,
  ]);
}

/** A TIFF of one uncompressed strip. */
export function tiffPicture(
  {
    width,
    height,
    bits,
    ...more
  }: {
    width: number;
    height: number;
    bits: readonly number[];
    photometric?: number;
    isPlanar?: boolean;
    extra?: readonly TiffEntry[];
  },
  options: {
    readonly isBigEndian?: boolean;
    readonly isBig?: boolean;
    readonly photo?: readonly TiffEntry[];
  } = {},
): Buffer {
  const total = bits.reduce((sum, each) => sum + each, 0);
  const data = Buffer.alloc(Math.ceil((width * total) / 8) * height + 64);
  const entries = (offset: number): readonly TiffEntry[] => [
    [256, 3, [width]],
    [257, 3, [height]],
    [258, 3, bits],
    [259, 3, [1]],
    [262, 3, [more.photometric ?? (bits.length >= 3 ? 2 : 1)]],
    [273, 4, [offset]],
    [277, 3, [bits.length]],
    [278, 3, [height]],
    [279, 4, [data.length]],
    [284, 3, [more.isPlanar ? 2 : 1]],
    ...(more.extra ?? []),
  ];
  const offset = tiffBytes(entries(0), options).length;
  return tiffBytes(entries(offset), { ...options, after: data });
}

/** A JPEG's or PNG's block of EXIF. */
export function exifBlock(
  { orientation, photo = [] }: { readonly orientation?: number; readonly photo?: readonly TiffEntry[] },
  isBigEndian = false,
): Buffer {
  const main: readonly TiffEntry[] = [
    [0x010f, 2, 'Acme Cameras'],
    ...(orientation === undefined ? [] : [[0x0112, 3, [orientation]] as const]),
    [0x011a, 5, [72, 1]],
  ];
  return tiffBytes(main, { isBigEndian, photo });
}

/** One segment of a JPEG. */
export function segment(marker: number, content: Buffer): Buffer {
  return Buffer.concat([u8(0xff, marker), be16(content.length + 2), content]);
}

/** Puts segments between a JPEG's first marker and the rest. */
export function withSegments(jpeg: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

export const exifSegment = (block: Buffer) => segment(0xe1, Buffer.concat([ascii('Exif\0\0'), block]));

/** A baseline JPEG's header with components `[name, across, down]`; what follows is no picture, only its end. */
export function jpegHeader(
  width: number,
  height: number,
  components: readonly (readonly [name: number, across: number, down: number])[],
  before: readonly Buffer[] = [],
): Buffer {
  const frame = Buffer.concat([
    u8(8),
    be16(height, width),
    u8(components.length),
    ...components.map(([name, across, down]) => u8(name, across * 16 + down, 0)),
  ]);
  const scan = Buffer.concat([
    u8(components.length),
    ...components.map(([name]) => u8(name, 0)),
    u8(0, 63, 0),
  ]);
  const table = segment(0xdb, Buffer.concat([u8(0), Buffer.alloc(64, 1)]));
  const body = [
    ...before,
    table,
    segment(0xc0, frame),
    segment(0xda, scan),
    Buffer.alloc(3000, 0x55),
    u8(0xff, 0xd9),
  ];
  return Buffer.concat([u8(0xff, 0xd8), ...body]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([ascii(type), data]);
  return Buffer.concat([be32(data.length), named, be32(crc32(named))]);
}

const samplesOfColorType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const pngSignature = ascii('\x89PNG\r\n\x1a\n');

/** `before` and `after` are chunks around the picture. */
export function pngBytes(
  {
    width,
    height,
    colorType,
    bits,
    isInterlaced = false,
  }: { width: number; height: number; colorType: number; bits: number; isInterlaced?: boolean },
  {
    before = [],
    after = [],
  }: { readonly before?: readonly Buffer[]; readonly after?: readonly Buffer[] } = {},
): Buffer {
  const lineBytes = 1 + Math.ceil((width * bits * (samplesOfColorType[colorType] ?? 1)) / 8);
  const pixels = deflateSync(Buffer.alloc(lineBytes * height * (isInterlaced ? 2 : 1) + 64));
  const header = Buffer.concat([be32(width, height), u8(bits, colorType, 0, 0, isInterlaced ? 1 : 0)]);
  const palette = colorType === 3 ? [pngChunk('PLTE', Buffer.alloc(3 * 2 ** bits))] : [];
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    ...palette,
    ...before,
    pngChunk('IDAT', pixels),
    ...after,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An APNG whose first frame is its picture; delays are `[numerator, denominator]` of seconds. */
export function apngBytes(
  size: { readonly width: number; readonly height: number },
  delays: readonly (readonly [number, number])[],
): Buffer {
  const control = (order: number, [numerator, denominator]: readonly [number, number]) =>
    pngChunk(
      'fcTL',
      Buffer.concat([be32(order, size.width, size.height, 0, 0), be16(numerator, denominator), u8(0, 0)]),
    );
  const pixels = deflateSync(Buffer.alloc((1 + 3 * size.width) * size.height));
  const frames = delays
    .slice(1)
    .flatMap((delay, i) => [
      control(1 + 2 * i, delay),
      pngChunk('fdAT', Buffer.concat([be32(2 + 2 * i), pixels])),
    ]);
  const before = [pngChunk('acTL', be32(delays.length, 1)), control(0, delays[0] ?? [1, 10])];
  return pngBytes({ ...size, colorType: 2, bits: 8 }, { before, after: frames });
}

/** A bitmap with Windows' header of 40 bytes, or a longer one when there are masks. */
export function bmpBytes({
  width,
  height,
  bits,
  masks = [],
  palette = 0,
  fill = 0,
}: {
  width: number;
  height: number;
  bits: number;
  masks?: readonly number[];
  palette?: number;
  fill?: number;
}): Buffer {
  const headerBytes = masks.length > 3 ? 56 : 40;
  const extra = Buffer.concat([
    le32(...masks),
    Buffer.alloc(masks.length > 3 ? 0 : 0),
    Buffer.alloc(4 * palette),
  ]);
  const offset = 14 + 40 + extra.length;
  const pixels = Buffer.alloc(Math.ceil((width * bits) / 32) * 4 * Math.abs(height), fill);
  return Buffer.concat([
    ascii('BM'),
    le32(offset + pixels.length, 0, offset),
    le32(headerBytes, width, height),
    le16(1, bits),
    le32(masks.length > 0 ? 3 : 0, pixels.length, 2835, 2835, palette, 0),
    extra,
    pixels,
  ]);
}

/** `version` 2 is the large kind. */
export function psdBytes({
  width,
  height,
  mode,
  channels,
  bits,
  version = 1,
  compression = 0,
}: {
  width: number;
  height: number;
  mode: number;
  channels: number;
  bits: number;
  version?: 1 | 2;
  compression?: number;
}): Buffer {
  const colors = mode === 2 ? 768 : 0;
  const resources = Buffer.alloc(120, 1);
  return Buffer.concat([
    ascii('8BPS'),
    be16(version),
    Buffer.alloc(6),
    be16(channels),
    be32(height, width),
    be16(bits, mode),
    be32(colors),
    Buffer.alloc(colors),
    be32(resources.length),
    resources,
    Buffer.alloc(version === 2 ? 8 : 4),
    be16(compression),
    Buffer.alloc(Math.ceil((width * bits) / 8) * height * channels),
  ]);
}

export interface IconPicture {
  /** As its entry says, 0 for 256. */
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly content: Buffer;
}

/** Type 1 is an icon, 2 a cursor. */
export function iconBytes(pictures: readonly IconPicture[], type: 1 | 2 = 1): Buffer {
  let at = 6 + 16 * pictures.length;
  const entries = pictures.map(({ width, height, bits, content }) => {
    const entry = Buffer.concat([u8(width, height, 0, 0), le16(1, bits), le32(content.length, at)]);
    at += content.length;
    return entry;
  });
  return Buffer.concat([
    le16(0, type, pictures.length),
    ...entries,
    ...pictures.map(({ content }) => content),
  ]);
}

/** A bitmap as icons have it: without a file's header, and with its mask. */
export function iconBitmap(width: number, height: number, bits: number, fill = 0): Buffer {
  const pixels = Buffer.alloc(Math.ceil((width * bits) / 32) * 4 * height, fill);
  const palette = bits <= 8 ? Buffer.alloc(4 * 2 ** bits) : Buffer.alloc(0);
  const mask = Buffer.alloc(Math.ceil(width / 32) * 4 * height);
  return Buffer.concat([
    le32(40, width, 2 * height),
    le16(1, bits),
    le32(0, 0, 0, 0, 0, 0),
    palette,
    pixels,
    mask,
  ]);
}

export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([be32(content.length + 8), ascii(type), content]);
}

const fullBox = (type: string, version: number, ...parts: readonly Buffer[]) =>
  box(type, be32(version * 2 ** 24), ...parts);

/** Properties of the picture, in order, and of what it refers to. */
export interface HeifParts {
  readonly brand: 'heic' | 'avif' | 'avis';
  readonly own: readonly Buffer[];
  /** Of another item, which `reference` (`dimg`, or `auxl` the other way round) ties to the picture. */
  readonly other?: readonly Buffer[];
  readonly reference?: 'dimg' | 'auxl';
}

export function heifBytes({ brand, own, other = [], reference = 'dimg' }: HeifParts): Buffer {
  const links = (id: number, count: number, first: number) => [
    be16(id),
    u8(count, ...Array.from({ length: count }, (_, i) => first + i)),
  ];
  const [from, to] = reference === 'dimg' ? [1, 2] : [2, 1];
  return Buffer.concat([
    box('ftyp', ascii(brand), be32(0), ascii(`mif1${brand}`)),
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, be32(0), ascii('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, be16(1)),
      ...(other.length > 0 ? [fullBox('iref', 0, box(reference, be16(from), be16(1), be16(to)))] : []),
      box(
        'iprp',
        box('ipco', ...other, ...own),
        fullBox(
          'ipma',
          0,
          be32(other.length > 0 ? 2 : 1),
          ...links(1, own.length, other.length + 1),
          ...(other.length > 0 ? links(2, other.length, 1) : []),
        ),
      ),
    ),
    box('mdat', Buffer.alloc(64)),
  ]);
}

export const heifProperty = {
  size: (width: number, height: number) => fullBox('ispe', 0, be32(width, height)),
  /** Chroma 0 to 3 is grey, 4:2:0, 4:2:2, 4:4:4. */
  hevc: (chroma: number, bits: number) =>
    box(
      'hvcC',
      u8(1),
      Buffer.alloc(15),
      u8(0xfc | chroma, 0xf8 | (bits - 8), 0xf8 | (bits - 8)),
      Buffer.alloc(4),
    ),
  av1: (flags: number) => box('av1C', u8(0x81, 0, flags, 0)),
  /** Quarter turns, counter-clockwise. */
  turn: (quarterTurns: number) => box('irot', u8(quarterTurns)),
  /** 0 exchanges top and bottom, 1 left and right. */
  mirror: (axis: number) => box('imir', u8(axis)),
  crop: (width: number, height: number) => box('clap', be32(width, 1, height, 1, 0, 1, 0, 1)),
  alpha: () => fullBox('auxC', 0, ascii('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0')),
  color: (primaries: number, transfer: number, matrix: number) =>
    box('colr', ascii('nclx'), be16(primaries, transfer, matrix), u8(0x80)),
  profile: () => box('colr', ascii('prof'), Buffer.alloc(128)),
} as const;
