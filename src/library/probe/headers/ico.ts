import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { pictureFacts } from '../facts';

/** An icon is as large as its largest picture, which is the one that is shown. */
export async function readIco(source: ByteSource): Promise<MediaFacts | null> {
  const count = source.head.readUInt16LE(4);
  const table = await source.read(6, count * 16);
  const entries = Array.from({ length: count }, (_, i) => entryAt(table, i * 16));
  const [largest] = entries.sort((a, b) => b.width * b.height - a.width * a.height || b.bits - a.bits);
  if (!largest) return null;
  const start = await source.read(largest.offset, 8);
  const isPng = start.toString('latin1', 1, 4) === 'PNG';
  return pictureFacts('ico', {
    containerFormat: 'ico',
    codec: isPng ? 'png' : 'bmp',
    width: largest.width,
    height: largest.height,
    pixelFormat: isPng ? 'rgba' : 'bgra',
    bitDepth: 8,
    hasAlpha: true,
  });
}

/** A side of 256 pixels is written as 0. */
function entryAt(table: Buffer, at: number) {
  return {
    width: table.readUInt8(at) || 256,
    height: table.readUInt8(at + 1) || 256,
    bits: table.readUInt16LE(at + 6),
    offset: table.readUInt32LE(at + 12),
  };
}
