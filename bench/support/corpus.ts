import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Of twenty files, as in a web or game project: mostly pictures, some clips, some sound. */
// prettier-ignore
const mix = [
  'jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'jpg', 'png', 'png', 'png', 'png', 'webp', 'webp', 'gif', 'svg',
  'mp4', 'mp4', 'webm', 'mp3', 'wav', 'ogg',
] as const;
type Extension = (typeof mix)[number];

const variants = 8;
const filesPerFolder = 100;

/**
 * Fills `folder` with `count` files in folders of a hundred. The names are many, the contents few: each file is a hard
 * link to one of {@link variants} seeds of its type.
 */
export async function makeCorpus(folder: string, count: number): Promise<void> {
  const seeds = join(folder, '..', 'seeds');
  mkdirSync(seeds, { recursive: true });
  for (let variant = 0; variant < variants; variant++) await makeSeeds(seeds, variant);
  for (let index = 0; index < count; index++) {
    const extension = mix[index % mix.length] ?? 'jpg';
    const target = join(folder, `set ${Math.floor(index / filesPerFolder)}`);
    if (index % filesPerFolder === 0) mkdirSync(target, { recursive: true });
    const name = `${subjects[index % subjects.length] ?? ''}_${index}.${extension}`;
    linkSync(join(seeds, `${index % variants}.${extension}`), join(target, name));
  }
}

const subjects = ['lake', 'forest', 'city', 'hero', 'portrait', 'button', 'theme'];

async function makeSeeds(seeds: string, variant: number): Promise<void> {
  const width = 800 + variant * 100;
  const height = variant % 2 === 0 ? 600 : 1000;
  const svg = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" gradientTransform="rotate(${variant * 40})">` +
      `<stop stop-color="hsl(${variant * 45} 70% 50%)"/><stop offset="1" stop-color="hsl(${variant * 45 + 120} 60% 20%)"/></linearGradient></defs>` +
      `<rect width="100%" height="100%" fill="url(#g)"/><circle cx="60%" cy="40%" r="${80 + variant * 20}" fill="hsl(${variant * 45 + 200} 80% 70%)"/></svg>`,
  );
  const file = (extension: Extension) => join(seeds, `${variant}.${extension}`);
  const picture = () => sharp(svg);
  await Promise.all([
    picture().jpeg().toFile(file('jpg')),
    picture().png().toFile(file('png')),
    picture().webp().toFile(file('webp')),
    picture().resize(200).gif().toFile(file('gif')),
    writeFile(file('svg'), svg),
  ]);
  const seconds = `${2 + variant}`;
  // prettier-ignore
  execFileSync('ffmpeg', [
    '-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', `testsrc2=s=640x360:r=25:d=${seconds}`,
    '-f', 'lavfi', '-i', `sine=f=${220 + variant * 55}:d=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', file('mp4'),
    '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', file('webm'),
    '-vn', file('mp3'), '-vn', file('wav'), '-vn', file('ogg'),
  ]);
}
