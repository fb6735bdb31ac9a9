import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MediaFacts } from '../../../src/library/model';
import { bytesInMemory, type ByteSource } from '../../../src/library/probe/byteSource';
import { isCutShort } from '../../../src/library/probe/completeness';
import { formats, type FormatName } from '../../../src/library/probe/formats';
import { identify } from '../../../src/library/probe/identify';
import { readFacts } from '../../../src/library/probe/readers';
import { sniff } from '../../../src/library/probe/sniff';

/** Beginnings that get a reader going, so that chance need not find them. */
const beginnings: Partial<Record<FormatName, string>> = {
  jpg: '\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0',
  png: '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0\0\0\0\0',
  apng: '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0\0\0\0\0\0\0\0\x08acTL',
  gif: 'GIF89a\x10\0\x10\0\x80\0\0\0\0\0\0\0\0\x21\xf9',
  webp: 'RIFF\xff\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0',
  heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\x01\0meta\0\0\0\0',
  avif: '\0\0\0\x18ftypavif\0\0\0\0mif1avif\0\0\x01\0meta\0\0\0\0',
  ico: '\0\0\x01\0\x02\0',
  svg: '<svg width="',
  mid: 'MThd\0\0\0\x06\0\x01\0\x01\0\x60MTrk\0\0\0\x40',
  mp4: '\0\0\0\x18ftypisom',
};

/** Counts what is asked for, and refuses what no caller may ask. */
function guarded(bytes: Buffer): ByteSource {
  const source = bytesInMemory(bytes);
  return {
    ...source,
    read: (offset, length) => {
      assert.ok(Number.isSafeInteger(offset) && offset >= 0, `offset ${offset}`);
      assert.ok(Number.isSafeInteger(length), `length ${length}`);
      return source.read(offset, length);
    },
  };
}

function isSensible(facts: MediaFacts): boolean {
  return Object.values(facts).every((value) => typeof value !== 'number' || Number.isFinite(value));
}

const anyBytes = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));

describe('readers of headers', () => {
  it('tell what any bytes are, or that they are nothing, and never throw', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) =>
        ['media', 'text', 'playlist', 'lfs-pointer', 'unknown'].includes(sniff(bytes).type),
      ),
    );
  });

  it('identify any bytes under any name', () => {
    const names = fc.constantFrom('a.mp4', 'a.ts', 'a.jpg', 'a', 'a.mp3', '.png');
    fc.assert(
      fc.property(anyBytes, names, (bytes, name) => {
        const identity = identify(guarded(bytes), name);
        assert.ok('format' in identity || identity.error.message.length > 0);
      }),
    );
  });

  for (const [name, beginning] of Object.entries(beginnings)) {
    it(`survive whatever follows the beginning of ${name}`, () => {
      const format = (Object.keys(formats) as FormatName[]).find((known) => known === name)!;
      fc.assert(
        fc.property(anyBytes, (rest) => {
          const source = guarded(Buffer.concat([Buffer.from(beginning, 'latin1'), rest]));
          const facts = readFacts(source, { filePath: '/none', format });
          assert.ok(facts === null || isSensible(facts));
          isCutShort(source, format);
        }),
        { numRuns: 300 },
      );
    });
  }
});
