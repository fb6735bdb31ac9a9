import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { placeholderTitle, withGifTitle } from './titles';

/** Each is made in {@link variants}: other sizes, rates and lengths. What follows the point is the file's extension. */
// prettier-ignore
export const seedKinds = [
  'plain.mp4', 'faststart.mp4', 'hevc.mp4', 'quicktime.mov', 'itunes.m4v', 'h264.mkv', 'hevc.mkv', 'vp8.webm', 'vp9.webm',
  'constant.mp3', 'variable.mp3', 'pcm.wav', 'lossless.flac', 'vorbis.ogg', 'opus.opus', 'aac.m4a',
  'photo.jpg', 'progressive.jpg', 'drawing.png', 'photo.webp', 'still.gif', 'animated.gif', 'drawing.svg', 'photo.avif',
] as const;
export type SeedKind = (typeof seedKinds)[number];

/** What only ffprobe reads: made for the row that says what such a file costs. */
export const ffprobeKinds = ['xvid.avi', 'broadcast.ts', 'windows.wmv'] as const;

export const variants = 4;
const clips = [
  { size: '480x270', rate: '25', seconds: 4 },
  { size: '320x180', rate: '30000/1001', seconds: 6 },
  { size: '960x540', rate: '24', seconds: 1.5 },
  { size: '180x320', rate: '60', seconds: 3 },
];
const pictures = [
  { width: 1600, height: 1200 },
  { width: 1080, height: 1920 },
  { width: 800, height: 600 },
  { width: 2400, height: 1350 },
];

export type Seeds = ReadonlyMap<string, readonly Buffer[]>;

/** Makes small media of every kind, as cameras and encoders write them; they carry {@link placeholderTitle}. */
export async function makeSeeds(folder: string): Promise<Seeds> {
  mkdirSync(folder, { recursive: true });
  for (let variant = 0; variant < variants; variant++) {
    await makeClips(folder, variant);
    await makePictures(folder, variant);
  }
  const read = (kind: string) =>
    clips.map((_, variant) => withGifTitle(readFileSync(join(folder, `${variant}-${kind}`))));
  const seeds = new Map([...seedKinds, ...ffprobeKinds].map((kind) => [kind, read(kind)]));
  rmSync(folder, { recursive: true });
  return seeds;
}

async function makeClips(folder: string, variant: number): Promise<void> {
  const { size, rate, seconds } = clips[variant] ?? clips[0]!;
  const file = (kind: SeedKind | (typeof ffprobeKinds)[number]) => join(folder, `${variant}-${kind}`);
  const title = ['-metadata', `title=${placeholderTitle}`];
  const tags = [...title, '-metadata', 'artist=Somebody', '-metadata', 'creation_time=2024-05-06T07:08:09Z'];
  const filmed = [...'-map 0:v -map 1:a -pix_fmt yuv420p -c:a aac'.split(' '), ...tags];
  const heard = ['-map', '1:a', ...tags];
  const h264 = '-c:v libx264 -preset ultrafast'.split(' ');
  const hevc = '-c:v libx265 -preset ultrafast -x265-params log-level=error -tag:v hvc1'.split(' ');
  const vpx = '-deadline realtime -cpu-used 8 -b:v 600k'.split(' ');
  const noise = `testsrc2=s=${size}:r=${rate}:d=${seconds}`;
  const tone = `sine=f=${220 + variant * 55}:r=44100:d=`;
  // prettier-ignore
  await ffmpeg('-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', `${tone}${seconds}`,
    ...filmed, ...h264, file('plain.mp4'),
    ...filmed, ...hevc, file('hevc.mp4'),
    ...filmed, '-c:v', 'libvpx', ...vpx, '-c:a', 'libvorbis', file('vp8.webm'),
    ...filmed, '-c:v', 'libvpx-vp9', ...vpx, '-c:a', 'libopus', file('vp9.webm'),
    ...filmed, '-c:v', 'mpeg4', '-vtag', 'xvid', '-c:a', 'libmp3lame', file('xvid.avi'),
    ...filmed, '-c:v', 'wmv2', '-c:a', 'wmav2', file('windows.wmv'),
    '-map', '0:v', '-vf', 'scale=200:-2,fps=10', '-t', '2', file('animated.gif'));
  // prettier-ignore
  await ffmpeg('-i', file('plain.mp4'), '-i', file('hevc.mp4'),
    '-map', '0', '-c', 'copy', '-movflags', 'faststart', file('faststart.mp4'),
    '-map', '0', '-c', 'copy', file('quicktime.mov'),
    '-map', '0', '-c', 'copy', file('itunes.m4v'),
    '-map', '0', '-c', 'copy', file('h264.mkv'),
    '-map', '1', '-c', 'copy', file('hevc.mkv'),
    '-map', '0', '-c', 'copy', file('broadcast.ts'));
  // prettier-ignore
  await ffmpeg('-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', `${tone}${5 + variant * 9}`,
    ...heard, '-b:a', '128k', file('constant.mp3'),
    ...heard, '-q:a', '4', file('variable.mp3'),
    ...heard, '-t', '8', file('pcm.wav'),
    ...heard, file('lossless.flac'),
    ...heard, '-c:a', 'libvorbis', file('vorbis.ogg'),
    ...heard, file('opus.opus'),
    ...heard, '-c:a', 'aac', file('aac.m4a'));
}

async function makePictures(folder: string, variant: number): Promise<void> {
  const { width, height } = pictures[variant] ?? pictures[0]!;
  const file = (kind: SeedKind) => join(folder, `${variant}-${kind}`);
  const drawing = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><title>${placeholderTitle}</title><defs>` +
      `<linearGradient id="g" gradientTransform="rotate(${variant * 40})"><stop stop-color="hsl(${variant * 45} 70% 50%)"/>` +
      `<stop offset="1" stop-color="hsl(${variant * 45 + 120} 60% 20%)"/></linearGradient></defs>` +
      `<rect width="100%" height="100%" fill="url(#g)"/><circle cx="60%" cy="40%" r="${80 + variant * 20}" fill="hsl(${variant * 45 + 200} 80% 70%)"/></svg>`,
  );
  const exif = {
    IFD0: { ImageDescription: placeholderTitle, Make: 'Maker', Orientation: `${1 + variant}` },
    IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' },
  };
  const grain = {
    width,
    height,
    channels: 3 as const,
    background: '#777',
    noise: { type: 'gaussian' as const, mean: 128, sigma: 12 },
  };
  const grains = await sharp({ create: grain }).png({ compressionLevel: 0 }).toBuffer();
  const photo = () =>
    sharp(drawing)
      .composite([{ input: grains, blend: 'overlay' }])
      .withExif(exif);
  await Promise.all([
    photo().jpeg({ quality: 82 }).toFile(file('photo.jpg')),
    photo().jpeg({ progressive: true }).toFile(file('progressive.jpg')),
    photo().webp({ effort: 0 }).toFile(file('photo.webp')),
    photo().avif({ effort: 0 }).toFile(file('photo.avif')),
    sharp(drawing).withExif(exif).png({ compressionLevel: 3 }).toFile(file('drawing.png')),
    sharp(drawing).resize(320).gif({ effort: 1 }).toFile(file('still.gif')),
    writeFile(file('drawing.svg'), drawing),
  ]);
}

const run = promisify(execFile);

async function ffmpeg(...args: string[]): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
}
