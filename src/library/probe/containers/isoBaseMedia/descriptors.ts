/** What an elementary stream descriptor (ISO/IEC 14496-1, 7.2.6.5) says of its stream. */
export interface StreamDescription {
  /** Which coding: 0x40 is MPEG-4 audio, 0x20 MPEG-4 visual. */
  readonly objectType: number;
  /** What the decoder needs to know first; null when there is nothing. */
  readonly decoderConfiguration: Buffer | null;
}

const streamTag = 3;
const decoderTag = 4;
const configurationTag = 5;

/** The content of an `esds` box. Null for what is built otherwise. */
export function readStreamDescription(esds: Buffer): StreamDescription | null {
  const first = descriptorAt(esds, 4);
  let at = first.contentAt;
  if (first.tag === streamTag) {
    const flags = esds.readUInt8(at + 2);
    at += 3 + (flags & 0x80 ? 2 : 0);
    if (flags & 0x40) at += 1 + esds.readUInt8(at);
    if (flags & 0x20) at += 2;
  } else {
    at += 2;
  }
  const decoder = descriptorAt(esds, at);
  if (decoder.tag !== decoderTag) return null;
  const objectType = esds.readUInt8(decoder.contentAt);
  const behind = decoder.contentAt + 13;
  if (behind + 2 > esds.length) return { objectType, decoderConfiguration: null };
  const configuration = descriptorAt(esds, behind);
  if (configuration.tag !== configurationTag || configuration.length === 0) {
    return { objectType, decoderConfiguration: null };
  }
  const { contentAt, length } = configuration;
  if (contentAt + length > esds.length) return null;
  return { objectType, decoderConfiguration: esds.subarray(contentAt, contentAt + length) };
}

interface Descriptor {
  readonly tag: number;
  readonly contentAt: number;
  readonly length: number;
}

/** A length has seven bits in each byte, of up to four; the eighth says that another follows. */
function descriptorAt(bytes: Buffer, at: number): Descriptor {
  const tag = bytes.readUInt8(at);
  let length = 0;
  for (let index = 1; index <= 4; index++) {
    const byte = bytes.readUInt8(at + index);
    length = length * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { tag, contentAt: at + 1 + index, length };
  }
  return { tag, contentAt: at + 5, length };
}
