const headerBytes = 6;
const entryBytes = 16;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The largest picture of an icon file when it is stored as PNG; null when it is a bitmap or there is none.
 * The layout is that of ICONDIR and ICONDIRENTRY in the Windows documentation.
 */
export function largestPngIn(icon: Buffer): Buffer | null {
  if (icon.length < headerBytes) return null;
  const count = icon.readUInt16LE(4);
  let largest: { width: number; bitsPerPixel: number; content: Buffer } = {
    width: 0,
    bitsPerPixel: 0,
    content: Buffer.alloc(0),
  };
  for (let index = 0; index < count; index += 1) {
    const start = headerBytes + index * entryBytes;
    if (start + entryBytes > icon.length) break;
    const width = icon.readUInt8(start) || 256;
    const bitsPerPixel = icon.readUInt16LE(start + 6);
    const offset = icon.readUInt32LE(start + 12);
    const isLarger =
      width > largest.width || (width === largest.width && bitsPerPixel > largest.bitsPerPixel);
    if (isLarger) {
      largest = {
        width,
        bitsPerPixel,
        content: icon.subarray(offset, offset + icon.readUInt32LE(start + 8)),
      };
    }
  }
  return largest.content.indexOf(pngSignature) === 0 ? largest.content : null;
}
