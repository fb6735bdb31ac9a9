import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import fc from 'fast-check';
import type { MediaFacts } from '../../src/library/model';
import { readHeaders } from '../../src/library/probe/headers';
import { groundTruth } from '../support/groundTruth';
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
  le32,
  pngBytes,
  pngChunk,
  psdBytes,
  segment,
  tiffPicture,
  u8,
  withSegments,
  type TiffEntry,
} from '../support/imageBytes';
import { jxlBytes, type JxlTraits } from '../support/jxlBytes';
import { TempFolder } from '../support/tempFolder';

const run = promisify(execFile);

/** What is known of a picture besides, or better than, what ffprobe says; and why. */
interface Known {
  readonly why: string;
  readonly facts: Partial<MediaFacts>;
}

const compared = [
  'containerFormat',
  'codec',
  'width',
  'height',
  'pixelFormat',
  'bitDepth',
  'colorSpace',
  'hdrFormat',
  'hasAlpha',
  'rotationDegrees',
] as const;

/** Answers of our own readers: whoever needs ffprobe has failed here. */
function factsOf(file: string): MediaFacts {
  const { result, forFfprobe } = readHeaders(file);
  assert.equal(forFfprobe, null, `${basename(file)} was left to ffprobe`);
  assert.equal(result.error, null, `${basename(file)}: ${result.error?.message ?? ''}`);
  return result.facts;
}

/** Everything that ffprobe can tell of a picture must be the same, but for what is known better. */
async function assertAsFfprobe(file: string, known: Known | null = null): Promise<void> {
  const facts = factsOf(file);
  const truth = await groundTruth(file, null);
  const expected = { ...Object.fromEntries(compared.map((field) => [field, truth[field]])), ...known?.facts };
  const actual = Object.fromEntries(Object.keys(expected).map((field) => [field, Reflect.get(facts, field)]));
  assert.deepEqual(actual, expected, basename(file));
  assert.deepEqual([facts.audioStreamCount, facts.chapterCount, facts.pixelAspectRatio], [null, null, null]);
}

function assertKnown(file: string, expected: Partial<MediaFacts>): void {
  const facts = factsOf(file);
  const actual = Object.fromEntries(Object.keys(expected).map((field) => [field, Reflect.get(facts, field)]));
  assert.deepEqual(actual, expected, basename(file));
}

/** Several at a time: it is ffprobe that takes long. */
async function all<T>(items: readonly T[], check: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 6) await Promise.all(items.slice(at, at + 6).map(check));
}

const noAlpha = (why: string): Known => ({ why, facts: { hasAlpha: false } });
const palette = noAlpha('a palette may hold transparent colours, says its pixel format; this one does not');
const inks = noAlpha('FFmpeg takes the fourth ink for alpha');

describe('facts of pictures', function () {
  this.timeout(60_000);
  let folder: TempFolder;
  before(() => {
    folder = new TempFolder();
  });
  after(() => folder.dispose());

  const gradient = (width: number, height: number, channels: 3 | 4 = 3) => {
    const pixels = Buffer.from(
      Array.from({ length: width * height * channels }, (_, i) => (i * 7 + (i >> 6) * 13) % 256),
    );
    return sharp(pixels, { raw: { width, height, channels } });
  };
  const testPicture = (size = '50x34', rate = 25) => [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=${size}:r=${rate}:d=2`,
  ];

  /** One run of ffmpeg for many stills: `[name, ...arguments]`. */
  async function byFfmpeg(...outputs: readonly (readonly [string, ...string[]])[]): Promise<void> {
    const args = outputs.flatMap(([name, ...how]) => ['-frames:v', '1', ...how, folder.at(name)]);
    await run('ffmpeg', ['-v', 'error', '-y', ...testPicture(), ...args]);
  }

  describe('of JPEGs', () => {
    it('as sharp makes them', async () => {
      const files = {
        'plain.jpg': gradient(33, 17).jpeg(),
        'whole.jpg': gradient(33, 17).jpeg({ chromaSubsampling: '4:4:4' }),
        'progressive.jpg': gradient(70, 90).jpeg({ progressive: true }),
        'best.jpg': gradient(40, 40).jpeg({ mozjpeg: true }),
        'gray.jpg': gradient(40, 41).toColourspace('b-w').jpeg(),
        'profile.jpg': gradient(40, 41).withIccProfile('p3').jpeg(),
        'large.jpg': gradient(900, 700).jpeg({ quality: 95 }),
        'tiny.jpg': gradient(1, 1).jpeg(),
      };
      await all(Object.entries(files), async ([name, picture]) => {
        await picture.toFile(folder.at(name));
        await assertAsFfprobe(folder.at(name));
      });
      await gradient(40, 41).toColourspace('cmyk').jpeg().toFile(folder.at('inks.jpg'));
      await assertAsFfprobe(folder.at('inks.jpg'), inks);
    });

    it('as FFmpeg makes them', async () => {
      const formats = ['yuvj420p', 'yuvj422p', 'yuvj444p', 'yuv420p', 'yuv422p', 'yuv444p'] as const;
      await byFfmpeg(
        ...formats.map(
          (format) => [`ff ${format}.jpg`, '-strict', 'unofficial', '-pix_fmt', format] as const,
        ),
      );
      await all(formats, async (format) => {
        await assertAsFfprobe(folder.at(`ff ${format}.jpg`));
      });
    });

    for (const isBigEndian of [false, true]) {
      it(`turned by EXIF, ${isBigEndian ? 'big' : 'little'} endian`, async () => {
        const plain = await gradient(48, 32).jpeg().toBuffer();
        const degrees = [0, 0, 180, 180, 90, 90, 270, 270];
        degrees.forEach((rotationDegrees, i) => {
          const block = exifBlock({ orientation: i + 1 }, isBigEndian);
          const file = folder.write(`turned ${i + 1}.jpg`, withSegments(plain, exifSegment(block)));
          const [width, height] = i < 4 ? [48, 32] : [32, 48];
          assertKnown(file, { width, height, rotationDegrees, capturedAtMs: null });
        });
        for (const orientation of [0, 9, 65535]) {
          const block = exifBlock({ orientation }, isBigEndian);
          const file = folder.write('odd.jpg', withSegments(plain, exifSegment(block)));
          assertKnown(file, { width: 48, height: 32, rotationDegrees: 0 });
        }
      });
    }

    it('behind a thumbnail, colour profiles of many parts and fill bytes', async () => {
      const plain = await gradient(64, 48).jpeg().toBuffer();
      const thumbnail = await gradient(16, 12).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
      const block = Buffer.concat([exifBlock({ orientation: 6 }, true), thumbnail]);
      const profile = segment(
        0xe2,
        Buffer.concat([ascii('ICC_PROFILE\0'), u8(1, 3), Buffer.alloc(60_000, 7)]),
      );
      const file = folder.write(
        'thick.jpg',
        withSegments(plain, exifSegment(block), profile, profile, profile, u8(0xff, 0xff, 0xff)),
      );
      await assertAsFfprobe(file, {
        why: 'ffprobe before version 8 does not read the orientation',
        facts: { width: 48, height: 64, rotationDegrees: 90 },
      });
    });

    it('with several pictures in one file: the first counts', async () => {
      const first = await gradient(64, 48).jpeg().toBuffer();
      const second = await gradient(32, 24).jpeg().toBuffer();
      await assertAsFfprobe(folder.write('several.jpg', Buffer.concat([first, second])));
    });

    it('that are rare only by ffprobe', async () => {
      await byFfmpeg(['lossless.jpg', '-c:v', 'ljpeg', '-pix_fmt', 'bgr24']);
      const deep = jpegHeader(40, 24, [[1, 1, 1]]);
      deep.writeUInt8(12, deep.indexOf('ffc0', 0, 'hex') + 4);
      const unknownHeight = jpegHeader(40, 0, [[1, 1, 1]]);
      for (const file of [
        folder.at('lossless.jpg'),
        folder.write('deep.jpg', deep),
        folder.write('unknown height.jpg', unknownHeight),
      ]) {
        assert.equal(readHeaders(file).forFfprobe?.format, 'jpg', basename(file));
      }
    });

    it('with every way to sample and to name components', async () => {
      const sides = fc.constantFrom(1, 1, 1, 2, 2, 3, 4);
      const names = fc.constantFrom(
        [1, 2, 3, 4],
        [0, 1, 2, 3],
        [0x52, 0x47, 0x42, 0x41],
        [0x43, 0x4d, 0x59, 0x4b],
      );
      const header = fc.record({
        count: fc.constantFrom(1, 3, 3, 3, 4),
        sides: fc.array(fc.tuple(sides, sides), { minLength: 4, maxLength: 4 }),
        isUsual: fc.constantFrom(true, true, false),
        names,
        adobe: fc.constantFrom(null, 0, 1, 2),
      });
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(header, async ({ count, sides: all, isUsual, names: named, adobe }) => {
          const components = named.slice(0, count).map((name, i) => {
            const [across, down] = isUsual && i > 0 ? [1, 1] : (all[i] ?? [1, 1]);
            return [name, across, down] as const;
          });
          const note = segment(0xee, Buffer.concat([ascii('Adobe'), be16(100, 0, 0), u8(adobe ?? 0)]));
          const file = folder.write(
            'sampled.jpg',
            jpegHeader(40, 24, components, adobe === null ? [] : [note]),
          );
          const { result, forFfprobe } = readHeaders(file);
          if (forFfprobe) return;
          answered++;
          const truth = await groundTruth(file, null);
          assert.deepEqual(
            [result.facts.pixelFormat, result.facts.width, result.facts.height],
            [truth.pixelFormat, truth.width, truth.height],
          );
        }),
        { numRuns: 15 },
      );
      assert.ok(answered > 1, `${answered} answered`);
    });
  });

  it('reads when a photo was taken', async () => {
    const plain = await gradient(24, 16).jpeg().toBuffer();
    const local = new Date(2021, 6, 3, 4, 5, 6).getTime();
    const date: TiffEntry = [0x9003, 2, '2021:07:03 04:05:06'];
    const cases: readonly (readonly [readonly TiffEntry[], number | null])[] = [
      [[date], local],
      [[date, [0x9291, 2, '5']], local + 500],
      [[date, [0x9291, 2, '0789']], local + 78],
      [[date, [0x9291, 2, '25  '], [0x9011, 2, '+05:30']], Date.UTC(2021, 6, 2, 22, 35, 6, 250)],
      [[date, [0x9011, 2, '-08:00']], Date.UTC(2021, 6, 3, 12, 5, 6)],
      [[date, [0x9011, 2, '   :  ']], local],
      [[[0x9004, 2, '2021:07:03 04:05:06']], local],
      [
        [
          [0x9003, 2, '0000:00:00 00:00:00'],
          [0x9004, 2, '2021:07:03 04:05:06'],
        ],
        local,
      ],
      [[[0x9003, 2, '0000:00:00 00:00:00']], null],
      [[[0x9003, 2, '    :  :     :  :  ']], null],
      [[[0x9003, 2, '2021:13:03 04:05:06']], null],
      [[[0x9003, 2, '2021:07:03 25:05:06']], null],
      [[[0x9003, 2, 'yesterday']], null],
      [[[0x9010, 2, '+01:00']], null],
    ];
    for (const isBigEndian of [false, true]) {
      cases.forEach(([photo, capturedAtMs], i) => {
        const block = exifBlock({ orientation: 1, photo }, isBigEndian);
        assertKnown(folder.write(`taken ${i}.jpg`, withSegments(plain, exifSegment(block))), {
          capturedAtMs,
        });
        const chunk = pngChunk('eXIf', block);
        const png = pngBytes({ width: 4, height: 4, colorType: 2, bits: 8 }, { before: [chunk] });
        assertKnown(folder.write(`taken ${i}.png`, png), { capturedAtMs });
      });
    }
  });

  describe('of PNGs', () => {
    const depths: Readonly<Record<number, readonly number[]>> = {
      0: [1, 2, 4, 8, 16],
      2: [8, 16],
      3: [1, 2, 4, 8],
      4: [8, 16],
      6: [8, 16],
    };
    const transparency: Readonly<Record<number, number>> = { 0: 2, 2: 6, 3: 1 };
    for (const [colorType, bits] of Object.entries(depths).map(
      ([type, list]) => [Number(type), list] as const,
    )) {
      it(`of colour type ${colorType}, with and without transparency, interlaced or not`, async () => {
        await all(bits, async (depth) => {
          const picture = { width: 19, height: 13, colorType, bits: depth };
          const isPalette = colorType === 3;
          const plain = folder.write(
            `${colorType} ${depth}.png`,
            pngBytes({ ...picture, isInterlaced: true }),
          );
          await assertAsFfprobe(plain, isPalette ? palette : null);
          const bytes = transparency[colorType];
          if (bytes === undefined || (colorType === 0 && depth === 1)) return;
          const chunk = pngChunk('tRNS', Buffer.alloc(bytes));
          await assertAsFfprobe(
            folder.write(`${colorType} ${depth} t.png`, pngBytes(picture, { before: [chunk] })),
          );
        });
      });
    }

    it('turned by EXIF, as browsers show them', () => {
      for (const [i, rotationDegrees] of [0, 0, 180, 180, 90, 90, 270, 270].entries()) {
        const chunk = pngChunk('eXIf', exifBlock({ orientation: i + 1 }, i % 2 === 0));
        const png = pngBytes({ width: 20, height: 10, colorType: 6, bits: 8 }, { before: [chunk] });
        const [width, height] = i < 4 ? [20, 10] : [10, 20];
        assertKnown(folder.write(`turned ${i + 1}.png`, png), { width, height, rotationDegrees });
      }
      const late = pngChunk('eXIf', exifBlock({ orientation: 6 }));
      const png = pngBytes({ width: 20, height: 10, colorType: 6, bits: 8 }, { after: [late] });
      assertKnown(folder.write('late.png', png), { width: 20, height: 10, rotationDegrees: 0 });
    });

    it('as sharp makes them', async () => {
      await gradient(30, 20, 4).png({ progressive: true }).toFile(folder.at('alpha.png'));
      await assertAsFfprobe(folder.at('alpha.png'));
      await gradient(30, 20).png({ palette: true }).toFile(folder.at('few colours.png'));
      await assertAsFfprobe(folder.at('few colours.png'), palette);
      await gradient(30, 20).withIccProfile('p3').png().toFile(folder.at('profile.png'));
      await assertAsFfprobe(folder.at('profile.png'));
    });
  });

  describe('of animations', () => {
    /** The exact rate: ffprobe guesses at the nearest usual one, from the first frames. */
    const rateOf = (frames: number, seconds: number) => frames / seconds;

    it('of GIFs at every usual rate', async () => {
      await all(['5', '10', '12.5', '20', '25', '50', '100/7', '100/3'], async (rate) => {
        const file = folder.at(`rate ${rate.replace('/', ' of ')}.gif`);
        await run('ffmpeg', [
          '-v',
          'error',
          '-y',
          ...testPicture('24x16', 50),
          '-vf',
          `fps=${rate}`,
          '-t',
          '1',
          file,
        ]);
        const facts = factsOf(file);
        const truth = await groundTruth(file, null);
        assert.deepEqual(
          [facts.frameCount, facts.durationSeconds, facts.bitRate, facts.pixelFormat],
          [truth.frameCount, truth.durationSeconds, truth.bitRate, truth.pixelFormat],
          rate,
        );
        assert.equal(facts.framesPerSecond, rateOf(truth.frameCount ?? 0, truth.durationSeconds ?? 0));
        // Rates that FFmpeg knows as usual it tells exactly.
        if (!rate.includes('100')) assert.equal(facts.frameRate, truth.frameRate, rate);
      });
    });

    it('of GIFs with any delays', () => {
      const frame = Buffer.concat([u8(0x2c), le16(0, 0, 2, 2), u8(0, 2, 2, 0x84, 0x51, 0)]);
      const gif = (delays: readonly (number | null)[]) =>
        Buffer.concat([
          ascii('GIF89a'),
          le16(2, 2),
          u8(0x80, 0, 0, 0, 0, 0, 255, 255, 255),
          ...delays.flatMap((delay) => [
            delay === null ? Buffer.alloc(0) : Buffer.concat([u8(0x21, 0xf9, 4, 0), le16(delay), u8(0, 0)]),
            frame,
          ]),
          u8(0x3b),
        ]);
      const cases: readonly (readonly [readonly (number | null)[], string | null, number | null])[] = [
        [[10], null, null],
        [[10, 10], '10/1', 0.2],
        [[0, 1, 2], '150/11', 0.22],
        [[7, 7, 7], '100/7', 0.21],
        [[100, 5], '40/21', 1.05],
        [[65535, 65535], '20/13107', 1310.7],
        [[30, null], '5/1', 0.4],
      ];
      for (const [delays, frameRate, durationSeconds] of cases) {
        const file = folder.write(`delays ${delays.join()}.gif`, gif(delays));
        assertKnown(file, { frameRate, durationSeconds, width: 2, height: 2, hasAlpha: false });
      }
    });

    it('of APNGs with any delays', async () => {
      const cases: readonly (readonly [readonly (readonly [number, number])[], string, number])[] = [
        [
          [
            [1, 30],
            [1, 30],
            [1, 30],
          ],
          '30/1',
          0.1,
        ],
        [
          [
            [1001, 30000],
            [1001, 30000],
          ],
          '30000/1001',
          0.066733,
        ],
        [
          [
            [1, 0],
            [1, 0],
          ],
          '100/1',
          0.02,
        ],
        [
          [
            [0, 100],
            [0, 100],
          ],
          '15/1',
          0.133333,
        ],
        [
          [
            [1, 3],
            [1, 7],
            [1, 11],
          ],
          '693/131',
          0.5671,
        ],
      ];
      await all(cases, async ([delays, frameRate, durationSeconds]) => {
        const file = folder.write(
          `delays ${delays.join(' ')}.apng`,
          apngBytes({ width: 6, height: 4 }, delays),
        );
        const facts = factsOf(file);
        assert.deepEqual([facts.frameRate, facts.frameCount], [frameRate, delays.length]);
        assert.ok(
          Math.abs((facts.durationSeconds ?? 0) - durationSeconds) < 1e-4,
          `${facts.durationSeconds}`,
        );
        await assertAsFfprobe(file);
        // The packets' lengths are all that ffprobe says of the time, in 1/100,000 of a second.
        const { stdout } = await run('ffprobe', [
          '-v',
          'error',
          '-show_entries',
          'packet=duration_time',
          '-of',
          'csv=p=0',
          file,
        ]);
        const told = stdout
          .trim()
          .split(/\s+/)
          .reduce((sum, each) => sum + Number.parseFloat(each), 0);
        assert.ok(Math.abs((facts.durationSeconds ?? 0) - told) < delays.length * 1e-5, `${told}`);
      });
    });

    it('of WebPs, still, lossless, transparent and moving', async () => {
      const files = {
        'lossy.webp': gradient(41, 31).webp(),
        'alpha.webp': gradient(41, 31, 4).webp(),
        'lossless alpha.webp': gradient(41, 31, 4).webp({ lossless: true }),
        'profile.webp': gradient(41, 31).withIccProfile('p3').webp(),
      };
      await all(Object.entries(files), async ([name, picture]) => {
        await picture.toFile(folder.at(name));
        await assertAsFfprobe(folder.at(name));
      });
      await gradient(41, 31).webp({ lossless: true }).toFile(folder.at('lossless.webp'));
      await assertAsFfprobe(
        folder.at('lossless.webp'),
        noAlpha('FFmpeg decodes every lossless WebP with alpha'),
      );
      await gradient(40, 30).withMetadata({ orientation: 8 }).webp().toFile(folder.at('turned.webp'));
      assertKnown(folder.at('turned.webp'), { width: 30, height: 40, rotationDegrees: 270 });
      for (const delays of [
        [100, 100, 100],
        [33, 34],
        [40, 1000, 7],
      ]) {
        const file = folder.at(`moving ${delays.length}.webp`);
        const frames = await gradient(20, 30).png().toBuffer();
        await sharp(
          delays.map(() => frames),
          { join: { animated: true } },
        )
          .webp({ delay: delays, loop: 0, minSize: false })
          .toFile(file)
          .catch(() => undefined);
        const total = delays.reduce((sum, each) => sum + each, 0);
        const facts = factsOf(file);
        // An encoder joins frames that are the same; their time stays.
        assert.equal(facts.frameCount === null ? total / 1000 : facts.durationSeconds, total / 1000);
        assert.deepEqual([facts.width, facts.height], [20, 30]);
      }
    });
  });

  describe('of TIFFs', () => {
    const sizeAlone = (width: number, height: number): Known => ({
      why: 'FFmpeg refuses what it cannot decode before it tells the size, and goes by the name where it knows no sign',
      facts: { containerFormat: 'tiff_pipe', width, height, bitDepth: null, hasAlpha: null },
    });

    it('as sharp makes them', async () => {
      const files = {
        'lzw.tiff': gradient(37, 29).tiff({ compression: 'lzw', predictor: 'horizontal' }),
        'deflate.tiff': gradient(37, 29, 4).tiff({ compression: 'deflate' }),
        'jpeg.tiff': gradient(64, 48).tiff({ compression: 'jpeg', quality: 80 }),
        'tiles.tiff': gradient(300, 290).tiff({
          compression: 'lzw',
          tile: true,
          tileWidth: 128,
          tileHeight: 128,
        }),
        'sixteen.tiff': gradient(37, 29).toColourspace('rgb16').tiff({ compression: 'none' }),
        'gray sixteen.tiff': gradient(37, 29).toColourspace('grey16').tiff({ compression: 'none' }),
        'gray.tiff': gradient(37, 29).toColourspace('b-w').tiff({ compression: 'packbits' }),
        'one bit.tiff': gradient(40, 29).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
      };
      await all(Object.entries(files), async ([name, picture]) => {
        await picture.toFile(folder.at(name));
        await assertAsFfprobe(folder.at(name));
      });
      await gradient(37, 29)
        .toColourspace('cmyk')
        .tiff({ compression: 'none' })
        .toFile(folder.at('inks.tiff'));
      await assertAsFfprobe(folder.at('inks.tiff'));
    });

    it('as FFmpeg makes them', async () => {
      // prettier-ignore
      const formats = [
        'rgb24', 'rgb48le', 'pal8', 'rgba', 'rgba64le', 'gray', 'ya8', 'gray16le', 'ya16le', 'monob', 'monow',
        'yuv420p', 'yuv422p', 'yuv440p', 'yuv444p', 'yuv410p', 'yuv411p',
      ];
      await byFfmpeg(...formats.map((format) => [`ff ${format}.tiff`, '-pix_fmt', format] as const));
      await all(formats, async (format) => {
        await assertAsFfprobe(folder.at(`ff ${format}.tiff`), format === 'pal8' ? palette : null);
      });
    });

    it('turned and dated by their own directories', () => {
      const photo: readonly TiffEntry[] = [
        [0x9003, 2, '2020:01:02 03:04:05'],
        [0x9011, 2, '+00:00'],
      ];
      for (const [i, rotationDegrees] of [0, 0, 180, 180, 90, 90, 270, 270].entries()) {
        const extra: readonly TiffEntry[] = [[274, 3, [i + 1]]];
        const bytes = tiffPicture(
          { width: 20, height: 10, bits: [8, 8, 8], extra },
          { isBigEndian: i % 2 === 0, isBig: i >= 4, photo },
        );
        const [width, height] = i < 4 ? [20, 10] : [10, 20];
        const capturedAtMs = Date.UTC(2020, 0, 2, 3, 4, 5);
        assertKnown(folder.write(`turned ${i}.tif`, bytes), { width, height, rotationDegrees, capturedAtMs });
      }
    });

    it('of which ffprobe knows no size, as their directories say', async () => {
      const [width, height] = [37, 29];
      const files = {
        'big.tiff': await gradient(width, height).tiff({ bigtiff: true }).toBuffer(),
        'in webp.tiff': await gradient(width, height).tiff({ compression: 'webp' }).toBuffer(),
        'floating.tiff': tiffPicture({ width, height, bits: [32, 32, 32], extra: [[339, 3, [3, 3, 3]]] }),
        'lab.tiff': tiffPicture({ width, height, bits: [8, 8, 8], photometric: 8 }),
      };
      await all(Object.entries(files), async ([name, bytes]) => {
        const file = folder.write(name, bytes);
        await assertAsFfprobe(file, sizeAlone(width, height));
      });
    });

    it('of any bits, samples, colours and byte order', async () => {
      const picture = fc.record({
        width: fc.integer({ min: 1, max: 70 }),
        height: fc.integer({ min: 1, max: 70 }),
        bits: fc.constantFrom(
          [1],
          [2],
          [4],
          [8],
          [12],
          [16],
          [8, 8],
          [16, 16],
          [8, 8, 8],
          [16, 16, 16],
          [8, 8, 8, 8],
          [16, 16, 16, 16],
          [8, 8, 8, 8, 8],
          [32],
        ),
        photometric: fc.constantFrom(0, 1, 2, 5, 6),
        isPlanar: fc.boolean(),
        isBigEndian: fc.boolean(),
        hasPalette: fc.boolean(),
      });
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(picture, async ({ isBigEndian, hasPalette, ...how }) => {
          const extra: readonly TiffEntry[] =
            hasPalette && how.bits.length === 1 && how.bits[0] <= 8
              ? [[320, 3, Array.from({ length: 3 * 2 ** how.bits[0] }, (_, i) => i)]]
              : [];
          const file = folder.write('any.tif', tiffPicture({ ...how, extra }, { isBigEndian }));
          if (readHeaders(file).forFfprobe) return;
          answered++;
          const { pixelFormat } = factsOf(file);
          const known = pixelFormat === null ? sizeAlone(how.width, how.height) : null;
          await assertAsFfprobe(file, pixelFormat === 'pal8' ? palette : known);
        }),
        { numRuns: 15 },
      );
      assert.ok(answered > 1, `${answered} answered`);
    });
  });

  describe('of bitmaps', () => {
    it('as FFmpeg makes them', async () => {
      const formats = [
        'bgra',
        'bgr24',
        'rgb565le',
        'rgb555le',
        'rgb444le',
        'rgb8',
        'bgr8',
        'pal8',
        'gray',
        'monob',
      ];
      await byFfmpeg(...formats.map((format) => [`ff ${format}.bmp`, '-pix_fmt', format] as const));
      await all(formats, async (format) => {
        const file = folder.at(`ff ${format}.bmp`);
        await assertAsFfprobe(file, factsOf(file).pixelFormat === 'pal8' ? palette : null);
      });
    });

    it('with masks, palettes, upside down, and alpha that is empty', async () => {
      const size = { width: 13, height: 7 };
      const files = {
        'empty alpha.bmp': bmpBytes({ ...size, bits: 32 }),
        'alpha.bmp': bmpBytes({ ...size, bits: 32, fill: 9 }),
        'top down.bmp': bmpBytes({ ...size, height: -7, bits: 24 }),
        'short.bmp': bmpBytes({ ...size, bits: 16 }),
        'short masks.bmp': bmpBytes({ ...size, bits: 16, masks: [0xf800, 0x7e0, 0x1f] }),
        'masks.bmp': bmpBytes({ ...size, bits: 32, masks: [0xff0000, 0xff00, 0xff] }),
        'other masks.bmp': bmpBytes({ ...size, bits: 32, masks: [0xff, 0xff00, 0xff0000, 0xff000000] }),
        'gray.bmp': bmpBytes({ ...size, bits: 8 }),
      };
      await all(Object.entries(files), async ([name, bytes]) => {
        await assertAsFfprobe(folder.write(name, bytes));
      });
      await all([1, 4, 8], async (bits) => {
        const file = folder.write(`palette ${bits}.bmp`, bmpBytes({ ...size, bits, palette: 2 ** bits }));
        await assertAsFfprobe(file, palette);
      });
      const os2 = Buffer.concat([
        ascii('BM'),
        le32(26 + 36 * 4, 0, 26, 12),
        le16(11, 4, 1, 24),
        Buffer.alloc(144),
      ]);
      await assertAsFfprobe(folder.write('os2.bmp', os2));
    });
  });

  it('reads Photoshop documents of every mode', async () => {
    const modes = [
      [0, 1, 1],
      [1, 1, 8],
      [1, 1, 16],
      [1, 2, 8],
      [2, 1, 8],
      [3, 3, 8],
      [3, 3, 16],
      [3, 4, 8],
      [3, 4, 16],
      [4, 4, 8],
      [4, 5, 16],
      [8, 1, 8],
    ] as const;
    await all(modes, async ([mode, channels, bits]) => {
      const document = { width: 21, height: 11, mode, channels, bits };
      const file = folder.write(`mode ${mode} ${channels} ${bits}.psd`, psdBytes(document));
      await assertAsFfprobe(file, mode === 2 ? palette : null);
      const facts = factsOf(file);
      const large = folder.write(
        `mode ${mode} ${channels} ${bits}.psb`,
        psdBytes({ ...document, version: 2 }),
      );
      // FFmpeg refuses the large kind, whose header is the same.
      assert.deepEqual(factsOf(large), facts);
    });
  });

  describe('of JPEG XL', () => {
    it('as FFmpeg makes them', async () => {
      const formats = [
        'rgb24',
        'rgba',
        'rgb48le',
        'rgba64le',
        'gray',
        'gray16le',
        'ya8',
        'ya16le',
        'grayf32le',
      ];
      const outputs = formats.flatMap((format) =>
        ['0', '1'].map(
          (distance) =>
            [
              `ff ${format} ${distance}.jxl`,
              '-pix_fmt',
              format,
              '-distance',
              distance,
              '-effort',
              '1',
            ] as const,
        ),
      );
      await byFfmpeg(...outputs);
      await all(outputs, async ([name]) => {
        await assertAsFfprobe(folder.at(name));
      });
    });

    it('of any size', async () => {
      const side = fc.oneof(
        fc.integer({ min: 2, max: 40 }).map((n) => n * 8),
        fc.integer({ min: 16, max: 700 }),
      );
      const ratio = fc.constantFrom([1, 1], [12, 10], [4, 3], [3, 2], [16, 9], [5, 4], [2, 1], null);
      await fc.assert(
        fc.asyncProperty(side, side, ratio, async (width, height, exact) => {
          const file = folder.at('sized.jxl');
          const wide = exact ? Math.max(1, Math.floor((height * exact[0]) / exact[1])) : width;
          await run('ffmpeg', [
            '-v',
            'error',
            '-y',
            '-f',
            'lavfi',
            '-i',
            `testsrc=s=${wide}x${height}`,
            '-frames:v',
            '1',
            '-effort',
            '1',
            file,
          ]);
          assertKnown(file, { width: wide, height });
        }),
        { numRuns: 8 },
      );
    });

    it('of headers that encoders seldom write', async () => {
      const traits = fc.record({
        width: fc.integer({ min: 1, max: 3000 }),
        height: fc.integer({ min: 1, max: 3000 }),
        orientation: fc.integer({ min: 1, max: 8 }),
        sample: fc.constantFrom<readonly [JxlTraits['bits'], boolean]>(
          [8, false],
          [10, false],
          [12, false],
          [16, false],
          [16, true],
          [32, true],
        ),
        isGray: fc.boolean(),
        channels: fc.array(
          fc.constantFrom<'alpha' | 'named alpha' | 'depth'>('alpha', 'named alpha', 'depth'),
          { maxLength: 3 },
        ),
        isForTheEye: fc.boolean(),
        isAnimated: fc.boolean(),
        transfer: fc.constantFrom<1 | 8 | 13 | 16 | 18>(1, 8, 13, 16, 18),
      });
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(traits, async ({ sample: [bits, isFloat], ...others }) => {
          const bytes = jxlBytes({ ...others, bits, isFloat });
          const file = folder.write('header.jxl', bytes);
          const { result, forFfprobe } = readHeaders(file);
          const truth = await groundTruth(file, 'jpegxl_pipe');
          if (forFfprobe || truth.pixelFormat === null) return;
          compared++;
          const tell = ({ width, height, pixelFormat, colorSpace, hdrFormat }: Partial<MediaFacts>) => [
            width,
            height,
            pixelFormat,
            colorSpace,
            hdrFormat,
          ];
          assert.deepEqual(tell(result.facts), tell(truth));
        }),
        { numRuns: 15 },
      );
      assert.ok(compared > 1, `${compared} compared`);
    });

    it('in boxes, in one part or several, dated by EXIF', async () => {
      await byFfmpeg(['bare.jxl', '-pix_fmt', 'rgba', '-effort', '1']);
      const bare = readFileSync(folder.at('bare.jxl'));
      const photo: readonly TiffEntry[] = [
        [0x9003, 2, '2022:02:02 02:02:02'],
        [0x9011, 2, '+02:00'],
      ];
      const exif = box('Exif', be32(0), exifBlock({ orientation: 6, photo }));
      const start = Buffer.concat([
        be32(12),
        ascii('JXL '),
        be32(0x0d0a870a),
        box('ftyp', ascii('jxl '), be32(0), ascii('jxl ')),
      ]);
      const half = bare.length >> 1;
      const files = {
        'boxed.jxl': Buffer.concat([start, box('jxlc', bare)]),
        'parts.jxl': Buffer.concat([
          start,
          exif,
          box('jxlp', be32(0), bare.subarray(0, half)),
          box('jxlp', be32(0x80000001), bare.subarray(half)),
        ]),
        'dated late.jxl': Buffer.concat([start, box('jxlc', bare), exif]),
      };
      await all(Object.entries(files), async ([name, bytes]) => {
        const capturedAtMs = name === 'boxed.jxl' ? null : Date.UTC(2022, 1, 2, 0, 2, 2);
        await assertAsFfprobe(folder.write(name, bytes), {
          why: 'ffprobe reads no date',
          facts: { capturedAtMs },
        });
      });
    });
  });

  it('reads icons and cursors by their largest picture', async () => {
    const png = pngBytes({ width: 512, height: 300, colorType: 2, bits: 16 });
    const cases: readonly (readonly [string, Buffer, Partial<MediaFacts>])[] = [
      [
        'one',
        iconBytes([{ width: 32, height: 32, bits: 32, content: iconBitmap(32, 32, 32, 7) }]),
        { codec: 'bmp', width: 32, pixelFormat: 'bgra' },
      ],
      [
        'empty alpha',
        iconBytes([{ width: 32, height: 32, bits: 32, content: iconBitmap(32, 32, 32) }]),
        { pixelFormat: 'bgr0', hasAlpha: true },
      ],
      [
        'colours',
        iconBytes([{ width: 48, height: 48, bits: 8, content: iconBitmap(48, 48, 8) }]),
        { pixelFormat: 'pal8', hasAlpha: true },
      ],
      [
        'few colours',
        iconBytes([{ width: 16, height: 16, bits: 4, content: iconBitmap(16, 16, 4) }]),
        { pixelFormat: 'pal8' },
      ],
      [
        'whole',
        iconBytes([{ width: 16, height: 16, bits: 24, content: iconBitmap(16, 16, 24) }]),
        { pixelFormat: 'bgr24', bitDepth: 8 },
      ],
      [
        'several',
        iconBytes([
          { width: 16, height: 16, bits: 32, content: iconBitmap(16, 16, 32, 7) },
          { width: 0, height: 0, bits: 32, content: png },
          { width: 48, height: 48, bits: 8, content: iconBitmap(48, 48, 8) },
        ]),
        { codec: 'png', width: 512, height: 300, pixelFormat: 'rgb48be', bitDepth: 16, hasAlpha: false },
      ],
      [
        'cursor',
        iconBytes([{ width: 32, height: 32, bits: 9, content: iconBitmap(32, 32, 1) }], 2),
        { pixelFormat: 'pal8', width: 32 },
      ],
    ];
    await all(cases, async ([name, bytes, facts]) => {
      const file = folder.write(`${name}.${name === 'cursor' ? 'cur' : 'ico'}`, bytes);
      assertKnown(file, { containerFormat: 'ico', format: 'ico', ...facts });
      if (name === 'several') return;
      const truth = await groundTruth(file, 'ico');
      assert.deepEqual(
        [truth.codec, truth.width, truth.height, truth.pixelFormat],
        [factsOf(file).codec, factsOf(file).width, factsOf(file).height, factsOf(file).pixelFormat],
        name,
      );
    });
  });

  describe('of HEIC and AVIF', () => {
    const { size, hevc, av1, turn, mirror, crop, alpha, color, profile } = heifProperty;
    const still: Partial<MediaFacts> = { containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2', width: 60, height: 40 };
    const cases: readonly (readonly [string, Buffer, Partial<MediaFacts>])[] = [
      [
        'plain',
        heifBytes({ brand: 'heic', own: [size(60, 40), hevc(1, 8)] }),
        { ...still, codec: 'hevc', pixelFormat: 'yuv420p', bitDepth: 8, hasAlpha: false },
      ],
      [
        'ten bits',
        heifBytes({ brand: 'heic', own: [hevc(1, 10), size(60, 40), color(9, 16, 9)] }),
        { ...still, pixelFormat: 'yuv420p10le', bitDepth: 10, colorSpace: 'bt2020nc', hdrFormat: 'hdr10' },
      ],
      ['gray', heifBytes({ brand: 'heic', own: [hevc(0, 8), size(60, 40)] }), { pixelFormat: 'gray' }],
      [
        'tiles',
        heifBytes({ brand: 'heic', own: [size(60, 40), turn(1)], other: [hevc(3, 8), size(32, 32)] }),
        { codec: 'hevc', width: 40, height: 60, rotationDegrees: 270, pixelFormat: 'yuv444p' },
      ],
      [
        'turned',
        heifBytes({ brand: 'heic', own: [size(60, 40), hevc(1, 8), turn(3)] }),
        { width: 40, height: 60, rotationDegrees: 90 },
      ],
      [
        'half turned',
        heifBytes({ brand: 'heic', own: [size(60, 40), hevc(1, 8), turn(2)] }),
        { ...still, rotationDegrees: 180 },
      ],
      [
        'mirrored',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), mirror(1)] }),
        { ...still, rotationDegrees: 0 },
      ],
      [
        'upside down',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), mirror(0)] }),
        { ...still, rotationDegrees: 180 },
      ],
      [
        'turned and mirrored',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), turn(1), mirror(1)] }),
        { width: 40, height: 60, rotationDegrees: 270 },
      ],
      [
        'mirrored and turned',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), mirror(1), turn(1)] }),
        { width: 40, height: 60, rotationDegrees: 90 },
      ],
      [
        'cropped',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), crop(50, 30), turn(1)] }),
        { width: 30, height: 50 },
      ],
      [
        'half wide',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x48)] }),
        { codec: 'av1', pixelFormat: 'yuv422p10le', bitDepth: 10 },
      ],
      [
        'twelve bits',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x60)] }),
        { pixelFormat: 'yuv444p12le', bitDepth: 12 },
      ],
      [
        'red, green and blue',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x40), color(1, 13, 0)] }),
        { pixelFormat: 'gbrp10le', bitDepth: 10, colorSpace: 'gbr' },
      ],
      [
        'alpha',
        heifBytes({
          brand: 'avif',
          own: [size(60, 40), av1(0x0c)],
          other: [av1(0x1c), size(60, 40), alpha()],
          reference: 'auxl',
        }),
        { pixelFormat: 'yuv420p', hasAlpha: true },
      ],
      [
        'profiled',
        heifBytes({ brand: 'avif', own: [size(60, 40), av1(0x0c), profile(), color(1, 13, 6)] }),
        { colorSpace: 'smpte170m', hdrFormat: null },
      ],
    ];
    for (const [name, bytes, facts] of cases) {
      it(`${name}, as its properties say`, () =>
        assertKnown(folder.write(`${name}.${name === 'plain' ? 'heic' : 'avif'}`, bytes), facts));
    }

    it('as sharp makes them', async () => {
      const files = {
        'eight.avif': [gradient(44, 30).avif({ effort: 0 }), 'yuv444p', 8, false],
        'smaller.avif': [
          gradient(44, 30).avif({ effort: 0, chromaSubsampling: '4:2:0' }),
          'yuv420p',
          8,
          false,
        ],
        'transparent.avif': [gradient(44, 30, 4).avif({ effort: 0 }), 'yuv444p', 8, true],
        'lossless.avif': [gradient(44, 30).avif({ effort: 0, lossless: true }), 'gbrp', 8, false],
      } as const;
      for (const [name, [picture, pixelFormat, bitDepth, hasAlpha]] of Object.entries(files)) {
        await picture.toFile(folder.at(name));
        assertKnown(folder.at(name), {
          codec: 'av1',
          width: 44,
          height: 30,
          pixelFormat,
          bitDepth,
          hasAlpha,
        });
      }
    });

    it('announced as moving, but without a film: that is left to ffprobe', () => {
      const bytes = heifBytes({ brand: 'avis', own: [size(60, 40), av1(0x0c)] });
      assert.equal(readHeaders(folder.write('moving.avif', bytes)).forFfprobe?.format, 'avif');
    });

    it('turned and dated, as sharp writes it', async () => {
      const taken = { DateTimeOriginal: '2019:08:17 16:05:09', OffsetTimeOriginal: '+02:00' };
      for (const [i, rotationDegrees] of [0, 0, 180, 180, 90, 90, 270, 270].entries()) {
        const file = folder.at(`turned ${i + 1}.avif`);
        const picture = gradient(44, 30).withExif({ IFD2: taken });
        await picture
          .withMetadata({ orientation: i + 1 })
          .avif({ effort: 0 })
          .toFile(file);
        const [width, height] = i < 4 ? [44, 30] : [30, 44];
        assertKnown(file, { width, height, rotationDegrees, capturedAtMs: Date.UTC(2019, 7, 17, 14, 5, 9) });
      }
    });
  });

  it('reads drawings as browsers size them', () => {
    const svg = (attributes: string, before = '') =>
      `${before}<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><path/></svg>`;
    const entities =
      '<!DOCTYPE svg PUBLIC "-//W3C" "x.dtd" [<!ENTITY a "<svg width=\'3\'>"> <!ENTITY b "]]">]>\n';
    const utf16 = Buffer.concat([u8(0xff, 0xfe), Buffer.from(svg('width="31" height="32"'), 'utf16le')]);
    const cases: readonly (readonly [string, string | Buffer, number | null, number | null])[] = [
      ['view box only', svg('viewBox="0 0 120 80"'), 120, 80],
      ['commas', svg("viewBox='-5,-5,120.4,80.6'"), 120, 81],
      ['own size', svg('width="30" height="20px" viewBox="0 0 1 1"'), 30, 20],
      ['width and box', svg('width="60" viewBox="0 0 120 80"'), 60, 40],
      ['height and box', svg('height="40" viewBox="0 0 120 80"'), 60, 40],
      ['units', svg('width="1in" height="2.54cm"'), 96, 96],
      ['points', svg('width="72pt" height="6pc"'), 96, 96],
      ['millimetres', svg('width="25.4mm" height="101.6Q"'), 96, 96],
      ['percent', svg('width="100%" height="100%" viewBox="0 0 12 8"'), 12, 8],
      ['nothing', svg(''), null, null],
      ['exponent', svg('width="1e2" height="1E1"'), 100, 10],
      ['negative', svg('width="-5" height="0"'), null, null],
      ['tiny', svg('width=".2" height="0.3"'), 1, 1],
      ['in quotes', svg(`data-note="a width='7' > b" width="9" height="8"`), 9, 8],
      [
        'declared',
        svg('width="9" height="8"', '\ufeff<?xml version="1.0"?>\n<!-- <svg width="1"/> -->\n'),
        9,
        8,
      ],
      ['entities', svg('width="9" height="8"', entities), 9, 8],
      ['UTF-16', utf16, 31, 32],
      ['UTF-16 other way', Buffer.from(utf16).swap16(), 31, 32],
      ['prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg" width="5" height="6"/>', 5, 6],
      ['long root', svg(`style="${'a:b;'.repeat(12_000)}" width="5" height="6"`), 5, 6],
      ['long comment', svg('width="5" height="6"', `<!--${'x'.repeat(30_000)}-->`), 5, 6],
      ['inner sizes', svg('viewBox="0 0 7 9" enable-background="new 0 0 1 1" stroke-width="3"'), 7, 9],
    ];
    for (const [name, content, width, height] of cases) {
      assertKnown(folder.write(`${name}.svg`, content), {
        format: 'svg',
        containerFormat: 'svg_pipe',
        width,
        height,
      });
    }
  });

  it('of any format, size, colours and turn', async () => {
    const picture = fc.record({
      format: fc.constantFrom('jpeg', 'png', 'webp', 'tiff', 'gif'),
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 1, max: 300 }),
      channels: fc.constantFrom<3 | 4>(3, 4),
      isGray: fc.boolean(),
      orientation: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(picture, async ({ format, width, height, channels, isGray, orientation }) => {
        const drawn = gradient(width, height, channels);
        const colored = isGray ? drawn.toColourspace('b-w') : drawn;
        const file = folder.at(`any.${format}`);
        await colored.withMetadata({ orientation }).toFormat(format).toFile(file);
        const degrees = format === 'gif' ? 0 : ([0, 0, 180, 180, 90, 90, 270, 270][orientation - 1] ?? 0);
        const [wide, high] = degrees % 180 === 90 ? [height, width] : [width, height];
        const facts = { rotationDegrees: degrees, width: wide, height: high };
        const { hasAlpha } = factsOf(file);
        const isFileWiser = format === 'gif' || format === 'webp';
        await assertAsFfprobe(file, {
          why: 'see above',
          facts: isFileWiser ? { ...facts, hasAlpha } : facts,
        });
        if (format === 'png' || format === 'webp') assert.equal(hasAlpha, channels === 4);
      }),
      { numRuns: 15 },
    );
  });
});
