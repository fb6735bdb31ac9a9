/** Formats that no tool at hand writes, byte by byte. */

const u8 = (...values) => Buffer.from(values);
const u16 = (value) => u8(value >> 8, value & 255);
const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const ascii = (text) => Buffer.from(text, 'latin1');

/** An icon that holds PNG pictures: `[{size, png}]`. */
export function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let at = header.length;
  pictures.forEach(({ size, png }, i) => {
    const entry = 6 + 16 * i;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(at, entry + 12);
    at += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** A flat Photoshop document without layers, from 8-bit RGB or RGBA pixels. */
export function psd({ width, height, channels, pixels }) {
  const planes = Array.from({ length: channels }, (_, c) =>
    Buffer.from(Array.from({ length: width * height }, (_, i) => pixels[i * channels + c])),
  );
  const header = [
    ascii('8BPS'),
    u16(1),
    Buffer.alloc(6),
    u16(channels),
    u32(height),
    u32(width),
    u16(8),
    u16(3),
  ];
  const emptySections = [u32(0), u32(0), u32(0)];
  return Buffer.concat([...header, ...emptySections, u16(0), ...planes]);
}

/** A tune for one voice: `notes` are MIDI numbers, each lasting a quarter. */
export function midi({ notes, title, microsecondsPerQuarter = 500_000 }) {
  const ticks = 96;
  const name = Buffer.from(title, 'utf8');
  const events = [
    [u8(0, 0xff, 0x03, name.length), name],
    [u8(0, 0xff, 0x51, 3), u32(microsecondsPerQuarter).subarray(1)],
    ...notes.map((note) => [u8(0, 0x90, note, 90, ticks, 0x80, note, 0)]),
    [u8(0, 0xff, 0x2f, 0)],
  ].flat();
  const track = Buffer.concat(events);
  return Buffer.concat([
    ascii('MThd'),
    u32(6),
    u16(0),
    u16(1),
    u16(ticks),
    ascii('MTrk'),
    u32(track.length),
    track,
  ]);
}

const box = (type, ...parts) => {
  const content = Buffer.concat(parts);
  return Buffer.concat([u32(content.length + 8), ascii(type), content]);
};
const fullBox = (type, version, flags, ...parts) => box(type, u32(version * 2 ** 24 + flags), ...parts);

/** A HEIC picture around one HEVC key frame, given as `hvcC` configuration and length-prefixed units. */
export function heic({ width, height, configuration, frame, clockwiseTurns = 0 }) {
  const ftyp = box('ftyp', ascii('heic'), u32(0), ascii('mif1heic'));
  const properties = [
    box('hvcC', configuration),
    fullBox('ispe', 0, 0, u32(width), u32(height)),
    fullBox('pixi', 0, 0, u8(3, 8, 8, 8)),
    // irot turns counter-clockwise.
    ...(clockwiseTurns ? [box('irot', u8((4 - clockwiseTurns) % 4))] : []),
  ];
  const association = [
    u32(1),
    u16(1),
    u8(properties.length),
    ...properties.map((_, i) => u8((i === 0 || i === 3 ? 0x80 : 0) | (i + 1))),
  ];
  const metaFor = (offset) =>
    fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, u32(0), ascii('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, 0, u16(1)),
      fullBox('iloc', 0, 0, u8(0x44, 0), u16(1), u16(1), u16(0), u16(1), u32(offset), u32(frame.length)),
      fullBox('iinf', 0, 0, u16(1), fullBox('infe', 2, 0, u16(1), u16(0), ascii('hvc1'), u8(0))),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, 0, ...association)),
    );
  const offset = ftyp.length + metaFor(0).length + 8;
  return Buffer.concat([ftyp, metaFor(offset), box('mdat', frame)]);
}

/** The parts of an MP4 with one HEVC frame that a HEIC is made of. */
export function hevcFrameOf(mp4) {
  const configurationAt = mp4.indexOf('hvcC', 0, 'latin1');
  const configuration = mp4.subarray(
    configurationAt + 4,
    configurationAt - 4 + mp4.readUInt32BE(configurationAt - 4),
  );
  const dataAt = mp4.indexOf('mdat', 0, 'latin1');
  const frame = mp4.subarray(dataAt + 4, dataAt - 4 + mp4.readUInt32BE(dataAt - 4));
  return { configuration, frame };
}

export const lfsPointer = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345678
`;

const matrices = {
  90: [0, 1, -1, 0],
  180: [-1, 0, 0, -1],
  270: [0, -1, 1, 0],
};

/** An MP4 whose first track is turned clockwise for display: its header's matrix says so. */
export function turned(mp4, clockwiseDegrees) {
  const copy = Buffer.from(mp4);
  const matrixAt = copy.indexOf('tkhd', 0, 'latin1') + 4 + 40;
  const [a, b, c, d] = matrices[clockwiseDegrees];
  [a, b, 0, c, d, 0].forEach((value, i) => copy.writeInt32BE(value * 0x10000, matrixAt + 4 * i));
  return copy;
}
