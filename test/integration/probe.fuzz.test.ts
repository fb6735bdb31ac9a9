import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaFacts } from '../../src/library/model';
import { fileBudget, FileSource, type ByteSource } from '../../src/library/probe/byteSource';
import { formats, type FormatName } from '../../src/library/probe/formats';
import { answerOf } from '../../src/library/probe/headers';
import { identify } from '../../src/library/probe/identify';
import { fixturesFolder } from '../support/fixtures';
import {
  apngBytes,
  ascii,
  be32,
  box,
  exifBlock,
  exifSegment,
  heifBytes,
  heifProperty,
  iconBitmap,
  iconBytes,
  jpegHeader,
  psdBytes,
  tiffPicture,
} from '../support/imageBytes';
import { Mutator, Random, victimOf, type Victim } from '../support/mutations';

/**
 * Every reader, as the scanner calls it, over files that are damaged at random. A failure names what repeats it: the same
 * seed and first run, with one run.
 */
const runs = numberFrom('FUZZ_RUNS', 100_000);
const firstSeed = numberFrom('FUZZ_SEED', Date.now() % 2 ** 31);
const firstRun = numberFrom('FUZZ_FIRST', 0);

/** Whatever a file says, it is answered within this; measured again when it was not, for the machine has other work. */
const mostMilliseconds = 250;
const mostGrowthBytes = 300 * 1024 * 1024;

function numberFrom(name: string, otherwise: number): number {
  const text = process.env[name];
  return text === undefined || text === '' ? otherwise : Number(text);
}

/** A file in memory with a file's budget, that looks at what it is asked for. */
class WatchedSource implements ByteSource {
  readonly #file: FileSource;
  readonly sizeBytes: number;
  readonly head: Buffer;

  constructor(bytes: Buffer) {
    const fill = (into: Buffer, at: number, length: number, position: number) =>
      bytes.copy(into, at, position, position + length);
    this.#file = new FileSource(fill, bytes.length, fileBudget);
    this.sizeBytes = bytes.length;
    this.head = this.#file.head;
  }

  read(offset: number, length: number): Buffer {
    // Any whole number may stand in a header; no other may come of calculating with them.
    if (!Number.isInteger(offset) || offset < 0 || !Number.isInteger(length)) {
      assert.fail(`read(${offset}, ${length})`);
    }
    return this.#file.read(offset, length);
  }

  /** Bytes and reads. */
  get cost(): readonly [number, number] {
    return [this.#file.bytesRead, this.#file.reads];
  }
}

const extras = (): readonly Victim[] => {
  const { size, hevc, turn, alpha, av1, crop } = heifProperty;
  const exif = exifBlock(
    {
      orientation: 6,
      photo: [
        [0x9003, 2, '2020:01:02 03:04:05'],
        [0x9011, 2, '+01:00'],
      ],
    },
    true,
  );
  return Object.entries({
    'exif.jpg': jpegHeader(
      40,
      30,
      [
        [1, 2, 2],
        [2, 1, 1],
        [3, 1, 1],
      ],
      [exifSegment(exif)],
    ),
    'moving.apng': apngBytes({ width: 5, height: 4 }, [
      [1, 10],
      [1, 30],
      [0, 0],
    ]),
    'tiles.heic': heifBytes({
      brand: 'heic',
      own: [size(60, 40), turn(1), crop(50, 30)],
      other: [hevc(1, 8), size(30, 30)],
    }),
    'alpha.avif': heifBytes({
      brand: 'avif',
      own: [size(6, 4), av1(0x0c)],
      other: [av1(0x1c), alpha()],
      reference: 'auxl',
    }),
    'big endian.tif': tiffPicture(
      { width: 9, height: 7, bits: [8, 8, 8], extra: [[274, 3, [6]]] },
      { isBigEndian: true, photo: [[0x9003, 2, '2020:01:02 03:04:05']] },
    ),
    'large.psb': psdBytes({ width: 9, height: 7, mode: 3, channels: 4, bits: 16, version: 2 }),
    'bitmap.ico': iconBytes([{ width: 16, height: 16, bits: 32, content: iconBitmap(16, 16, 32) }]),
    'boxed.jxl': Buffer.concat([
      be32(12),
      ascii('JXL '),
      be32(0x0d0a870a),
      box('Exif', be32(0), exif),
      box('jxlp', be32(0), Buffer.from('ff0a0f07001288020035186da11a0000', 'hex')),
    ]),
  }).map(([name, bytes]) => victimOf(name, bytes));
};

/** Of every format there is a file of, and of what only has the name of media (`none`). */
async function victimsByFormat(): Promise<ReadonlyMap<FormatName | 'none', readonly Victim[]>> {
  const folder = await fixturesFolder();
  const seen = new Set<string>();
  const files = [folder, join(folder, 'broken')].flatMap((place) =>
    readdirSync(place)
      .map((name) => join(place, name))
      .filter((file) => statSync(file).isFile()),
  );
  const byFormat = new Map<FormatName | 'none', Victim[]>();
  for (const victim of [...files.map((file) => victimOf(file, readFileSync(file))), ...extras()]) {
    const content = victim.bytes.toString('latin1');
    const identity = identify(new WatchedSource(victim.bytes), victim.name);
    if (seen.has(content)) continue;
    seen.add(content);
    const family = 'format' in identity ? identity.format : 'none';
    byFormat.set(family, [...(byFormat.get(family) ?? []), victim]);
  }
  return byFormat;
}

const isCount = (value: number | null) => value === null || (Number.isSafeInteger(value) && value >= 0);
const isAmount = (value: number | null) => value === null || (Number.isFinite(value) && value >= 0);

function assertSane({ result, forFfprobe }: ReturnType<typeof answerOf>): void {
  const { facts, error, fingerprint } = result;
  assert.match(fingerprint ?? '', /^[0-9a-f]{32}$/);
  assert.ok(error === null || error.message.length > 0);
  assert.ok(forFfprobe === null || forFfprobe.format in formats);
  for (const value of Object.values(facts)) {
    if (typeof value === 'number') assert.ok(Number.isFinite(value), JSON.stringify(facts));
    if (typeof value === 'string') assert.ok(value.length <= 1_000_000, `a text of ${value.length}`);
  }
  assert.ok(areSane(facts), JSON.stringify(facts));
}

function areSane(facts: MediaFacts): boolean {
  const { width, height, durationSeconds, framesPerSecond, bitRate, frameRate, pixelAspectRatio } = facts;
  const counts = [width, height, facts.channels, facts.sampleRateHz, facts.bitDepth, facts.frameCount];
  return (
    [...counts, facts.audioStreamCount, facts.chapterCount].every(isCount) &&
    width !== 0 &&
    height !== 0 &&
    [durationSeconds, framesPerSecond, bitRate].every(isAmount) &&
    (facts.bitDepth ?? 0) <= 64 &&
    [null, 0, 90, 180, 270].includes(facts.rotationDegrees) &&
    (frameRate === null || /^[1-9]\d*\/[1-9]\d*$/.test(frameRate)) &&
    (pixelAspectRatio === null || /^[1-9]\d*:[1-9]\d*$/.test(pixelAspectRatio)) &&
    Math.abs(facts.capturedAtMs ?? 0) <= 8.64e15
  );
}

/** Reads one damaged file; answers how long it took. */
function check(bytes: Buffer, name: string): number {
  const startedAt = performance.now();
  const source = new WatchedSource(bytes);
  const answer = answerOf(source, name);
  const took = performance.now() - startedAt;
  assertSane(answer);
  const [read, reads] = source.cost;
  assert.ok(read <= fileBudget.bytes && reads <= fileBudget.reads, `${read} bytes in ${reads} reads`);
  return took;
}

describe('readers of damaged files', function () {
  this.timeout(Math.max(120_000, runs * 4));
  let byFormat: ReadonlyMap<FormatName | 'none', readonly Victim[]> = new Map();
  let mutator = new Mutator([victimOf('', Buffer.alloc(1))]);

  before(async () => {
    byFormat = await victimsByFormat();
    mutator = new Mutator([...byFormat.values()].flat());
  });

  it('have a file of every format to be tried with', () => {
    const readable = Object.keys(formats).filter(
      (format) => format !== 'weba' && format !== '3g2' && format !== 'amr',
    );
    const missing = readable.filter((format) => ![...byFormat.keys()].some((known) => known === format));
    assert.deepEqual(missing, []);
  });

  it(`answer ${runs} times, within their budget of bytes and time, and never throw`, () => {
    const families = [...byFormat.values()];
    let slowest = 0;
    let mostMemory = 0;
    const memoryBefore = process.memoryUsage.rss();
    const startedAt = performance.now();
    for (let run = firstRun; run < firstRun + runs; run++) {
      const ours = new Random(firstSeed + run * 7919);
      const family = families[run % families.length] ?? [];
      const victim = ours.one(family);
      const bytes = mutator.mutate(ours, victim);
      try {
        let took = check(bytes, victim.name);
        for (let again = 0; again < 2 && took > mostMilliseconds; again++) took = check(bytes, victim.name);
        slowest = Math.max(slowest, took);
        assert.ok(took <= mostMilliseconds, `took ${took} ms`);
      } catch (error) {
        const how = `FUZZ_SEED=${firstSeed} FUZZ_FIRST=${run} FUZZ_RUNS=1`;
        throw new Error(`A damaged ${JSON.stringify(victim.name)} of ${bytes.length} bytes: ${how}`, {
          cause: error,
        });
      }
      if (run % 512 === 0) mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
    }
    const seconds = (performance.now() - startedAt) / 1000;
    console.log(
      `      ${Math.round(runs / seconds)} a second, the slowest ${slowest.toFixed(1)} ms, seed ${firstSeed}`,
    );
    const growth = mostMemory - memoryBefore;
    assert.ok(growth <= mostGrowthBytes, `memory grew by ${growth} bytes`);
  });
});
