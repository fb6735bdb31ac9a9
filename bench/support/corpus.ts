import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { makeSeeds, variants, type Seeds, type SeedKind } from './seeds';
import { retitled, titleOf } from './titles';

/** How many of a corpus are of which kind, in shares of the sum. */
export type Mix = Readonly<Record<string, number>>;

/** A web or game project: mostly pictures, some clips, some sound. */
export const projectMix: Mix = {
  'photo.jpg': 5,
  'progressive.jpg': 1,
  'drawing.png': 4,
  'photo.webp': 2,
  'animated.gif': 1,
  'drawing.svg': 1,
  'faststart.mp4': 2,
  'vp8.webm': 1,
  'constant.mp3': 1,
  'pcm.wav': 1,
  'vorbis.ogg': 1,
} satisfies Partial<Record<SeedKind, number>>;

/** A library of films, music and pictures: 40 % video, 28 % sound, 32 % pictures. */
export const mediaMix: Mix = {
  'plain.mp4': 5,
  'faststart.mp4': 6,
  'hevc.mp4': 3,
  'quicktime.mov': 3,
  'itunes.m4v': 1,
  'h264.mkv': 2,
  'hevc.mkv': 1,
  'vp8.webm': 1,
  'vp9.webm': 2,
  'constant.mp3': 5,
  'variable.mp3': 3,
  'pcm.wav': 3,
  'lossless.flac': 2,
  'vorbis.ogg': 1,
  'opus.opus': 1,
  'aac.m4a': 2,
  'photo.jpg': 7,
  'progressive.jpg': 2,
  'drawing.png': 4,
  'photo.webp': 2,
  'still.gif': 1,
  'animated.gif': 1,
  'drawing.svg': 1,
  'photo.avif': 1,
} satisfies Record<SeedKind, number>;

export const pictureMix: Mix = Object.fromEntries(
  Object.entries(mediaMix).filter(([kind]) => /\.(jpg|png|webp|gif|svg|avif)$/.test(kind)),
);

const filesPerFolder = 100;
const foldersPerShelf = 10;
const subjects = ['lake', 'forest', 'city', 'hero', 'portrait', 'button', 'theme'];

/** Fills `folder` with `count` files of distinct contents, in nested folders of a hundred. Answers their paths. */
export async function makeCorpus(
  folder: string,
  count: number,
  mix: Mix = projectMix,
  seeds?: Seeds,
): Promise<string[]> {
  const from = seeds ?? (await makeSeeds(join(dirname(folder), 'seeds')));
  const kinds = shuffled(Object.entries(mix).flatMap(([kind, share]) => Array<string>(share).fill(kind)));
  const paths = [];
  for (let index = 0; index < count; index++) {
    const set = Math.floor(index / filesPerFolder);
    const target = join(folder, `shelf ${Math.floor(set / foldersPerShelf)}`, `set ${set}`);
    if (index % filesPerFolder === 0) mkdirSync(target, { recursive: true });
    const kind = kinds[index % kinds.length] ?? '';
    const subject = subjects[index % subjects.length] ?? '';
    const seed = from.get(kind)?.[Math.floor(index / kinds.length) % variants];
    if (!seed) throw new Error(`There is no seed of ${kind}.`);
    const path = join(target, `${subject}_${index}${extname(kind)}`);
    writeFileSync(path, retitled(seed, titleOf(subject, index)));
    paths.push(path);
  }
  return paths;
}

/** Mixes evenly, the same way each time. */
function shuffled(kinds: readonly string[]): readonly string[] {
  const stride = [37, 31, 29, 23].find((each) => kinds.length % each !== 0) ?? 1;
  return kinds.map((_, index) => kinds[(index * stride) % kinds.length] ?? '');
}
