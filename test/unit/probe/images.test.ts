import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesInMemory, fileBudget, FileSource } from '../../../src/library/probe/byteSource';
import { animationFacts } from '../../../src/library/probe/facts';
import { fingerprintOf } from '../../../src/library/probe/fingerprint';
import { formats, type FormatName } from '../../../src/library/probe/formats';
import { answerOf } from '../../../src/library/probe/headers';
import { readFacts } from '../../../src/library/probe/readers';
import { rational } from '../../../src/library/probe/reading';
import { sniff } from '../../../src/library/probe/sniff';
import { exifFactsOf } from '../../../src/library/probe/tags/exif';
import {
  apngBytes,
  ascii,
  be16,
  be32,
  bmpBytes,
  box,
  exifBlock,
  exifSegment,
  heifBytes,
  heifProperty,
  iconBitmap,
  iconBytes,
  jpegHeader,
  le16,
  pngBytes,
  pngChunk,
  psdBytes,
  segment,
  tiffPicture,
  u8,
} from '../../support/imageBytes';

const { size, hevc, turn, crop } = heifProperty;
const photo = [[0x9003, 2, '2020:01:02 03:04:05'] as const, [0x9011, 2, '+01:00'] as const];
const exif = exifBlock({ orientation: 6, photo }, true);

/** One whole picture of each format that needs no tool to be made. */
const pictures: Partial<Record<FormatName, Buffer>> = {
  jpg: jpegHeader(
    40,
    30,
    [
      [1, 2, 2],
      [2, 1, 1],
      [3, 1, 1],
    ],
    [exifSegment(exif)],
  ),
  png: pngBytes({ width: 5, height: 4, colorType: 6, bits: 16 }, { before: [pngChunk('eXIf', exif)] }),
  apng: apngBytes({ width: 5, height: 4 }, [
    [1, 10],
    [1, 30],
    [0, 0],
  ]),
  bmp: bmpBytes({ width: 5, height: 4, bits: 32 }),
  tiff: tiffPicture({ width: 9, height: 7, bits: [8, 8, 8], extra: [[274, 3, [6]]] }, { photo }),
  psd: psdBytes({ width: 9, height: 7, mode: 3, channels: 4, bits: 16 }),
  ico: iconBytes([{ width: 16, height: 16, bits: 32, content: iconBitmap(16, 16, 32, 1) }]),
  heic: heifBytes({
    brand: 'heic',
    own: [size(60, 40), turn(1), crop(50, 30)],
    other: [hevc(1, 8), size(30, 30)],
  }),
  jxl: Buffer.from('ff0a0f07001288020035186da11a0000', 'hex'),
};

describe('readers of pictures', () => {
  for (const [name, whole] of Object.entries(pictures)) {
    const format = (Object.keys(formats) as FormatName[]).find((known) => known === name)!;

    it(`read a ${name}, and what is left of it, without a throw`, () => {
      assert.deepEqual(sniff(whole), { type: 'media', format });
      assert.notEqual(readFacts(bytesInMemory(whole), { filePath: '/a', format }), null);
      const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) });
      const changes = fc.array(change, { maxLength: 6 });
      fc.assert(
        fc.property(changes, fc.nat(whole.length), fc.boolean(), (all, cut, isCut) => {
          const bytes = Buffer.from(isCut ? whole.subarray(0, cut) : whole);
          for (const { at, value } of all) if (at < bytes.length) bytes[at] = value;
          const facts = readFacts(bytesInMemory(bytes), { filePath: '/a', format });
          assert.ok(
            Object.values(facts ?? {}).every((fact) => typeof fact !== 'number' || Number.isFinite(fact)),
          );
        }),
        { numRuns: 300 },
      );
    });
  }

  it('take any bytes for EXIF', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.boolean(), (rest, isBigEndian) => {
        const mark = isBigEndian ? ascii('MM\0*\0\0\0\x08') : ascii('II*\0\x08\0\0\0');
        const facts = exifFactsOf(Buffer.concat([mark, rest]));
        assert.ok(facts && [0, 90, 180, 270].includes(facts.rotationDegrees));
      }),
    );
  });
});

describe('files made to be expensive', () => {
  const parts = 3_000_000;
  const gif = (body: Buffer) => Buffer.concat([ascii('GIF89a'), le16(4, 4), u8(0, 0, 0), body]);
  const locations = Buffer.concat([be32(0), u8(0, 0), be16(65535), Buffer.alloc(parts, 0xff)]);
  const heif = (...boxes: readonly Buffer[]) =>
    Buffer.concat([box('ftyp', ascii('heic'), be32(0), ascii('mif1')), box('meta', be32(0), ...boxes)]);
  const bombs: Readonly<Record<string, Buffer>> = {
    'a GIF of empty extensions': gif(Buffer.from('21ff00'.repeat(parts / 3), 'hex')),
    'a GIF of blocks of one byte': gif(Buffer.concat([u8(0x21, 0xff), Buffer.alloc(parts, 1)])),
    'a PNG of empty chunks': pngBytes(
      { width: 1, height: 1, colorType: 2, bits: 8 },
      { before: Array.from({ length: 30_000 }, () => pngChunk('teXt', Buffer.alloc(0))) },
    ),
    'a JPEG of empty segments': Buffer.concat([
      u8(0xff, 0xd8),
      Buffer.from('ffe00002'.repeat(parts / 4), 'hex'),
    ]),
    'a JPEG of fill bytes': Buffer.concat([u8(0xff, 0xd8), Buffer.alloc(parts, 0xff)]),
    'a JPEG without an end': Buffer.concat([u8(0xff, 0xd8, 0xff, 0xe0), Buffer.alloc(40_000_000)]),
    'a WebP of empty chunks': Buffer.concat([
      ascii('RIFF\xff\xff\xff\0WEBPVP8X\x0a\0\0\0'),
      Buffer.alloc(parts),
    ]),
    'a HEIC of empty boxes': Buffer.concat([
      box('ftyp', ascii('heic')),
      Buffer.from('0000000866726565'.repeat(parts / 8), 'hex'),
    ]),
    'a HEIC of endless places': heif(
      box('iinf', be32(0), be16(1), box('infe', be32(2 * 2 ** 24), be16(9, 0), ascii('Exif'))),
      box('pitm', be32(0), be16(1)),
      box('iloc', locations),
      box('iprp', box('ipco', size(4, 4)), box('ipma', be32(0), be32(1), be16(1), u8(1, 1))),
    ),
    'a HEIC of endless links': heif(
      box('pitm', be32(0), be16(1)),
      box('iprp', box('ipco', size(4, 4)), box('ipma', be32(0), be32(0xffff_ffff), Buffer.alloc(parts))),
    ),
    'an icon of many pictures': Buffer.concat([le16(0, 1, 65535), Buffer.alloc(parts)]),
    'a TIFF that is its own directory': Buffer.concat([ascii('II*\0\x02\0\0\0'), Buffer.alloc(70_000, 0x2a)]),
    'a JPEG XL of empty boxes': Buffer.concat([
      be32(12),
      ascii('JXL '),
      be32(0x0d0a870a),
      Buffer.from('0000000866726565'.repeat(parts / 8), 'hex'),
    ]),
    'a text of empty lines': Buffer.from(`\ufeffv=0${'\n'.repeat(32_000)}`, 'utf16le'),
    'a drawing of declarations': ascii('<!DOCTYPE a [<!-- '.repeat(4_000)),
    'a drawing of quotes': ascii(`<!DOCTYPE a ["${`'"`.repeat(30_000)}`),
    'a drawing of spaces': ascii(`<svg ${'a '.repeat(2)}${' '.repeat(65_000)}`),
    'a drawing of one long name': ascii(`<svg ${'a'.repeat(65_000)}`),
    'a bitmap of empty pixels': bmpBytes({ width: 4000, height: 2000, bits: 32 }),
    'a JPEG of EXIF within EXIF': Buffer.concat([
      u8(0xff, 0xd8),
      ...Array.from({ length: 900 }, () =>
        segment(0xe1, Buffer.concat([ascii('Exif\0\0'), Buffer.alloc(60_000)])),
      ),
    ]),
  };

  for (const [name, bytes] of Object.entries(bombs)) {
    it(`cost no more than others: ${name}`, () => {
      let least = Infinity;
      for (let again = 0; again < 3 && least > 250; again++) {
        const fill = (into: Buffer, at: number, length: number, position: number) =>
          bytes.copy(into, at, position, position + length);
        const source = new FileSource(fill, bytes.length, fileBudget);
        const startedAt = performance.now();
        answerOf(source, `/a.${name.includes('drawing') ? 'svg' : 'jpg'}`);
        least = Math.min(least, performance.now() - startedAt);
        assert.ok(source.bytesRead <= fileBudget.bytes && source.reads <= fileBudget.reads);
      }
      assert.ok(least <= 250, `took ${least} ms`);
    });
  }
});

describe('a fingerprint', () => {
  const content = (length: number) =>
    Buffer.from(Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 251));
  const printOf = (bytes: Buffer) => fingerprintOf(bytesInMemory(bytes));

  it('is 128 bits, the same for the same bytes', () => {
    for (const length of [0, 1, 12_288, 12_289, 300_000]) {
      assert.match(printOf(content(length)), /^[0-9a-f]{32}$/);
      assert.equal(printOf(content(length)), printOf(content(length)));
    }
  });

  it('differs with the size, and with any byte of what is sampled', () => {
    const place = fc.tuple(fc.constantFrom(0, 150_000 - 2048, 300_000 - 4096), fc.nat(4095));
    const whole = printOf(content(300_000));
    fc.assert(
      fc.property(place, ([start, offset]) => {
        const changed = content(300_000);
        changed[start + offset] = (changed[start + offset] ?? 0) ^ 1;
        assert.notEqual(printOf(changed), whole);
      }),
      { numRuns: 30 },
    );
    assert.notEqual(printOf(content(300_001)), whole);
    assert.notEqual(printOf(Buffer.alloc(5)), printOf(Buffer.alloc(6)));
    const small = content(12_288);
    small[6_000] = 7;
    assert.notEqual(printOf(small), printOf(content(12_288)));
  });

  it('cannot tell apart what differs elsewhere only', () => {
    const changed = content(300_000);
    changed[50_000] = (changed[50_000] ?? 0) ^ 1;
    assert.equal(printOf(changed), printOf(content(300_000)));
  });
});

describe('what several frames add', () => {
  it('is an exact rate and its quotient', () => {
    const ntsc = animationFacts(30, rational(30 * 1001, 30_000), 1000);
    assert.deepEqual([ntsc.frameRate, ntsc.framesPerSecond], ['30000/1001', 30_000 / 1001]);
    assert.equal(ntsc.durationSeconds, 1.001);
    assert.deepEqual(animationFacts(1, rational(1, 10), 1000), {});
    assert.deepEqual(animationFacts(3, null, 1000), { frameCount: 3 });
  });
});
