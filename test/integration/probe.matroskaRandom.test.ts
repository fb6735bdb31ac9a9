import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { withFile } from '../../src/library/probe/byteSource';
import { ids } from '../../src/library/probe/containers/matroska/ids';
import { askFfprobe } from '../../src/library/probe/ffprobe';
import { readFacts } from '../../src/library/probe/readers';
import { factsOf } from '../../src/library/probe/streamFacts';
import { ffmpeg } from '../support/makeMedia';
import { bytesOf, float, treeOf, within, without, withOne, type Branch } from '../support/matroskaTree';
import { TempFolder } from '../support/tempFolder';

const pictures = {
  h264: '-c:v libx264 -preset ultrafast',
  'h264 with delay': '-c:v libx264 -preset veryfast -bf 3',
  hevc: '-c:v libx265 -preset ultrafast -x265-params log-level=none',
  vp8: '-c:v libvpx -deadline realtime -cpu-used 8',
  vp9: '-c:v libvpx-vp9 -deadline realtime -cpu-used 8',
  mpeg4: '-c:v mpeg4',
  mpeg2: '-c:v mpeg2video -strict -2',
  mjpeg: '-c:v mjpeg -pix_fmt yuvj420p',
  theora: '-c:v libtheora',
} as const;
const sounds = [
  'aac',
  'libopus',
  'libvorbis',
  'flac',
  'ac3',
  'libmp3lame',
  'pcm_s16le',
  'pcm_s24le',
  'alac',
] as const;
const rates = ['24', '25', '30', '24000/1001', '30000/1001', '50', '60000/1001'] as const;

const anyFilm = fc.record({
  picture: fc.constantFrom(...(Object.keys(pictures) as (keyof typeof pictures)[])),
  rate: fc.constantFrom(...rates),
  seconds: fc.integer({ min: 2, max: 20 }).map((tenths) => tenths / 10),
  size: fc.tuple(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 8, max: 60 })),
  aspect: fc.constantFrom('1', '4/3', '16/15', '64/45'),
  sounds: fc.array(fc.constantFrom(...sounds), { maxLength: 3 }),
  sampleRate: fc.constantFrom(48000, 44100),
  channels: fc.constantFrom(1, 2),
  roll: fc.constantFrom(null, 90, -90, 180, 12),
  hasNoRate: fc.boolean(),
  isOpen: fc.boolean(),
  clusterMs: fc.integer({ min: 50, max: 5000 }),
  title: fc.option(fc.stringMatching(/^[\w äßé-]{1,20}$/)),
});
type AnyFilm = typeof anyFilm extends fc.Arbitrary<infer Film> ? Film : never;

function make(file: string, film: AnyFilm): void {
  const { rate, seconds, sampleRate, size } = film;
  const [width, height] = size.map((half) => 2 * half);
  // prettier-ignore
  ffmpeg(
    '-f', 'lavfi', '-i', `testsrc2=s=${width}x${height}:r=${rate}:d=${seconds}`,
    '-f', 'lavfi', '-i', `sine=d=${seconds}:r=${sampleRate}`,
    '-map', '0', ...film.sounds.flatMap(() => ['-map', '1']),
    ...pictures[film.picture].split(' '), '-vf', `setsar=${film.aspect}`,
    ...film.sounds.flatMap((codec, index) => [`-c:a:${index}`, codec]), '-ac', `${film.channels}`,
    '-cluster_time_limit', `${film.clusterMs}`,
    ...(film.title === null ? [] : ['-metadata', `title=${film.title}`]),
    file,
  );
}

function change(tree: readonly Branch[], { roll, hasNoRate, isOpen }: AnyFilm): readonly Branch[] {
  const inTrack = [ids.segment, ids.tracks, ids.trackEntry];
  const turn = (children: readonly Branch[]) =>
    roll === null
      ? children
      : withOne(children, { id: ids.projection, content: [float(ids.projectionPoseRoll, roll)] });
  const turned = within(tree, [...inTrack, ids.video], turn);
  const rated = hasNoRate
    ? within(turned, inTrack, (children) => without(children, ids.defaultDuration))
    : turned;
  return rated.map((branch) => (branch.id === ids.segment ? { ...branch, isOpen } : branch));
}

const runs = Number(process.env['MATROSKA_RUNS'] ?? 15);

describe('Matroska at random, against ffprobe itself', function () {
  this.timeout(30_000 + 3_000 * runs);
  const folder = new TempFolder();
  after(() => folder.dispose());

  it('is told as ffprobe tells it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilm, async (film) => {
        const file = folder.at('film.mkv');
        make(file, film);
        folder.write('film.mkv', bytesOf(change(treeOf(readFileSync(file)), film)));
        const facts = withFile(file, (source) => readFacts(source, { filePath: file, format: 'mkv' }));
        const answer = await askFfprobe('ffprobe', file, 'matroska', new AbortController().signal);
        assert.ok('reading' in answer, JSON.stringify(answer));
        // How FFmpeg orders delayed frames is left to it, where their rate depends on it.
        if (film.hasNoRate && !/^vp[89]$/.test(film.picture)) assert.equal(facts, null);
        else assert.deepEqual(facts, factsOf(answer.reading, 'mkv'));
      }),
      { numRuns: runs },
    );
  });
});
