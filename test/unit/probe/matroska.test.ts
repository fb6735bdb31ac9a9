import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BudgetError, bytesInMemory, type ByteSource } from '../../../src/library/probe/byteSource';
import {
  headerAt,
  identifierOf,
  numberAt,
  unsignedOf,
} from '../../../src/library/probe/containers/matroska/ebml';
import { ids } from '../../../src/library/probe/containers/matroska/ids';
import { nearestRational } from '../../../src/library/probe/containers/matroska/ratios';
import { RateEstimate } from '../../../src/library/probe/containers/matroska/rateEstimate';
import { readMatroska } from '../../../src/library/probe/containers/matroska/readMatroska';
import { factsOf } from '../../../src/library/probe/streamFacts';
import { bytesOf, float, text, unsigned, type Branch } from '../../support/matroskaTree';

const vp9Frame = Buffer.from('824983420003f002f60038241c18', 'hex');

function block(time: number, track: number, frame: Buffer, flags = 0x80): Branch {
  const header = Buffer.from([0x80 | track, 0, 0, flags]);
  header.writeInt16BE(time, 1);
  return { id: ids.simpleBlock, content: Buffer.concat([header, frame]) };
}

interface Film {
  readonly clusters?: readonly Branch[];
  readonly front?: readonly Branch[];
  readonly inTrack?: readonly Branch[];
}

const opusHead = Buffer.from('4f707573486561640102380180bb0000000000', 'hex');

/** A film of VP9 and Opus, as small as can be. */
function film({ clusters, front = [], inTrack = [] }: Film = {}): Buffer {
  const frames = Array.from({ length: 5 }, (_, index) => block(40 * index, 1, vp9Frame));
  const tracks = [
    {
      id: ids.trackEntry,
      content: [
        unsigned(ids.trackNumber, 1),
        unsigned(ids.trackUid, 1),
        unsigned(ids.trackType, 1),
        text(ids.codecId, 'V_VP9'),
        unsigned(ids.defaultDuration, 40_000_000),
        { id: ids.video, content: [unsigned(ids.pixelWidth, 64), unsigned(ids.pixelHeight, 48)] },
        ...inTrack,
      ],
    },
    {
      id: ids.trackEntry,
      content: [
        unsigned(ids.trackNumber, 2),
        unsigned(ids.trackType, 2),
        text(ids.codecId, 'A_OPUS'),
        { id: ids.codecPrivate, content: opusHead },
      ],
    },
  ];
  return bytesOf([
    { id: ids.ebml, content: [text(0x4282, 'matroska')] },
    {
      id: ids.segment,
      content: [
        ...front,
        { id: ids.info, content: [unsigned(ids.timestampScale, 1_000_000), float(ids.duration, 200)] },
        { id: ids.tracks, content: tracks },
        {
          id: ids.tags,
          content: [
            {
              id: ids.tag,
              content: [
                { id: ids.simpleTag, content: [text(ids.tagName, 'TITLE'), text(ids.tagString, 'T')] },
              ],
            },
          ],
        },
        ...(clusters ?? [{ id: ids.cluster, content: [unsigned(ids.timestamp, 0), ...frames] }]),
      ],
    },
  ]);
}

interface Cost {
  reads: number;
  bytes: number;
}

function counted(bytes: Buffer, cost: Cost, maxReads = 50_000): ByteSource {
  const source = bytesInMemory(bytes);
  return {
    ...source,
    read: (offset, length) => {
      assert.ok(Number.isSafeInteger(offset) && offset >= 0, `offset ${offset}`);
      assert.ok(Number.isSafeInteger(length) && length >= 0, `length ${length}`);
      if (++cost.reads > maxReads) throw new BudgetError();
      const part = source.read(offset, length);
      cost.bytes += part.length;
      return part;
    },
  };
}

/** Null for what is thrown where headers are wrong. */
function read(bytes: Buffer, cost: Cost = { reads: 0, bytes: 0 }) {
  try {
    return readMatroska(counted(bytes, cost));
  } catch (error) {
    assert.ok(error instanceof RangeError || error instanceof BudgetError, String(error));
    return null;
  }
}

describe('Matroska in bytes', () => {
  it('is read', () => {
    const reading = read(film());
    const facts = reading && factsOf(reading, 'mkv');
    assert.ok(facts);
    assert.equal(facts.codec, 'vp9');
    assert.equal(facts.audioCodec, 'opus');
    assert.equal(facts.frameRate, '25/1');
    assert.equal(facts.durationSeconds, 0.2);
    assert.equal(facts.tagTitle, 'T');
  });

  it('may be changed anywhere, and ends in an answer or in what counts as none', () => {
    const whole = film();
    const change = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.option(fc.nat(whole.length)),
        (changes, end) => {
          const bytes = Buffer.from(whole.subarray(0, end ?? undefined));
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          const cost = { reads: 0, bytes: 0 };
          const reading = read(bytes, cost);
          if (reading) factsOf(reading, 'mkv');
          assert.ok(cost.reads < 1_000 && cost.bytes < 1_000_000, JSON.stringify(cost));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('may follow its beginning with anything', () => {
    const beginning = film().subarray(0, 120);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (rest) => {
        read(Buffer.concat([beginning, rest]));
      }),
      { numRuns: 2_000 },
    );
  });

  const hostile: Readonly<Record<string, () => Buffer>> = {
    'a million empty elements': () =>
      film({ front: [{ id: 0xec, content: Buffer.alloc(0) }, raw('ec80', 1_000_000)] }),
    'a million empty blocks': () =>
      film({ clusters: [{ id: ids.cluster, content: [raw('a380', 1_000_000)] }] }),
    'a million tags': () =>
      film({
        front: [
          {
            id: ids.tags,
            content: raw('7373 8a 67c8 87 45a3 81 41 4487 80'.replaceAll(' ', ''), 250_000).content,
          },
        ],
      }),
    'tags in tags': () =>
      film({ front: [{ id: ids.tags, content: [{ id: ids.tag, content: [nested(200)] }] }] }),
    'wide tags in tags': () =>
      film({ front: [{ id: ids.tags, content: [{ id: ids.tag, content: [wide(6)] }] }] }),
    'ten thousand tracks': () =>
      film({
        front: [
          {
            id: ids.tracks,
            content: Array.from({ length: 10_000 }, () => ({
              id: ids.trackEntry,
              content: [unsigned(ids.trackNumber, 1)],
            })),
          },
        ],
      }),
    'a huge size': () => film({ front: [{ id: ids.tags, content: Buffer.alloc(5_000_000) }] }),
    'a codec that is never seen': () => film({ clusters: manyClusters(3_000) }),
    'no time but clusters': () => live(manyClusters(3_000)),
    'identifiers of clusters all over': () =>
      live([{ id: ids.cluster, content: raw('1f43b675', 500_000).content }]),
    'pointers to pointers': () => {
      const pointer = {
        id: ids.seek,
        content: [unsigned(ids.seekId, ids.seekHead), unsigned(ids.seekPosition, 0)],
      };
      return film({ front: [{ id: ids.seekHead, content: Array.from({ length: 5_000 }, () => pointer) }] });
    },
  };

  for (const [name, make] of Object.entries(hostile)) {
    it(`costs little with ${name}`, () => {
      const bytes = make();
      const cost = { reads: 0, bytes: 0 };
      const begin = performance.now();
      read(bytes, cost);
      assert.ok(performance.now() - begin < 1_500, `${performance.now() - begin} ms`);
      assert.ok(cost.bytes < 64 * 1024 * 1024, JSON.stringify(cost));
    });
  }
});

function raw(hex: string, times: number): { readonly id: number; readonly content: Buffer } {
  return { id: 0xec, content: Buffer.from(hex.repeat(times), 'hex') };
}

function nested(depth: number): Branch {
  const own = [text(ids.tagName, 'A'), text(ids.tagString, 'B')];
  return { id: ids.simpleTag, content: depth === 0 ? own : [...own, nested(depth - 1)] };
}

function wide(depth: number): Branch {
  const own = [text(ids.tagName, 'A'), text(ids.tagLanguage, 'ger'), unsigned(ids.tagDefault, 1)];
  const below = depth === 0 ? [] : Array.from({ length: 6 }, () => wide(depth - 1));
  return { id: ids.simpleTag, content: [...own, ...below] };
}

function manyClusters(count: number): readonly Branch[] {
  return Array.from({ length: count }, () => ({ id: ids.cluster, content: [block(0, 2, Buffer.alloc(4))] }));
}

function live(clusters: readonly Branch[]): Buffer {
  const bytes = film({ clusters });
  const at = bytes.indexOf(Buffer.from([0x44, 0x89]));
  bytes[at] = 0x4f;
  return bytes;
}

describe('numbers of EBML', () => {
  it('are as long as their first byte says', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 52n }), fc.integer({ min: 8, max: 8 }), (value, length) => {
        const bytes = Buffer.alloc(length);
        bytes.writeBigUInt64BE(value | (1n << BigInt(7 * length)));
        assert.equal(numberAt(bytes, 0, length), Number(value));
      }),
    );
    assert.equal(numberAt(Buffer.from('02000000000123', 'hex'), 0, 7), 0x123);
    assert.deepEqual(headerAt(Buffer.from('1549a96601ffffffffffffff', 'hex'), 0), {
      id: ids.info,
      contentBytes: null,
      headerBytes: 12,
    });
  });

  it('of no bytes are the default, and of more than eight are wrong', () => {
    assert.equal(unsignedOf(Buffer.alloc(0), 7), 7);
    assert.equal(unsignedOf(Buffer.from('00000000000001', 'hex'), 7), 1);
    assert.throws(() => unsignedOf(Buffer.alloc(9), 7), RangeError);
    assert.equal(identifierOf(Buffer.from('0012', 'hex')), identifierOf(Buffer.from('12', 'hex')));
    assert.equal(identifierOf(Buffer.alloc(8)), '0');
  });
});

describe('ratios of small numbers', () => {
  it('are no further off than any other within the limit', () => {
    const part = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(part, part, fc.integer({ min: 1, max: 60 }), (numerator, denominator, limit) => {
        const value = numerator / denominator;
        const chosen = nearestRational(numerator, denominator, limit);
        if (!chosen) return;
        assert.ok(chosen.numerator <= limit && chosen.denominator <= limit);
        const error = Math.abs(chosen.numerator / chosen.denominator - value);
        for (let below = 1; below <= limit; below++) {
          const above = Math.min(limit, Math.max(1, Math.round(value * below)));
          assert.ok(error <= Math.abs(above / below - value) * (1 + 1e-9) + 1e-12);
        }
      }),
    );
  });

  it('find the rates of film and broadcast', () => {
    assert.deepEqual(nearestRational(1e9, 41_708_333, 30_000), { numerator: 24000, denominator: 1001 });
    assert.deepEqual(nearestRational(1e9, 16_683_333, 60_000), { numerator: 60000, denominator: 1001 });
  });
});

describe('the rate by the times of frames', () => {
  it('is that of evenly spaced frames, rounded to milliseconds', () => {
    for (const [numerator, denominator] of [
      [24000, 1001],
      [25, 1],
      [30, 1],
      [30000, 1001],
      [50, 1],
      [60, 1],
      [12, 1],
    ] as const) {
      const estimate = new RateEstimate(1_000_000);
      for (let frame = 0; frame <= 40; frame++)
        estimate.add(Math.round((frame * 1000 * denominator) / numerator), 0);
      assert.deepEqual(estimate.rates().averageFrameRate, { numerator, denominator });
    }
  });

  it('is none of one frame', () => {
    const estimate = new RateEstimate(1_000_000);
    estimate.add(0, 0);
    assert.deepEqual(estimate.rates(), { averageFrameRate: null, baseFrameRate: null });
  });
});
