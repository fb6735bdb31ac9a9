const headerBytes = 6;
const entryBytes = 16;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface IconPicture {
  /** Place among the pictures of the file. */
  readonly index: number;
  /** The picture as a PNG file; null when it is stored as a bitmap. */
  readonly png: Buffer | null;
}

/**
 * The widest picture of an icon file, the one with the most colours among equals; undefined when there is none.
 * The layout is that of ICONDIR and ICONDIRENTRY in the Windows documentation.
 */
export function largestPictureIn(icon: Buffer): IconPicture | undefined {
  const count = icon.length < headerBytes ? 0 : icon.readUInt16LE(4);
  const room = Math.floor((icon.length - headerBytes) / entryBytes);
  const entries = Array.from({ length: Math.min(count, room) }, (_, index) => {
    const start = headerBytes + index * entryBytes;
    const offset = icon.readUInt32LE(start + 12);
    return {
      index,
      // 256 does not fit into the byte and is written as 0.
      width: icon.readUInt8(start) || 256,
      bitsPerPixel: icon.readUInt16LE(start + 6),
      content: icon.subarray(offset, offset + icon.readUInt32LE(start + 8)),
    };
  });
  const [largest] = entries.sort((a, b) => b.width - a.width || b.bitsPerPixel - a.bitsPerPixel);
  if (largest === undefined) return undefined;
  const isPng = largest.content.subarray(0, pngSignature.length).equals(pngSignature);
  return { index: largest.index, png: isPng ? largest.content : null };
}
