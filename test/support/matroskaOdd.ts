import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MediaFacts } from '../../src/library/model';
import { withFile } from '../../src/library/probe/byteSource';
import { askFfprobe } from '../../src/library/probe/ffprobe';
import { formatOfName, type FormatName } from '../../src/library/probe/formats';
import { readFacts } from '../../src/library/probe/readers';
import { factsOf } from '../../src/library/probe/streamFacts';
import { ffmpeg } from './makeMedia';
import type { Change } from './matroskaChanges';
import { bytesOf, treeOf } from './matroskaTree';
import type { TempFolder } from './tempFolder';

/** A film that is changed into what no muxer at hand writes. */
export interface Odd {
  readonly from: string;
  readonly change: Change;
  /** Only ffprobe can tell what this is. */
  readonly isLeftToFfprobe?: true;
}

export const rates = [
  '24',
  '25',
  '30',
  '50',
  '60',
  '15',
  '10',
  '5',
  '24000/1001',
  '30000/1001',
  '12.5',
  '23.5',
  '100',
];
export const h264 = 'h264.mkv';
export const vp8 = 'vp8.webm';
export const vp9 = 'vp9.webm';
export const av1 = 'av1.mkv';
export const hevc = 'hevc.mkv';

export function makePlainFilms(folder: TempFolder): void {
  const options = (words: string) => words.split(' ');
  const film = (words: string, name: string) => ['-map', '0', ...options(words), folder.at(name)];
  const music = (words: string, name: string) => ['-map', '1', ...options(words), folder.at(name)];
  const bt709 = '-colorspace bt709 -color_trc bt709 -color_primaries bt709';
  const x265 = '-c:v libx265 -preset ultrafast -x265-params log-level=none';
  const aom = '-c:v libaom-av1 -cpu-used 8 -usage realtime';
  // prettier-ignore
  ffmpeg(
      ...options('-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i sine=f=440:d=1:r=44100'),
      ...film('-c:v libx264 -preset ultrafast', h264),
      ...film(`-c:v libx264 -preset ultrafast ${bt709}`, 'h264 bt709.mkv'),
      ...film('-c:v libx264 -preset ultrafast -metadata title=T -metadata artist=A', 'tagged.mkv'),
      ...film(x265, hevc), ...film(`${x265} ${bt709}`, 'hevc bt709.mkv'),
      ...film('-c:v libvpx -deadline realtime', vp8),
      ...film('-c:v libvpx-vp9 -deadline realtime -cpu-used 8', vp9),
      ...film('-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv444p', 'vp9 444.webm'),
      ...film(aom, av1), ...film(`${aom} ${bt709}`, 'av1 bt709.mkv'),
      ...film('-c:v mpeg2video', 'mpeg2.mkv'), ...film('-c:v mpeg4', 'mpeg4.mkv'), ...film('-c:v mjpeg', 'mjpeg.mkv'),
      ...film('-c:v libtheora', 'theora.mkv'), ...film('-c:v prores_ks', 'prores.mkv'),
      ...film('-vf select=not(mod(n\\,3)) -vsync vfr -c:v libvpx -deadline realtime', 'vp8 variable.webm'),
      ...film('-c:v libvpx -deadline realtime -frames:v 1', 'vp8 one.webm'),
      ...film('-map 1 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus', 'vp9 with sound.webm'),
      ...music('-c:a libmp3lame', 'mp3.mka'), ...music('-c:a ac3 -ar 48000', 'ac3.mka'), ...music('-c:a aac -ac 2', 'aac.mka'), ...music('-c:a pcm_s16le', 'pcm.mka'),
    );
  ffmpeg(
    ...rates.flatMap((rate) => ['-f', 'lavfi', '-i', `testsrc2=s=64x48:r=${rate}:d=2`]),
    ...rates.flatMap((rate, index) => [
      ...`-map ${index} -c:v libvpx -deadline realtime -cpu-used 8`.split(' '),
      folder.at(`vp8 ${rate.replace('/', ' to ')}.webm`),
    ]),
    ...'-map 7 -vf setpts=N*0.7/TB -vsync vfr -c:v libvpx -deadline realtime -cpu-used 8'.split(' '),
    folder.at('vp8 long.webm'),
  );
}

/** A test for each, that our answer is ffprobe's, or that there is none. */
export function readsAll(odd: Readonly<Record<string, Odd>>, folder: TempFolder): void {
  for (const [name, { from, change, isLeftToFfprobe }] of Object.entries(odd)) {
    it(isLeftToFfprobe ? `leaves to ffprobe: ${name}` : `reads: ${name}`, async () => {
      const file = changed({ from, change }, folder);
      if (isLeftToFfprobe) assert.equal(factsFrom(file), null);
      else assert.deepEqual(factsFrom(file), await factsByFfprobe(file));
    });
  }
}

export function changed({ from, change }: Pick<Odd, 'from' | 'change'>, folder: TempFolder): string {
  return folder.write(`changed ${from}`, bytesOf(change(treeOf(readFileSync(folder.at(from))))));
}

export function factsFrom(file: string): MediaFacts | null {
  return withFile(file, (source) => readFacts(source, { filePath: file, format: knownFormat(file) }));
}

export async function factsByFfprobe(file: string): Promise<MediaFacts> {
  const answer = await askFfprobe('ffprobe', file, 'matroska', new AbortController().signal);
  assert.ok('reading' in answer, JSON.stringify(answer));
  const facts = factsOf(answer.reading, knownFormat(file));
  assert.ok(facts);
  return facts;
}

function knownFormat(file: string): FormatName {
  const format = formatOfName(file);
  assert.ok(format);
  return format;
}
