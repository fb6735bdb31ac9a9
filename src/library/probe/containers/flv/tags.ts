import type { ByteSource } from '../../byteSource';

/** Tags of Flash Video: what a file is made of. */
export interface Tag {
  readonly type: number;
  readonly milliseconds: number;
  readonly contentAt: number;
  readonly length: number;
}

export const tagTypes = { audio: 8, video: 9, script: 18 } as const;
const headerBytes = 11;
const sizeBytes = 4;

/** The first tags, to a number of them. Throws for a tag of another type. */
export function* tagsOf(source: ByteSource, maxTags: number): Generator<Tag> {
  let at = source.head.readUInt32BE(5) + sizeBytes;
  for (let count = 0; count < maxTags; count++) {
    const header = source.read(at, headerBytes);
    if (header.length < headerBytes) return;
    const type = header.readUInt8(0);
    if (type !== tagTypes.audio && type !== tagTypes.video && type !== tagTypes.script) {
      throw new RangeError('another type of tag');
    }
    const length = header.readUIntBE(1, 3);
    yield { type, milliseconds: timeOf(header), contentAt: at + headerBytes, length };
    at += headerBytes + length + sizeBytes;
  }
}

function timeOf(header: Buffer): number {
  return header.readUIntBE(4, 3) + header.readUInt8(7) * 2 ** 24;
}

/** The time of the last tag; null where the file ends otherwise than with a whole tag. */
export function lastTagMilliseconds(source: ByteSource): number | null {
  const length = source.read(source.sizeBytes - sizeBytes, sizeBytes).readUInt32BE(0);
  if (length > source.sizeBytes - sizeBytes) return null;
  const header = source.read(source.sizeBytes - sizeBytes - length, headerBytes);
  if (header.length < headerBytes || header.readUIntBE(1, 3) + headerBytes !== length) return null;
  return timeOf(header);
}
