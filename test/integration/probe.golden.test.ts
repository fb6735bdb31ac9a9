import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { locateTools } from '../../src/library/media/locate';
import type { MediaFacts } from '../../src/library/model';
import { bareFacts } from '../../src/library/probe/facts';
import { createProber } from '../../src/library/probe/probe';
import { fixturesFolder } from '../support/fixtures';
import { groundTruth, type GroundTruth } from '../support/groundTruth';

type Field = keyof MediaFacts;

interface Expectation {
  readonly kind: MediaFacts['kind'];
  readonly format: string;
  /** ffprobe is told what the file is where it would go by the name instead. */
  readonly demuxer?: string;
  /** Where another reader is the better authority: why, and what it says. */
  readonly exceptions?: readonly Exception[];
  /** ffprobe (of any version we must work with) cannot read this at all: every fact comes from the exceptions. */
  readonly isBeyondFfprobe?: true;
}

interface Exception {
  readonly why: string;
  readonly facts: Partial<Omit<MediaFacts, 'kind' | 'format'>>;
}

const image = (format: string, more: Partial<Expectation> = {}): Expectation => ({
  kind: 'image',
  format,
  ...more,
});
const video = (format: string, more: Partial<Expectation> = {}): Expectation => ({
  kind: 'video',
  format,
  ...more,
});
const audio = (format: string, more: Partial<Expectation> = {}): Expectation => ({
  kind: 'audio',
  format,
  ...more,
});
const jpg = image('jpg');

const palette: Exception = {
  why: 'a palette may hold transparent colours, says its pixel format; whether it does, the file says',
  facts: { hasAlpha: false },
};
const drawn: Exception = {
  why: 'a drawing has no pixels before it is drawn; its size is what a browser gives it, and a page shows through',
  facts: { containerFormat: 'svg_pipe', codec: 'svg', rotationDegrees: 0, hasAlpha: true },
};
const stillInBoxes = {
  containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2',
  rotationDegrees: 0,
  bitDepth: 8,
  hasAlpha: false,
} as const;

/** Every file there is, with what only its maker can know. A file that is not listed fails the test. */
const expectations: Readonly<Record<string, Expectation>> = {
  '422.jpg': jpg,
  '444.jpg': jpg,
  'image.jpg': jpg,
  'cover.jpg': jpg,
  'gray.jpg': jpg,
  'progressive.jpg': jpg,
  'UPPER.JPG': jpg,
  'new\nline.jpg': jpg,
  'star*[a].jpg': jpg,
  'Zo\u0065\u0308.jpg': jpg,
  'JPEG called.png': jpg,
  'cmyk.jpg': {
    ...jpg,
    exceptions: [{ why: 'FFmpeg takes the fourth ink for alpha', facts: { hasAlpha: false } }],
  },
  'turned.jpg': {
    ...jpg,
    exceptions: [
      {
        why: 'ffprobe before version 8 does not read the orientation, and none reads the date, from EXIF',
        facts: {
          width: 64,
          height: 96,
          rotationDegrees: 90,
          capturedAtMs: new Date(2019, 7, 17, 16, 5, 9).getTime(),
        },
      },
    ],
  },
  'image.png': image('png'),
  'alpha.png': image('png'),
  'gray 16.png': image('png'),
  'rgb 48.png': image('png'),
  'ya8.png': image('png'),
  'one bit.png': image('png'),
  'palette.png': image('png', { exceptions: [palette] }),
  'img%03d.png': image('png', { demuxer: 'png_pipe' }),
  'PNG called.gif': image('png', { demuxer: 'png_pipe' }),
  'animated.apng': image('apng', {
    exceptions: [
      {
        why: 'ffprobe gives neither the length of an APNG nor, from that, its rates',
        facts: { durationSeconds: 1, bitRate: 91_424, framesPerSecond: 10 },
      },
    ],
  }),
  'image.gif': image('gif', {
    exceptions: [{ why: 'FFmpeg decodes every GIF with alpha, used or not', facts: { hasAlpha: false } }],
  }),
  'animated.gif': image('gif'),
  'image.webp': image('webp'),
  'alpha.webp': image('webp'),
  'lossless.webp': image('webp', {
    exceptions: [
      { why: 'FFmpeg decodes every lossless WebP with alpha, used or not', facts: { hasAlpha: false } },
    ],
  }),
  'animated.webp': image('webp', {
    isBeyondFfprobe: true,
    exceptions: [
      {
        why: 'FFmpeg reads animated WebP since version 8 only',
        facts: {
          containerFormat: 'webp_pipe',
          codec: 'webp',
          width: 96,
          height: 64,
          pixelFormat: 'yuva420p',
          rotationDegrees: 0,
          bitDepth: 8,
          colorSpace: 'bt470bg',
          hasAlpha: true,
          frameCount: 10,
          durationSeconds: 1,
          framesPerSecond: 10,
          frameRate: '10/1',
          bitRate: 114_864,
        },
      },
    ],
  }),
  'image.avif': image('avif', {
    isBeyondFfprobe: true,
    exceptions: [
      {
        why: 'FFmpeg 5 finds the codec of an AVIF and nothing else',
        facts: { ...stillInBoxes, codec: 'av1', width: 96, height: 64, pixelFormat: 'yuv444p' },
      },
    ],
  }),
  'image.heic': image('heic', {
    isBeyondFfprobe: true,
    exceptions: [
      {
        why: 'FFmpeg reads HEIC since version 7 only',
        facts: { ...stillInBoxes, codec: 'hevc', width: 96, height: 64, pixelFormat: 'yuv420p' },
      },
    ],
  }),
  'turned.heic': image('heic', {
    isBeyondFfprobe: true,
    exceptions: [
      {
        why: 'FFmpeg reads HEIC since version 7 only',
        facts: {
          ...stillInBoxes,
          codec: 'hevc',
          width: 64,
          height: 96,
          pixelFormat: 'yuv420p',
          rotationDegrees: 90,
        },
      },
    ],
  }),
  'image.jxl': image('jxl'),
  'image.bmp': image('bmp'),
  'image.tiff': image('tiff'),
  'gray.tiff': image('tiff'),
  'image.psd': image('psd'),
  'image.ico': image('ico', {
    exceptions: [
      { why: 'ffprobe shows the first picture; people see the largest', facts: { width: 48, height: 48 } },
    ],
  }),
  'image.svg': image('svg', {
    isBeyondFfprobe: true,
    exceptions: [drawn, { why: 'its own size', facts: { width: 96, height: 64 } }],
  }),
  'view box.svg': image('svg', {
    isBeyondFfprobe: true,
    exceptions: [drawn, { why: 'that of its view box', facts: { width: 120, height: 80 } }],
  }),

  'video.mp4': video('mp4'),
  'video.m4v': video('m4v'),
  'video.mov': video('mov'),
  'faststart.mov': video('mov'),
  'video.mkv': video('mkv'),
  'video.webm': video('webm'),
  'video.avi': video('avi'),
  'video.ts': video('ts'),
  'video.mts': video('mts'),
  'video.m2ts': video('m2ts'),
  'video.mpg': video('mpg'),
  'video.m2v': video('m2v'),
  'video.wmv': video('wmv'),
  'video.flv': video('flv'),
  'video.3gp': video('3gp'),
  'video.ogv': video('ogv'),
  'film in.ogg': video('ogv'),
  'ntsc.mp4': video('mp4'),
  'alpha.webm': video('webm'),
  'alpha.mov': video('mov'),
  'ten bits.mkv': video('mkv'),
  'hdr10.mp4': video('mp4'),
  'hlg.mp4': video('mp4'),
  'turned 90.mp4': video('mp4'),
  'turned 180.mp4': video('mp4'),
  'turned 270.mp4': video('mp4'),
  'MP4 called.jpg': video('mp4', { demuxer: 'mov' }),
  'UPPER.MP4': video('mp4'),
  '-version.mp4': video('mp4'),
  [`it's "quoted".mp4`]: video('mp4'),
  'per%41cent.mp4': video('mp4'),
  'hash#question?.mp4': video('mp4'),
  '$(touch gone wrong).mp4': video('mp4'),
  'concat:a|b.mp4': video('mp4'),
  'film 🎬.mp4': video('mp4'),

  'audio only.mp4': audio('m4a'),
  'audio only.webm': audio('weba'),
  'audio.mp3': audio('mp3'),
  'cover.mp3': audio('mp3'),
  'MP3 called.mp4': audio('mp3'),
  '`touch gone wrong`.mp3': audio('mp3'),
  [`${'long '.repeat(48)}.mp3`]: audio('mp3'),
  'audio.wav': audio('wav'),
  '24 bits.wav': audio('wav'),
  'audio.flac': audio('flac'),
  'cover.flac': audio('flac'),
  'audio.ogg': audio('ogg'),
  'audio.opus': audio('opus'),
  'audio.m4a': audio('m4a'),
  'cover.m4a': audio('m4a'),
  'audio.aac': audio('aac'),
  'audio.aiff': audio('aiff'),
  'audio.wma': audio('wma'),
  'audio.mka': audio('mka'),
  'audio.ac3': audio('ac3'),
  'audio.caf': audio('caf'),
  'audio.au': audio('au'),
  'audio.mid': audio('mid', {
    isBeyondFfprobe: true,
    exceptions: [
      {
        why: 'FFmpeg does not read MIDI: eight quarters at 120 a minute',
        facts: { codec: 'midi', audioCodec: 'midi', durationSeconds: 4, tagTitle: 'Scale' },
      },
    ],
  }),
};

const notOfPictures = { pixelAspectRatio: null, audioStreamCount: null, chapterCount: null };

/** FFmpeg shows a still picture as a film of one frame: its rates and lengths mean nothing. */
function meaningful(truth: GroundTruth, kind: MediaFacts['kind']): Omit<MediaFacts, 'kind' | 'format'> {
  const { countedFrames, ...facts } = truth;
  if (kind !== 'image') return facts;
  if (countedFrames !== null && countedFrames > 1)
    return { ...facts, ...notOfPictures, frameCount: countedFrames };
  return {
    ...facts,
    ...notOfPictures,
    durationSeconds: null,
    framesPerSecond: null,
    frameRate: null,
    bitRate: null,
    frameCount: null,
  };
}

async function expectedFacts(file: string, expectation: Expectation): Promise<MediaFacts> {
  const { kind, format, demuxer, exceptions = [], isBeyondFfprobe } = expectation;
  const truth = isBeyondFfprobe ? {} : meaningful(await groundTruth(file, demuxer ?? null), kind);
  const better = exceptions.reduce((facts, exception) => ({ ...facts, ...exception.facts }), {});
  return { ...bareFacts(kind, format), ...truth, ...better };
}

describe('facts of real files, against ffprobe itself', function () {
  this.timeout(120_000);
  let folder = '';
  let ffprobePath: string | null = null;

  before(async () => {
    folder = await fixturesFolder();
    ffprobePath = (await locateTools({ ffmpegPath: null, ffprobePath: null })).ffprobe?.path ?? null;
  });

  it('covers every file there is', () => {
    const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
    assert.deepEqual(files.sort(), Object.keys(expectations).sort());
  });

  for (const [name, expectation] of Object.entries(expectations)) {
    it(`reads ${JSON.stringify(name)}`, async () => {
      const file = join(folder, name);
      const { result } = await createProber({ ffprobePath }).probe(file, new AbortController().signal);
      const { facts, error } = result;
      assert.equal(error, null, `${basename(file)}: ${error?.message ?? ''}`);
      const expected = await expectedFacts(file, expectation);
      const different = (Object.keys(expected) as Field[]).filter(
        (field) => !isSame(facts[field], expected[field]),
      );
      const tell = (all: MediaFacts) => Object.fromEntries(different.map((field) => [field, all[field]]));
      assert.deepEqual(tell(facts), tell(expected));
    });
  }
});

/** Numbers that are quotients may differ in their last digit. */
function isSame(actual: unknown, expected: unknown): boolean {
  if (typeof actual !== 'number' || typeof expected !== 'number') return actual === expected;
  return Math.abs(actual - expected) <= 1e-6 * Math.abs(expected);
}
