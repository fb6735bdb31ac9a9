/** Cuts elementary streams, as ffmpeg writes them, into the pieces that their codecs are made of. */

/** NAL units of an Annex B stream, without start codes. */
export function nalUnits(stream: Buffer): readonly Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf('\0\0\x01'); at !== -1; at = stream.indexOf('\0\0\x01', at + 3))
    starts.push(at + 3);
  return starts.map((start, i) => {
    const next = starts[i + 1];
    return stream.subarray(start, next === undefined ? stream.length : next - 3);
  });
}

/** The content of the first MP4 box of that type, wherever it is. */
export function boxContent(mp4: Buffer, type: string): Buffer {
  const at = mp4.indexOf(type, 0, 'latin1');
  if (at < 4) throw new Error(`no ${type}`);
  return mp4.subarray(at + 4, at - 4 + mp4.readUInt32BE(at - 4));
}

/** The `DecoderSpecificInfo` in the first `esds` box. */
export function decoderConfiguration(mp4: Buffer): Buffer {
  const esds = boxContent(mp4, 'esds');
  let at = esds.indexOf(5, 4 + 20);
  let length = 0;
  for (at++; ; at++) {
    const byte = esds.readUInt8(at);
    length = length * 128 + (byte & 127);
    if (byte < 128) break;
  }
  return esds.subarray(at + 1, at + 1 + length);
}

/** Frames of an IVF file. */
export function ivfFrames(ivf: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 32; at + 12 <= ivf.length; at += 12 + ivf.readUInt32LE(at)) {
    frames.push(ivf.subarray(at + 12, at + 12 + ivf.readUInt32LE(at)));
  }
  return frames;
}

/** The first packet of an Ogg file's first stream. */
export function firstOggPacket(ogg: Buffer): Buffer {
  const segments = ogg.readUInt8(26);
  let length = 0;
  for (let i = 0; i < segments; i++) {
    length += ogg.readUInt8(27 + i);
    if (ogg.readUInt8(27 + i) < 255) break;
  }
  return ogg.subarray(27 + segments, 27 + segments + length);
}
