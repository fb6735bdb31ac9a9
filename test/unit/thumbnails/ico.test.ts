import assert from 'node:assert/strict';
import fc from 'fast-check';
import { largestPictureIn } from '../../../src/library/thumbnails/ico';

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('rest'),
]);

function icon(entries: { width: number; bits: number; content: Buffer }[]): Buffer {
  const header = Buffer.from([0, 0, 1, 0, entries.length, 0]);
  let offset = header.length + entries.length * 16;
  const directory = entries.map(({ width, bits, content }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(width % 256, 0);
    entry.writeUInt16LE(bits, 6);
    entry.writeUInt32LE(content.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += content.length;
    return entry;
  });
  return Buffer.concat([header, ...directory, ...entries.map(({ content }) => content)]);
}

describe('icon files', () => {
  it('are shown by their widest picture, 256 written as 0, with the most colours', () => {
    const bitmap = Buffer.from('a bitmap');
    const small = { width: 16, bits: 32, content: bitmap };
    assert.deepEqual(largestPictureIn(icon([small, { width: 256, bits: 32, content: png }])), {
      index: 1,
      png,
    });
    const few = { width: 48, bits: 8, content: png };
    assert.deepEqual(largestPictureIn(icon([few, { width: 48, bits: 32, content: bitmap }, small])), {
      index: 1,
      png: null,
    });
  });

  it('may be empty, cut off or anything', () => {
    assert.equal(largestPictureIn(icon([])), undefined);
    assert.equal(largestPictureIn(icon([{ width: 16, bits: 32, content: png }]).subarray(0, 20)), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void largestPictureIn(Buffer.from(bytes))),
    );
  });
});
