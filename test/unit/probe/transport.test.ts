import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { BudgetError, bytesInMemory, type ByteSource } from '../../../src/library/probe/byteSource';
import { readAsf } from '../../../src/library/probe/containers/asf/asf';
import { readAvi } from '../../../src/library/probe/containers/avi/avi';
import { readFlv } from '../../../src/library/probe/containers/flv/flv';
import { nearestRational } from '../../../src/library/probe/containers/flv/ratio';
import { durationsFromEnd, wholeDuration } from '../../../src/library/probe/containers/mpeg/duration';
import { averageRate, baseRate, isOnBeat } from '../../../src/library/probe/containers/mpeg/frameRates';
import { timeStampAt, UnclearError, unwrappedClock } from '../../../src/library/probe/containers/mpeg/pes';
import { readProgramStream } from '../../../src/library/probe/containers/program/programStream';
import { readTransportStream } from '../../../src/library/probe/containers/transport/transportStream';
import { rational, type Rational, type Reading } from '../../../src/library/probe/reading';
import { ffmpeg } from '../../support/makeMedia';
import { TempFolder } from '../../support/tempFolder';

type Reader = (source: ByteSource) => Reading | null;

const readers: Readonly<Record<string, Reader>> = {
  'video.ts': readTransportStream,
  'video.m2ts': readTransportStream,
  'video.mpg': readProgramStream,
  'video.avi': readAvi,
  'video.flv': readFlv,
  'audio.wma': readAsf,
};

/** Counts what a reader reads, and refuses more than any file may cost. */
function counted(bytes: Buffer): {
  readonly source: ByteSource;
  readonly cost: { bytes: number; reads: number };
} {
  const inMemory = bytesInMemory(bytes);
  const cost = { bytes: 0, reads: 0 };
  const read = (offset: number, length: number) => {
    const part = inMemory.read(offset, length);
    cost.bytes += part.length;
    if (++cost.reads > 20_000 || cost.bytes > 64 * 1024 * 1024) throw new BudgetError();
    return part;
  };
  return { source: { sizeBytes: inMemory.sizeBytes, head: inMemory.head, read }, cost };
}

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.integer({ min: 0, max: 255 }),
});
const mutation = fc.record({
  changes: fc.array(change, { maxLength: 12 }),
  /** Most of what is read lies near the beginning. */
  near: fc.constantFrom(64, 1024, 16_384, Number.MAX_SAFE_INTEGER),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
});

function mutated(
  real: Buffer,
  { changes, near, cut }: typeof mutation extends fc.Arbitrary<infer T> ? T : never,
): Buffer {
  const bytes = Buffer.from(cut === null ? real : real.subarray(0, Math.floor(cut * real.length)));
  const reach = Math.min(near, bytes.length);
  for (const { at, value } of changes) if (reach > 0) bytes[Math.floor(at * (reach - 1))] = value;
  return bytes;
}

describe('readers of old containers', () => {
  const folder = new TempFolder();
  before(() => {
    const inputs = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=64x48:r=25:d=1',
      '-f',
      'lavfi',
      '-i',
      'sine=r=48000:d=1',
    ];
    const film = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
    // prettier-ignore
    ffmpeg(
      ...inputs,
      ...film, folder.at('video.ts'), ...film, '-c:a', 'ac3', folder.at('video.m2ts'), ...film, folder.at('video.flv'),
      '-c:v', 'mpeg2video', '-c:a', 'mp2', folder.at('video.mpg'),
      '-c:v', 'mpeg4', '-c:a', 'mp2', '-metadata', 'title=Film', folder.at('video.avi'),
      '-vn', '-c:a', 'wmav2', '-metadata', 'title=Sound', folder.at('audio.wma'),
    );
  });
  after(() => folder.dispose());

  for (const [name, read] of Object.entries(readers)) {
    it(`stay within bounds on damaged ${name}`, function () {
      this.timeout(60_000);
      const real = readFileSync(folder.at(name));
      assert.ok(read(bytesInMemory(real)), 'the undamaged file is answered');
      fc.assert(
        fc.property(mutation, (damage) => {
          const { source, cost } = counted(mutated(real, damage));
          const start = performance.now();
          try {
            const reading = read(source);
            if (reading) assert.ok(reading.durationSeconds === null || reading.durationSeconds >= 0);
          } catch (error) {
            if (!(error instanceof RangeError || error instanceof BudgetError)) throw error;
          }
          assert.ok(cost.bytes < 40 * 1024 * 1024, `${cost.bytes} bytes`);
          assert.ok(performance.now() - start < 2000);
        }),
        { numRuns: 1200 },
      );
    });

    it(`take no noise for ${name}`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 4096 }), (noise) => {
          const { source } = counted(Buffer.from(noise));
          try {
            assert.equal(read(source), null);
          } catch (error) {
            if (!(error instanceof RangeError || error instanceof BudgetError)) throw error;
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});

describe('transport streams that FFmpeg reads otherwise', () => {
  const folder = new TempFolder();
  let packets: Buffer;
  const pidOf = (at: number) => packets.readUInt16BE(at + 1) & 0x1fff;
  const starts = () => Array.from({ length: packets.length / 188 }, (_, i) => i * 188);
  const pictures = () => starts().filter((at) => pidOf(at) === 0x100);
  const read = () => {
    try {
      return readTransportStream(bytesInMemory(packets));
    } catch (error) {
      if (error instanceof UnclearError) return error.message;
      throw error;
    }
  };

  before(() => {
    const inputs = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=64x48:r=25:d=2',
      '-f',
      'lavfi',
      '-i',
      'sine=r=48000:d=2',
    ];
    ffmpeg(...inputs, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'mp2', folder.at('film.ts'));
  });
  beforeEach(() => {
    packets = readFileSync(folder.at('film.ts'));
    assert.equal(typeof read(), 'object');
  });
  after(() => folder.dispose());

  const nth = (list: readonly number[], n: number): number => {
    const at = list[n];
    assert.ok(at !== undefined);
    return at;
  };
  const setBits = (at: number, bits: number) => packets.writeUInt8(packets.readUInt8(at) | bits, at);

  it('are scrambled', () => {
    setBits(nth(pictures(), 9) + 3, 0x80);
    assert.equal(read(), 'scrambled');
  });

  it('were damaged in transport', () => {
    setBits(nth(pictures(), 9) + 1, 0x80);
    assert.equal(read(), 'damaged in transport');
  });

  it('lack packets', () => {
    const at = nth(pictures(), 9);
    packets = Buffer.concat([packets.subarray(0, at), packets.subarray(at + 188)]);
    assert.equal(read(), 'packets are missing');
  });

  it('fall out of step', () => {
    packets = Buffer.concat([packets.subarray(0, 188 * 50), packets.subarray(188 * 50 + 3)]);
    assert.equal(read(), 'out of step');
  });

  it('change their program', () => {
    const map = nth(
      starts().filter((at) => pidOf(at) === 0x1000),
      2,
    );
    packets.writeUInt8(packets.readUInt8(map + 10) ^ 2, map + 10);
    assert.equal(read(), 'the program changes');
  });

  it('hold a stream that is not listed', () => {
    const at = nth(
      pictures().filter((start) => (packets.readUInt8(start + 1) & 0x40) !== 0),
      3,
    );
    packets.writeUInt16BE(0x4555, at + 1);
    assert.equal(read(), 'a stream that is not listed');
  });

  it('have no program', () => {
    packets = Buffer.concat(
      starts()
        .filter((at) => pidOf(at) !== 0)
        .map((at) => packets.subarray(at, at + 188)),
    );
    assert.equal(read(), null);
  });
});

describe('frame rates of MPEG streams', () => {
  const rate = (numerator: number, denominator = 1): Rational => {
    const ratio = rational(numerator, denominator);
    assert.ok(ratio);
    return ratio;
  };
  const timesOf = ({ numerator, denominator }: Rational, count: number) =>
    Array.from({ length: count }, (_, i) => Math.round((i * 90_000 * denominator) / numerator));

  for (const each of [
    rate(24000, 1001),
    rate(24),
    rate(25),
    rate(30000, 1001),
    rate(60000, 1001),
    rate(60),
  ]) {
    it(`find ${each.numerator}/${each.denominator} again`, () => {
      assert.deepEqual(averageRate(each), each);
      for (const count of [5, 10, 20, 40]) assert.deepEqual(baseRate(timesOf(each, count)), each);
    });
  }

  it('are those of the steps between frames where these are even', () => {
    assert.deepEqual(baseRate(timesOf(rate(100, 3), 30)), rate(100, 3));
  });

  it('are unknown where frames come at odd times', () => {
    assert.equal(baseRate([0, 1000, 4700, 9100, 10_333, 15_000, 15_999, 21_000]), null);
    assert.equal(baseRate([0, 3600]), null);
    assert.equal(averageRate(rate(700)), null);
  });

  it('know a frame that is off the beat', () => {
    assert.ok(isOnBeat(3753 * 2 + 1, 0, rate(24000, 1001)));
    assert.ok(!isOnBeat(3753 * 2 + 9, 0, rate(24000, 1001)));
  });
});

describe('the clock of MPEG streams', () => {
  it('has 33 bits, spread over five bytes', () => {
    assert.equal(timeStampAt(Buffer.from([0x2f, 0xff, 0xff, 0xff, 0xff]), 0), 2 ** 33 - 1);
    assert.equal(timeStampAt(Buffer.from([0x21, 0x00, 0x01, 0x00, 0x03]), 0), 1);
  });

  it('goes on where it begins again', () => {
    assert.equal(unwrappedClock(2 ** 33 - 90_000 * 100)(500), 2 ** 33 + 500);
    assert.equal(unwrappedClock(2 ** 33 - 90_000)(2 ** 33 - 1), -1);
    assert.equal(unwrappedClock(2 ** 33 - 90_000)(500), 500);
  });
});

describe('the duration of MPEG streams', () => {
  const streams = [{ start: 100, frameTicks: 10 }];

  it('is from the first time stamp to the last, and the frame that it belongs to', () => {
    const packets = [300, 500, 400].map((pts) => ({ stream: 0, pts, sizeBytes: 100 }));
    assert.deepEqual(
      durationsFromEnd(1000, streams, () => packets),
      [410],
    );
  });

  it('is looked for in ever larger parts of the end', () => {
    const offsets: number[] = [];
    const from = (offset: number) => {
      offsets.push(offset);
      return offset <= 4_000_000 ? [{ stream: 0, pts: 900, sizeBytes: 100 }] : [];
    };
    assert.deepEqual(durationsFromEnd(5_000_000, streams, from), [810]);
    assert.deepEqual(offsets, [4_750_000, 4_500_000, 4_000_000]);
  });

  it('does not believe a jump of more than a minute', () => {
    const packets = [200, 90_000 * 100, 300, 400].map((pts) => ({ stream: 0, pts, sizeBytes: 100 }));
    assert.deepEqual(
      durationsFromEnd(1000, streams, () => packets),
      [310],
    );
  });

  it('is from the first beginning to the last end', () => {
    const pair = [
      { start: 90_000, duration: 90_000 },
      { start: 0, duration: 45_000 },
    ];
    assert.equal(wholeDuration(pair), 2_000_000);
    assert.equal(wholeDuration([{ start: 0, duration: null }]), null);
  });
});

describe('fractions near a number', () => {
  it('are FFmpeg’s', () => {
    assert.deepEqual(nearestRational(24000 / 1001, 1000), { numerator: 983, denominator: 41 });
    assert.deepEqual(nearestRational(25, 1000), { numerator: 25, denominator: 1 });
    assert.deepEqual(nearestRational(60000 / 1001, 1000), { numerator: 959, denominator: 16 });
    assert.equal(nearestRational(0, 1000), null);
    assert.equal(nearestRational(NaN, 1000), null);
  });

  it('are close, and of small parts', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 900, noNaN: true }), (value) => {
        const ratio = nearestRational(value, 1000);
        assert.ok(ratio && ratio.numerator <= 1000 && ratio.denominator <= 1000);
        assert.ok(Math.abs(ratio.numerator / ratio.denominator / value - 1) < 0.01);
      }),
    );
  });
});
