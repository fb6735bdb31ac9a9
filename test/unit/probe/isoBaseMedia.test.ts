import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BudgetError, bytesInMemory, type ByteSource } from '../../../src/library/probe/byteSource';
import { isCutShort } from '../../../src/library/probe/completeness';
import { topLevelBoxes } from '../../../src/library/probe/containers/isoBaseMedia/boxes';
import { readIsoBaseMedia } from '../../../src/library/probe/containers/isoBaseMedia/isoBaseMedia';
import {
  creationTime,
  fractionOf,
  microseconds,
  reduced,
  rescale,
} from '../../../src/library/probe/containers/isoBaseMedia/time';
import { readFacts } from '../../../src/library/probe/readers';
import type { Reading } from '../../../src/library/probe/reading';
import { box, changed, latin1, patched, uint32, withBox } from '../../support/boxBytes';
import { filmInFragments, indexedFilm, wholeFilm } from '../../support/filmBytes';

const films = { wholeFilm, filmInFragments, indexedFilm };
const maxMilliseconds = 100;

/** Refuses what no reader may ask, and counts. */
function counted(bytes: Buffer): ByteSource & { bytesRead: number } {
  const source = bytesInMemory(bytes);
  const counting = {
    ...source,
    bytesRead: 0,
    read: (offset: number, length: number) => {
      assert.ok(Number.isSafeInteger(length), `length ${length}`);
      const part = source.read(offset, length);
      counting.bytesRead += part.length;
      return part;
    },
  };
  return counting;
}

/** Throws what no reader may throw. Time is the processor's: others may be busy. */
function survives(bytes: Buffer): void {
  const source = counted(bytes);
  const startedAt = process.cpuUsage();
  let reading: Reading | null = null;
  try {
    reading = readIsoBaseMedia(source);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof BudgetError)) throw error;
  }
  const { user, system } = process.cpuUsage(startedAt);
  const milliseconds = (user + system) / 1000;
  assert.ok(milliseconds < maxMilliseconds, `${milliseconds} ms`);
  assert.ok(source.bytesRead < 64 * bytes.length + 65_536, `${source.bytesRead} bytes read`);
  assert.ok(reading === null || isSensible(reading));
  isCutShort(source, 'mp4');
}

function isSensible({ durationSeconds, bitRate, chapterCount, streams }: Reading): boolean {
  const numbers = [durationSeconds, bitRate, chapterCount, ...streams.map((each) => each.durationSeconds)];
  return numbers.every((value) => value === null || Number.isFinite(value));
}

const facts = (bytes: Buffer) => readFacts(bytesInMemory(bytes), { filePath: '/none', format: 'mp4' });

describe('the reader of ISO base media', () => {
  it('reads a whole film', () => {
    const read = facts(wholeFilm);
    assert.ok(read);
    const { codec, width, height, durationSeconds, frameRate, frameCount, pixelAspectRatio } = read;
    assert.deepEqual(
      { codec, width, height, durationSeconds },
      { codec: 'h264', width: 64, height: 48, durationSeconds: 1 },
    );
    assert.deepEqual([frameRate, frameCount, pixelAspectRatio], ['10/1', 10, '4:3']);
    assert.deepEqual([read.audioCodec, read.sampleRateHz, read.audioStreamCount], ['aac', 44_100, 1]);
    assert.deepEqual([read.tagTitle, read.artist, read.album], ['Title', 'Artist', 'Album']);
    assert.deepEqual([read.chapterCount, read.hdrFormat, read.colorSpace], [2, 'hdr10', 'bt2020nc']);
    assert.equal(read.capturedAtMs, Date.UTC(2020, 1, 4, 1));
  });

  for (const [name, film] of Object.entries({ filmInFragments, indexedFilm })) {
    it(`adds up ${name}`, () => {
      const read = facts(film);
      assert.deepEqual([read?.durationSeconds, read?.frameRate, read?.frameCount], [1, '10/1', null]);
    });
  }

  it('reads the films from a few thousand bytes, whatever lies between', () => {
    const filler = box('free', Buffer.alloc(3_000_000));
    const source = counted(Buffer.concat([filler, wholeFilm.subarray(24 + 8)]));
    readIsoBaseMedia(source);
    assert.ok(source.bytesRead < 10_000, `${source.bytesRead}`);
  });

  it('passes over a cover of ten million bytes', () => {
    const item = box('covr', box('data', uint32(13, 0), Buffer.alloc(10_000_000)));
    const handler = box('hdlr', uint32(0, 0), latin1('mdirappl'), uint32(0, 0), latin1('\0'));
    const source = counted(
      withBox(wholeFilm, 'moov', box('udta', box('meta', uint32(0), handler, box('ilst', item)))),
    );
    const covers = readIsoBaseMedia(source)?.streams.filter(
      (each) => each.type === 'video' && each.isAttachedPicture,
    );
    assert.equal(covers?.length, 2);
    assert.ok(source.bytesRead < 10_000, `${source.bytesRead}`);
  });

  it('leaves to ffprobe what contradicts itself', () => {
    const table = 'moov/trak/mdia/minf/stbl';
    const contradictions = [
      patched(wholeFilm, `${table}/stsz`, 8, uint32(9)),
      patched(wholeFilm, `${table}/stts`, 4, uint32(0xffff_ffff)),
      patched(wholeFilm, `${table}/stts`, 12, uint32(0xffff_ffff)),
      patched(wholeFilm, `${table}/stsc`, 8, uint32(2)),
      patched(wholeFilm, `${table}/stco`, 4, uint32(2)),
      patched(wholeFilm, 'moov/mvhd', 16, uint32(0)),
      patched(wholeFilm, 'moov/trak/mdia/mdhd', 12, uint32(0)),
      changed(wholeFilm, 'moov/trak/mdia/minf/stbl', () => Buffer.alloc(0)),
      wholeFilm.subarray(0, 300),
      patched(filmInFragments, 'moof/traf/tfhd', 4, uint32(7)),
      patched(filmInFragments, 'moof/traf/trun', 4, uint32(0xffff_ffff)),
      patched(indexedFilm, 'sidx', 8, uint32(90_000)),
      patched(indexedFilm, 'sidx', 24, uint32(0x8000_0000)),
    ];
    assert.deepEqual(
      contradictions.map(facts),
      contradictions.map(() => null),
    );
  });

  it('is not drawn into boxes within boxes, nor into lists that never end', () => {
    const nested = Array.from({ length: 2000 }).reduce<Buffer>(
      (inner) => box('udta', inner),
      Buffer.alloc(0),
    );
    const metas = Array.from({ length: 500 }).reduce<Buffer>((inner) => box('meta', inner), Buffer.alloc(0));
    survives(withBox(wholeFilm, 'moov', nested));
    survives(withBox(wholeFilm, 'moov', metas));
    survives(Buffer.concat([wholeFilm, ...Array.from({ length: 60_000 }, () => box('free'))]));
    survives(withBox(wholeFilm, 'moov', Buffer.concat(Array.from({ length: 60_000 }, () => box('trak')))));
    survives(Buffer.concat([filmInFragments, ...Array.from({ length: 30_000 }, () => box('moof'))]));
    survives(
      Buffer.concat([
        wholeFilm.subarray(0, 24),
        box('moov', ...Array.from({ length: 9000 }, () => box('udta'))),
      ]),
    );
  });

  it('survives counts and sizes as large as they can be, wherever they stand', () => {
    for (const film of Object.values(films)) {
      const end = Math.min(film.length, film.indexOf('mdat') === -1 ? film.length : film.lastIndexOf('mdat'));
      for (let at = 0; at + 4 <= end; at += 1) {
        const bytes = Buffer.from(film);
        bytes.writeUInt32BE(0xffff_ffff, at);
        survives(bytes);
      }
    }
  });

  it('survives any bytes changed, and any end', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    const film = fc.constantFrom(...Object.values(films));
    fc.assert(
      fc.property(film, fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(), (whole, places, cut) => {
        const bytes = Buffer.from(whole);
        for (const [place, value] of places) bytes[place % bytes.length] = value;
        survives(bytes);
        survives(bytes.subarray(0, cut % bytes.length));
      }),
      { numRuns: 1500 },
    );
  });

  it('survives boxes that are renamed, resized or moved', () => {
    const names = fc.constantFrom(
      ...[
        'moov',
        'trak',
        'mdia',
        'stbl',
        'stsd',
        'stts',
        'elst',
        'meta',
        'ilst',
        'keys',
        'data',
        'chpl',
        'moof',
      ],
      ...[
        'traf',
        'tfhd',
        'trun',
        'sidx',
        'esds',
        'avcC',
        'wave',
        'free',
        'cmov',
        'mvex',
        'trex',
        'covr',
        '----',
      ],
    );
    const size = fc.constantFrom(0, 1, 7, 8, 9, 16, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
    const film = fc.constantFrom(...Object.values(films));
    fc.assert(
      fc.property(film, fc.nat(), names, fc.option(size), (whole, place, name, newSize) => {
        const bytes = Buffer.from(whole);
        const at = headersOf(bytes)[place % headersOf(bytes).length] ?? 0;
        bytes.write(name, at + 4, 'latin1');
        if (newSize !== null) bytes.writeUInt32BE(newSize, at);
        survives(bytes);
      }),
      { numRuns: 1500 },
    );
  });
});

/** Where boxes seem to begin, by their types of four letters. */
function headersOf(bytes: Buffer): readonly number[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/[a-zA-Z\xa9-]{4}/g)].map((match) => match.index - 4).filter((at) => at >= 0);
}

describe('boxes', () => {
  it('follow one another, with sizes of 64 bits or to the end', () => {
    const long = Buffer.concat([uint32(1), latin1('free'), uint32(0, 20), Buffer.alloc(4)]);
    const last = Buffer.concat([uint32(0), latin1('mdat'), Buffer.alloc(9)]);
    const source = bytesInMemory(Buffer.concat([box('ftyp', Buffer.alloc(8)), long, last]));
    assert.deepEqual(
      [...topLevelBoxes(source)],
      [
        { type: 'ftyp', contentAt: 8, endAt: 16 },
        { type: 'free', contentAt: 32, endAt: 36 },
        { type: 'mdat', contentAt: 44, endAt: 53 },
      ],
    );
  });

  it('tell whether the end of a file is missing', () => {
    assert.equal(isCutShort(bytesInMemory(wholeFilm), 'mp4'), false);
    assert.equal(isCutShort(bytesInMemory(wholeFilm.subarray(0, -1)), 'mp4'), true);
  });
});

describe('times', () => {
  it('are rounded as FFmpeg does, to the nearest and halves away from zero', () => {
    assert.deepEqual(
      [rescale(1, 1, 2), rescale(-1, 1, 2), rescale(1, 1, 3), rescale(2, 1, 3)],
      [1, -1, 0, 1],
    );
    assert.equal(microseconds(0xffff_ffff, 90_000), 47_721_858_833);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 2 ** 31 }), (value, scale) => {
        const exact = (BigInt(value) * 1_000_000n + BigInt(scale) / 2n) / BigInt(scale);
        assert.equal(microseconds(value, scale), Number(exact));
      }),
    );
  });

  it('make fractions in lowest terms, and the nearest where those are too large', () => {
    assert.deepEqual(reduced(30_000n, 1001n), { numerator: 30_000, denominator: 1001 });
    assert.deepEqual(reduced(100_000n, 99_999n, 32_767n), { numerator: 1, denominator: 1 });
    assert.equal(reduced(0n, 5n), null);
    assert.equal(reduced(-5n, 5n), null);
    assert.deepEqual(fractionOf(4 / 3), { numerator: 4, denominator: 3 });
    assert.deepEqual([fractionOf(0), fractionOf(Infinity), fractionOf(NaN)], [null, null, null]);
  });

  it('of creation are none when 0, and from 1970 when too small to be from 1904', () => {
    assert.equal(creationTime(0), null);
    assert.equal(creationTime(3_663_622_800), '2020-02-04T01:00:00.000000Z');
    assert.equal(creationTime(1), '1970-01-01T00:00:01.000000Z');
    assert.equal(creationTime(Number.MAX_SAFE_INTEGER), null);
  });
});
