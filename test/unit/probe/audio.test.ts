import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAac } from '../../../src/library/probe/audio/aac';
import { readAc3 } from '../../../src/library/probe/audio/ac3';
import { readAiff } from '../../../src/library/probe/audio/aiff';
import { readAmr } from '../../../src/library/probe/audio/amr';
import { readAu } from '../../../src/library/probe/audio/au';
import { readCaf } from '../../../src/library/probe/audio/caf';
import { readFlac } from '../../../src/library/probe/audio/flac';
import { standardFrameRate } from '../../../src/library/probe/audio/frameRate';
import { rescale, ticksByBitRate } from '../../../src/library/probe/audio/mediaTime';
import { readMp3 } from '../../../src/library/probe/audio/mp3';
import { readOgg } from '../../../src/library/probe/audio/ogg';
import { readWav } from '../../../src/library/probe/audio/wav';
import { BudgetError, bytesInMemory, type ByteSource } from '../../../src/library/probe/byteSource';
import type { Reading } from '../../../src/library/probe/reading';
import { readId3v2 } from '../../../src/library/probe/tags/id3v2';
import { readVorbisComments } from '../../../src/library/probe/tags/vorbisComments';
import * as make from '../../support/soundBytes';

type Read = (source: ByteSource) => Reading | null;

const data = make.chunk('data', make.samples(4000));
const title = (version: 2 | 3 | 4) =>
  make.id3Frame(version, version === 2 ? 'TT2' : 'TIT2', make.id3Text.utf16('Zoë 日本'));
const tagged = make.id3({ version: 3, paddingBytes: 20 }, [
  title(3),
  make.id3Frame(3, 'CHAP', Buffer.concat([make.latin1('a\0'), make.uint32(0, 10, 0, 0)])),
  make.id3Frame(3, 'APIC', make.latin1('\0image/png\0\x03\0picture')),
]);
const adtsFrame = Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x40, 0x0c, 0x9f, 0xfc]), make.samples(93)]);
const ac3Frame = Buffer.concat([Buffer.from([0x0b, 0x77, 0, 0, 0x0c, 0x40, 0x2f, 0x84]), make.samples(376)]);
const caf = Buffer.concat([
  make.latin1('caff\0\x01\0\0desc'),
  make.uint32(0, 32, 0x40e58880, 0),
  make.latin1('lpcm'),
  make.uint32(0, 2, 1, 1, 16),
  make.latin1('info'),
  make.uint32(0, 15, 1),
  make.latin1('title\0Song\0'),
  make.latin1('data'),
  make.uint32(0, 4004, 0),
  make.samples(4000),
]);

/** One good file for each reader, from which broken ones are made. */
const files: Readonly<Record<string, { readonly read: Read; readonly bytes: Buffer }>> = {
  wav: {
    read: readWav,
    bytes: make.wave([
      make.waveFormat({ channels: 2, rateHz: 44100 }),
      make.chunk('fact', make.uint32LE(1000)),
      make.riffInfo({ INAM: make.utf8('Song\0'), IART: make.utf8('Me\0') }),
      data,
      make.chunk('cue ', make.uint32LE(1, 1, 0, 0, 0, 0, 0)),
      make.chunk('id3 ', tagged),
    ]),
  },
  aiff: {
    read: readAiff,
    bytes: make.aiff('AIFC', [
      make.aiffCommon(44100, 2000, 16, make.latin1('NONE\0\0')),
      make.aiffChunk('NAME', make.latin1('Odd')),
      make.aiffChunk('SSND', Buffer.concat([make.uint32(0, 0), make.samples(4000)])),
      make.aiffChunk('ID3 ', tagged),
    ]),
  },
  au: { read: readAu, bytes: make.au(4000, make.samples(4000), make.latin1('Title=Song\nAlbum=x\0\0')) },
  caf: { read: readCaf, bytes: caf },
  flac: {
    read: readFlac,
    bytes: make.flac({
      samples: 44100,
      comments: [make.utf8('TITLE=Song'), make.utf8('CHAPTER001=00:00:00.000')],
      more: [
        { type: 6, content: make.flacPicture(100) },
        { type: 5, content: make.flacCueSheet([0, 4000]) },
      ],
    }),
  },
  mp3: { read: readMp3, bytes: Buffer.concat([tagged, make.mp3Frames([9, 9, 5, 9, 9, 9, 9, 9])]) },
  aac: { read: readAac, bytes: Buffer.concat([tagged, ...Array.from({ length: 12 }, () => adtsFrame)]) },
  ac3: { read: readAc3, bytes: Buffer.concat([ac3Frame, ac3Frame, ac3Frame]) },
  amr: { read: readAmr, bytes: make.amr('NB', 7, 30) },
  ogg: { read: readOgg, bytes: make.opusFile([make.utf8('TITLE=Song')], 2880) },
  'ogg with a skeleton': { read: readOgg, bytes: make.withSkeleton(make.opusFile([], 2880)) },
};

/** Refuses what no reader may ask, and counts. */
function guarded(bytes: Buffer): ByteSource & { reads: number } {
  const source = bytesInMemory(bytes);
  const counted = {
    ...source,
    reads: 0,
    read: (offset: number, length: number) => {
      counted.reads++;
      assert.ok(!Number.isNaN(offset) && !Number.isNaN(length), `read(${offset}, ${length})`);
      return source.read(offset, length);
    },
  };
  return counted;
}

function readOrNothing(read: Read, source: ByteSource): Reading | null {
  try {
    return read(source);
  } catch (error) {
    if (error instanceof RangeError || error instanceof BudgetError) return null;
    throw error;
  }
}

function isSensible({ durationSeconds, bitRate, chapterCount, streams }: Reading): boolean {
  const numbers = streams.flatMap((stream) =>
    stream.type === 'audio' ? [stream.channels ?? 0, stream.sampleRateHz ?? 0] : [stream.width ?? 0],
  );
  return [durationSeconds ?? 0, bitRate ?? 0, chapterCount, ...numbers].every(
    (number) => Number.isFinite(number) && number >= 0,
  );
}

/** What breaks files: other bytes in places, a piece that is missing, twice there, or an end that is. */
const damage = fc.array(
  fc.oneof(
    fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }), removed: fc.nat(8) }),
    fc.record({
      at: fc.nat(),
      bytes: fc.constant(new Uint8Array([0xff, 0xff, 0xff, 0xff])),
      removed: fc.constant(4),
    }),
    fc.record({ at: fc.nat(), bytes: fc.constant(new Uint8Array()), removed: fc.nat(5000) }),
  ),
  { minLength: 1, maxLength: 4 },
);

describe('readers of sounds', () => {
  for (const [name, { read, bytes }] of Object.entries(files)) {
    it(`read a good ${name}`, () => {
      const reading = read(bytesInMemory(bytes));
      assert.ok(reading && (reading.durationSeconds ?? 0) > 0);
      assert.equal(reading.streams.length, 1);
    });

    it(`survive whatever happens to a ${name}`, () => {
      fc.assert(
        fc.property(damage, (changes) => {
          const broken = changes.reduce((whole, { at, bytes: put, removed }) => {
            const start = at % (whole.length + 1);
            return Buffer.concat([whole.subarray(0, start), put, whole.subarray(start + removed)]);
          }, bytes);
          const source = guarded(broken);
          const reading = readOrNothing(read, source);
          assert.ok(reading === null || isSensible(reading));
          assert.ok(source.reads < 20_000, `${source.reads} reads`);
        }),
        { numRuns: 400 },
      );
    });
  }
});

describe('arithmetic of time', () => {
  it('rounds to the nearest, halves away from zero, however large', () => {
    assert.equal(rescale(1, 1, 2), 1);
    assert.equal(rescale(-1, 1, 2), -1);
    assert.equal(rescale(2 ** 52, 1_000_000, 1_000_000), 2 ** 52);
    assert.equal(ticksByBitRate(16_000, 8000, 128_000), 8000);
  });
});

describe('usual frame rates', () => {
  it('are known from those that FFmpeg would round', () => {
    for (const [numerator, denominator] of [
      [25, 1],
      [30000, 1001],
      [25, 2],
      [7, 1],
      [59, 1],
      [240, 1],
      [48000, 1001],
    ] as const) {
      assert.deepEqual(standardFrameRate({ numerator, denominator }), { numerator, denominator });
    }
    for (const [numerator, denominator] of [
      [249, 10],
      [61, 2],
      [25000, 1001],
      [75, 1],
      [2997, 100],
    ] as const) {
      assert.equal(standardFrameRate({ numerator, denominator }), null);
    }
  });
});

describe('ID3v2', () => {
  const tagsOf = (bytes: Buffer) => Object.fromEntries(readId3v2(bytesInMemory(bytes), 0)?.tags ?? []);

  it('is read in every version and encoding', () => {
    const text = 'Zoë 日本 🎵';
    for (const encode of [
      make.id3Text.utf16,
      make.id3Text.utf16BigEndianMarked,
      make.id3Text.utf16BigEndian,
      make.id3Text.utf8,
    ]) {
      assert.deepEqual(tagsOf(make.id3({ version: 4 }, [make.id3Frame(4, 'TIT2', encode(text))])), {
        title: text,
      });
    }
    assert.deepEqual(
      tagsOf(make.id3({ version: 2 }, [make.id3Frame(2, 'TP1', make.id3Text.latin1('Zoë'))])),
      { artist: 'Zoë' },
    );
  });

  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (text) => {
        fc.pre(!text.includes('\0'));
        const frames = [make.id3Frame(3, 'TALB', make.id3Text.utf16(text))];
        assert.deepEqual(tagsOf(make.id3({ version: 3 }, frames)), { album: text });
      }),
    );
  });

  it('does not read pictures', () => {
    const picture = make.id3Frame(
      3,
      'APIC',
      Buffer.concat([make.latin1('\0image/png\0\x03\0'), Buffer.alloc(1_000_000)]),
    );
    let bytesRead = 0;
    const source = bytesInMemory(make.id3({ version: 3 }, [picture, title(3)]));
    const counted: ByteSource = {
      ...source,
      read: (offset, length) => {
        const bytes = source.read(offset, length);
        bytesRead += bytes.length;
        return bytes;
      },
    };
    assert.equal(readId3v2(counted, 0)?.tags.get('title'), 'Zoë 日本');
    assert.ok(bytesRead < 1000, `${bytesRead} bytes`);
  });
});

describe('Vorbis comments', () => {
  const read = (comments: readonly Buffer[]) => {
    const bytes = make.vorbisComments(comments);
    return readVorbisComments({
      length: bytes.length,
      read: (at, length) => bytes.subarray(at, at + length),
    });
  };

  it('join several of a name, and take old encodings', () => {
    const found = read([
      make.utf8('TITLE=One'),
      make.utf8('title=Two'),
      make.latin1('ARTIST=Zoë'),
      make.utf8('ALBUM='),
    ]);
    assert.deepEqual(
      [...(found?.tags ?? [])],
      [
        ['title', 'One;Two'],
        ['artist', 'Zoë'],
      ],
    );
  });

  it('count each chapter once', () => {
    const found = read(
      ['001=00:00:00.000', '001NAME=x', '002=00:01:00.000', '002=00:02:00.000', '003=soon'].map((rest) =>
        make.utf8(`CHAPTER${rest}`),
      ),
    );
    assert.deepEqual([...(found?.chapterIds ?? [])], [1, 2]);
  });
});
