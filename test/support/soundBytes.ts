/** Sound files made by hand, for what no encoder writes: broken sizes, old tags, odd chunks. */

export const latin1 = (text: string) => Buffer.from(text, 'latin1');
export const utf8 = (text: string) => Buffer.from(text, 'utf8');

export function uint32(...numbers: readonly number[]): Buffer {
  return Buffer.concat(
    numbers.map((number) => Buffer.from([number >>> 24, number >>> 16, number >>> 8, number])),
  );
}

export function uint32LE(...numbers: readonly number[]): Buffer {
  return Buffer.concat(numbers.map((number) => uint32(number).reverse()));
}

export function uint16LE(...numbers: readonly number[]): Buffer {
  return Buffer.concat(numbers.map((number) => Buffer.from([number, number >>> 8])));
}

/** A chunk of RIFF, padded to an even length. `claimed` is written instead of its size. */
export function chunk(id: string, content: Buffer, claimed = content.length): Buffer {
  return Buffer.concat([latin1(id), uint32LE(claimed), content, Buffer.alloc(content.length % 2)]);
}

export interface WaveShape {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits?: number;
  readonly bytesPerSecond?: number;
  readonly extra?: Buffer;
}

export function waveFormat({
  tag = 1,
  channels = 1,
  rateHz = 8000,
  bits = 16,
  ...more
}: WaveShape = {}): Buffer {
  const blockBytes = channels * Math.ceil(bits / 8);
  const bytesPerSecond = more.bytesPerSecond ?? blockBytes * rateHz;
  return chunk(
    'fmt ',
    Buffer.concat([
      uint16LE(tag, channels),
      uint32LE(rateHz, bytesPerSecond),
      uint16LE(blockBytes, bits),
      more.extra ?? Buffer.alloc(0),
    ]),
  );
}

export function wave(chunks: readonly Buffer[], claimed?: number): Buffer {
  const content = Buffer.concat([latin1('WAVE'), ...chunks]);
  return Buffer.concat([latin1('RIFF'), uint32LE(claimed ?? content.length), content]);
}

export function riffInfo(tags: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(tags).map(([id, value]) => chunk(id, value));
  return chunk('LIST', Buffer.concat([latin1('INFO'), ...parts]));
}

/** Samples that are neither silent nor the start of anything else. */
export function samples(bytes: number): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_, at) => ((at * 7919) % 251) + 1));
}

export function aiffChunk(id: string, content: Buffer): Buffer {
  return Buffer.concat([latin1(id), uint32(content.length), content, Buffer.alloc(content.length % 2)]);
}

/** A rate below 2^31, as an extended number of 80 bits. */
export function aiffCommon(rateHz: number, frames: number, bits = 16, compression = Buffer.alloc(0)): Buffer {
  const shift = Math.clz32(rateHz);
  const exponent = 16383 + 31 - shift;
  return aiffChunk(
    'COMM',
    Buffer.concat([
      Buffer.from([0, 1]),
      uint32(frames),
      Buffer.from([bits >>> 8, bits, exponent >>> 8, exponent]),
      uint32((rateHz << shift) >>> 0, 0),
      compression,
    ]),
  );
}

export function aiff(type: 'AIFF' | 'AIFC', chunks: readonly Buffer[]): Buffer {
  return aiffChunk('FORM', Buffer.concat([latin1(type), ...chunks]));
}

const syncSafe = (value: number) => Buffer.from([21, 14, 7, 0].map((shift) => (value >>> shift) & 127));

export interface Id3Shape {
  readonly version: 2 | 3 | 4;
  readonly flags?: number;
  readonly paddingBytes?: number;
}

export function id3({ version, flags = 0, paddingBytes = 0 }: Id3Shape, frames: readonly Buffer[]): Buffer {
  const content = Buffer.concat([...frames, Buffer.alloc(paddingBytes)]);
  const hasFooter = (flags & 0x10) !== 0;
  const rest = Buffer.concat([Buffer.from([version, 0, flags]), syncSafe(content.length)]);
  return Buffer.concat([latin1('ID3'), rest, content, ...(hasFooter ? [latin1('3DI'), rest] : [])]);
}

export function id3Frame(version: 2 | 3 | 4, id: string, content: Buffer, flags = 0): Buffer {
  if (version === 2) return Buffer.concat([latin1(id), uint32(content.length).subarray(1), content]);
  const size = version === 4 ? syncSafe(content.length) : uint32(content.length);
  return Buffer.concat([latin1(id), size, Buffer.from([flags >>> 8, flags]), content]);
}

/** Text of a frame in each of the encodings there are. */
export const id3Text = {
  latin1: (text: string) => Buffer.concat([Buffer.from([0]), latin1(text)]),
  utf16: (text: string) => Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  utf16BigEndianMarked: (text: string) =>
    Buffer.concat([Buffer.from([1, 0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
  utf16BigEndian: (text: string) => Buffer.concat([Buffer.from([2]), Buffer.from(text, 'utf16le').swap16()]),
  utf8: (text: string) => Buffer.concat([Buffer.from([3]), utf8(text)]),
} as const;

export function id3v1(title: Buffer, artist: Buffer, album: Buffer): Buffer {
  const tag = Buffer.alloc(128);
  tag.write('TAG', 'latin1');
  title.copy(tag, 3, 0, 30);
  artist.copy(tag, 33, 0, 30);
  album.copy(tag, 63, 0, 30);
  return tag;
}

/** Silent frames of layer 3: 44100 Hz, one channel, bit rates by their code. */
export function mp3Frames(rateCodes: readonly number[]): Buffer {
  const kbps = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
  return Buffer.concat(
    rateCodes.map((code) => {
      const frame = Buffer.alloc(Math.floor((144_000 * (kbps[code] ?? 32)) / 44100));
      frame.set([0xff, 0xfb, code << 4, 0xc0]);
      return frame;
    }),
  );
}

export interface FlacShape {
  readonly samples: number;
  readonly comments?: readonly Buffer[];
  readonly more?: readonly { readonly type: number; readonly content: Buffer }[];
}

/** Headers and the beginning of a frame: 44100 Hz, two channels, 16 bits. */
export function flac({ samples: total, comments = [], more = [] }: FlacShape): Buffer {
  const info = Buffer.alloc(34);
  info.set([0x10, 0, 0x10, 0]);
  info.set([0x0a, 0xc4, 0x42, 0xf0], 10);
  info.writeUInt32BE(total, 14);
  const blocks = [{ type: 0, content: info }, { type: 4, content: vorbisComments(comments) }, ...more];
  return Buffer.concat([
    latin1('fLaC'),
    ...blocks.map(({ type, content }, at) =>
      Buffer.concat([
        Buffer.from([type | (at === blocks.length - 1 ? 0x80 : 0)]),
        uint32(content.length).subarray(1),
        content,
      ]),
    ),
    Buffer.from([0xff, 0xf8, 0xc9, 0x18, 0, 0]),
  ]);
}

export function vorbisComments(comments: readonly Buffer[]): Buffer {
  const parts = comments.map((comment) => Buffer.concat([uint32LE(comment.length), comment]));
  return Buffer.concat([uint32LE(4), latin1('mine'), uint32LE(comments.length), ...parts]);
}

export function flacPicture(imageBytes: number): Buffer {
  const type = latin1('image/png');
  const image = Buffer.alloc(imageBytes);
  image.write('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([uint32(3, type.length), type, uint32(0, 1, 1, 24, 0, imageBytes), image]);
}

/** Tracks that begin at these samples, and the one that ends the disc. */
export function flacCueSheet(starts: readonly number[]): Buffer {
  const track = (start: number, number: number, indices: number) =>
    Buffer.concat([
      uint32(0, start),
      Buffer.from([number]),
      Buffer.alloc(26),
      Buffer.from([indices]),
      Buffer.alloc(12 * indices),
    ]);
  const tracks = starts.map((start, at) => track(start, at + 1, 1));
  return Buffer.concat([Buffer.alloc(395), Buffer.from([starts.length + 1]), ...tracks, track(0, 170, 0)]);
}

export function au(claimedBytes: number, data: Buffer, note = Buffer.alloc(0)): Buffer {
  return Buffer.concat([latin1('.snd'), uint32(24 + note.length, claimedBytes, 3, 8000, 1), note, data]);
}

/** Frames of 20 ms in one mode. */
export function amr(kind: 'NB' | 'WB', mode: number, frames: number): Buffer {
  const sizes = kind === 'NB' ? [13, 14, 16, 18, 20, 21, 27, 32, 6] : [18, 24, 33, 37, 41, 47, 51, 59, 61, 6];
  const frame = samples(sizes[mode] ?? 1);
  frame[0] = (mode << 3) | 4;
  return Buffer.concat([
    latin1(kind === 'NB' ? '#!AMR\n' : '#!AMR-WB\n'),
    ...Array.from({ length: frames }, () => frame),
  ]);
}

/** A page of Ogg. */
export function oggPage(serial: number, granule: number, flags: number, packets: readonly Buffer[]): Buffer {
  const segments = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const page = Buffer.concat([
    latin1('OggS\0'),
    Buffer.from([flags]),
    uint32LE(granule, Math.floor(granule / 2 ** 32), serial, 0, 0),
    Buffer.from([segments.length, ...segments]),
    ...packets,
  ]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

/** Bit by bit, of a page whose own checksum is 0. */
export function oggChecksum(page: Buffer): number {
  let remainder = 0;
  for (const byte of page) {
    remainder ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder < 0 ? 0x04c11db7 : 0);
  }
  return remainder >>> 0;
}

/**
 * With an Ogg Skeleton, as Xiph's own tools and VLC write it: its beginning first, and when each stream begins behind
 * all beginnings.
 */
export function withSkeleton(ogg: Buffer, startGranule = 0): Buffer {
  const serials: number[] = [];
  let at = 0;
  for (; ((ogg[at + 5] ?? 0) & 2) !== 0; at += pageBytesAt(ogg, at)) serials.push(ogg.readUInt32LE(at + 14));
  const serial = 0x5ce1e708;
  const head = Buffer.concat([
    latin1('fishead\0'),
    uint16LE(3, 0),
    uint32LE(0, 0, 1000, 0, 0, 0, 1000),
    Buffer.alloc(24),
  ]);
  const bones = serials.map((each) =>
    Buffer.concat([latin1('fisbone\0'), uint32LE(44, each, 3, 1, 0, 1, 0, startGranule, 0, 0, 0)]),
  );
  return Buffer.concat([
    oggPage(serial, 0, 2, [head]),
    ogg.subarray(0, at),
    ...bones.map((bone) => oggPage(serial, 0, 0, [bone])),
    oggPage(serial, 0, 4, [Buffer.alloc(0)]),
    ogg.subarray(at),
  ]);
}

function pageBytesAt(ogg: Buffer, at: number): number {
  const segments = ogg.subarray(at + 27, at + 27 + ogg.readUInt8(at + 26));
  return 27 + segments.length + segments.reduce((sum, each) => sum + each, 0);
}

/** Opus of one channel: two pages of headers and one of sound. */
export function opusFile(comments: readonly Buffer[], granule: number): Buffer {
  const head = Buffer.concat([
    latin1('OpusHead'),
    Buffer.from([1, 1]),
    uint16LE(312),
    uint32LE(48000),
    Buffer.alloc(3),
  ]);
  const tags = Buffer.concat([latin1('OpusTags'), vorbisComments(comments)]);
  const packet = Buffer.concat([Buffer.from([0x78]), samples(40)]);
  return Buffer.concat([
    oggPage(7, 0, 2, [head]),
    oggPage(7, 0, 0, [tags]),
    oggPage(7, granule, 4, [packet, packet, packet]),
  ]);
}
