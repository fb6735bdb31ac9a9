import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { runAll, runFfmpeg } from './run.mjs';
import { badge, landscape, sleeve } from './scenes.mjs';
import { ico, lfsPointer, midi, turned } from './writers.mjs';

const photos = [
  ['photos/2024 Dolomites/IMG_2041.jpg', 'dawn', 1600, 1067, '2024:06:14 05:12:08'],
  ['photos/2024 Dolomites/IMG_2047.jpg', 'noon', 1600, 1067, '2024:06:14 12:40:51'],
  ['photos/2024 Dolomites/IMG_2103.JPG', 'dusk', 1600, 1067, '2024:06:14 20:58:30'],
  ['photos/2024 Dolomites/Rifugio at sunrise.jpg', 'desert', 1200, 1600, '2024:06:15 05:20:44'],
  ['photos/2024 Dolomites/panorama.jpg', 'noon', 2800, 800, '2024:06:15 10:02:19'],
  ['photos/Iceland/aurora.webp', 'polar', 1600, 900],
  ['photos/Iceland/black beach.avif', 'polar', 1280, 853],
  ['photos/Iceland/geyser, early morning.jpg', 'dawn', 1600, 1067, '2023:02:03 08:45:00'],
  ['photos/scans/negative 12.tiff', 'desert', 900, 600],
  ['photos/scans/postcard.png', 'dusk', 1100, 780],
];

/** `[file, picture source, sound source, seconds, further output options]` */
const clips = [
  ['footage/drone/valley flyover.mp4', 'pan:noon:11', chord(220, 277, 330), 8],
  ['footage/drone/ridge at dusk.mov', 'pan:dusk:12', chord(165, 208, 247), 6],
  ['footage/interview/take 1.mp4', 'testsrc2=s=960x540:r=25', chord(330, 415, 494), 5],
  ['footage/interview/take 2.mkv', 'smptehdbars=s=960x540:r=25', 'sine=f=1000', 4],
  [
    'footage/textures/cells.webm',
    'cellauto=s=480x270:r=25:rule=110:random_seed=7',
    'anoisesrc=c=pink:a=0.2',
    4,
  ],
  [
    'footage/textures/drifting colours.mp4',
    'gradients=s=960x540:r=25:n=4:seed=5:speed=0.02',
    chord(262, 330, 392),
    7,
  ],
  [
    'footage/textures/zoom.mp4',
    'mandelbrot=s=640x360:r=20:start_scale=2:end_scale=0.15:end_pts=80',
    chord(196, 247, 294),
    4,
  ],
];

const songs = [
  ['music/Northern Lights/01 First Snow.mp3', 'First Snow', chord(220, 262, 330), 6, 200],
  ['music/Northern Lights/02 Harbour.mp3', 'Harbour', chord(196, 247, 294), 5, 200],
  ['music/Northern Lights/03 Long Way Home.m4a', 'Long Way Home', chord(175, 220, 262), 7, 200],
  [
    'music/Field Recordings/rain on a tent.flac',
    'Rain on a Tent',
    'anoisesrc=c=brown:a=0.4,tremolo=f=0.4:d=0.7',
    6,
    150,
  ],
  ['music/Field Recordings/waves.ogg', 'Waves', 'anoisesrc=c=pink:a=0.5,tremolo=f=0.25:d=0.9', 8, null],
  ['music/Field Recordings/metronome.wav', 'Metronome', 'sine=f=880:b=4,volume=0.7', 4, null],
];

/** Three notes that swell and fade, in stereo. */
function chord(...frequencies) {
  const notes = frequencies
    .map((f, i) => `sin(2*PI*${f}*t)*(0.5+0.5*sin(2*PI*t*${0.25 + 0.2 * i}))`)
    .join('+');
  return `aevalsrc='0.2*(${notes})|0.2*(${notes})':s=44100`;
}

/** Fills `folder` with a small library as somebody might have it: photos, footage, music, icons and a few broken files. */
export async function makeSample(folder, { ffmpeg }) {
  const scratch = await mkdtemp(join(tmpdir(), 'media-sample-'));
  try {
    const context = { folder, ffmpeg, scratch };
    for (const [file] of [...photos, ...clips, ...songs])
      await mkdir(dirname(join(folder, file)), { recursive: true });
    for (const name of ['icons', 'broken']) await mkdir(join(folder, name), { recursive: true });
    await Promise.all([
      runAll(
        photos.map((photo, i) => () => makePhoto(context, photo, i + 1)),
        1,
      ),
      runAll([
        ...clips.map((clip) => () => makeClip(context, clip)),
        ...songs.map((song, i) => () => makeSong(context, song, i + 1)),
        () => makePhoneClip(context),
        () => makeLoops(context),
      ]),
      makeIcons(context),
    ]);
    await writeFile(
      join(folder, 'music/doorbell.mid'),
      midi({ title: 'Doorbell', notes: [76, 72, 74, 67, 67, 74, 76, 72] }),
    );
    await makeBroken(context);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makePhoto({ folder }, [file, palette, width, height, takenAt], seed) {
  const picture = sharp(Buffer.from(landscape({ width, height, palette, seed })));
  const dated = takenAt ? picture.withExif({ IFD2: { DateTimeOriginal: takenAt } }) : picture;
  await dated.toFile(join(folder, file));
}

async function makeClip(context, [file, source, sound, seconds]) {
  const isPan = source.startsWith('pan:');
  const picture = isPan ? await longStill(context, source) : ['-f', 'lavfi', '-i', source];
  const video = file.endsWith('.webm')
    ? ['-c:v', 'libvpx', '-b:v', '600k', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus']
    : [...h264, '-c:a', 'aac'];
  await runFfmpeg(context.ffmpeg, [
    ...[...picture, '-f', 'lavfi', '-i', sound, '-map', '0:v', '-map', '1:a', '-t', `${seconds}`],
    ...['-vf', isPan ? `crop=1280:720:x='t*70':y=0` : 'null'],
    ...['-af', `afade=t=out:st=${seconds - 1}:d=1`, ...video, join(context.folder, file)],
  ]);
}

const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-crf',
  '26',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  '+faststart',
];

/** A drawn landscape wide enough to move over. */
async function longStill({ scratch }, source) {
  const [, palette, seed] = source.split(':');
  const still = join(scratch, `${palette}.png`);
  await sharp(Buffer.from(landscape({ width: 1920, height: 720, palette, seed: Number(seed) }))).toFile(
    still,
  );
  return ['-loop', '1', '-framerate', '25', '-i', still];
}

/** Filmed upright: stored lying on its side, with a display matrix that turns it. */
async function makePhoneClip({ folder, ffmpeg, scratch }) {
  const still = join(scratch, 'lying.png');
  const drawing = landscape({ width: 720, height: 1280, palette: 'dawn', seed: 31 });
  await sharp(Buffer.from(drawing)).rotate(270).toFile(still);
  const clip = join(folder, 'footage/phone/VID_20240615_101500.mp4');
  await mkdir(dirname(clip), { recursive: true });
  await runFfmpeg(ffmpeg, [
    ...['-loop', '1', '-framerate', '25', '-i', still, '-f', 'lavfi', '-i', chord(247, 311, 370)],
    ...['-t', '4', ...h264, '-c:a', 'aac', '-metadata', 'creation_time=2024-06-15T10:15:00Z', clip],
  ]);
  await writeFile(clip, turned(await readFile(clip), 90));
}

async function makeSong({ folder, ffmpeg, scratch }, [file, title, sound, seconds, hue], track) {
  const isAlbum = file.startsWith('music/Northern Lights');
  const tags = {
    title,
    artist: isAlbum ? 'The Sample Rates' : 'Field Notes',
    album: dirname(file).split('/').pop(),
    track,
  };
  const cover = join(scratch, `cover ${track}.jpg`);
  if (hue !== null) await sharp(Buffer.from(sleeve({ size: 500, hue, seed: track }))).toFile(cover);
  const coverInput =
    hue === null
      ? []
      : ['-i', cover, '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'];
  await runFfmpeg(ffmpeg, [
    ...['-f', 'lavfi', '-i', sound, ...coverInput, '-t', `${seconds}`],
    ...Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]),
    join(folder, file),
  ]);
}

/** The source itself must end: a palette is only known after the last frame. */
const life =
  'life=s=120x90:r=12:mold=12:life_color=#41d6c3:death_color=#233a6b:mold_color=#131a33:seed=4:ratio=0.35';
const pixelArt = 'scale=360:270:flags=neighbor';
const ownPalette = 'split[p][q];[p]palettegen=max_colors=64[pal];[q][pal]paletteuse[gif]';

/** One run for both pictures that move. */
async function makeLoops({ folder, ffmpeg }) {
  await runFfmpeg(ffmpeg, [
    ...['-t', '3', '-f', 'lavfi', '-i', life],
    ...['-filter_complex', `[0]${pixelArt},split[a][webp];[a]${ownPalette}`],
    ...['-map', '[gif]', join(folder, 'icons/game of life.gif')],
    ...['-map', '[webp]', '-c:v', 'libwebp_anim', '-lossless', '1', '-loop', '0'],
    join(folder, 'icons/game of life.webp'),
  ]);
}

async function makeIcons({ folder }) {
  const drawing = badge({ size: 256, hue: 265, letter: 'M' });
  await writeFile(join(folder, 'icons/logo.svg'), drawing);
  await writeFile(join(folder, 'icons/play.svg'), badge({ size: 64, hue: 150, letter: '▶' }));
  await sharp(Buffer.from(badge({ size: 512, hue: 20, letter: 'L' }))).toFile(
    join(folder, 'icons/badge.png'),
  );
  const pictures = await Promise.all(
    [16, 32, 64].map(async (size) => ({
      size,
      png: await sharp(Buffer.from(drawing)).resize(size).png().toBuffer(),
    })),
  );
  await writeFile(join(folder, 'icons/favicon.ico'), ico(pictures));
}

async function makeBroken({ folder }) {
  const at = (name) => join(folder, 'broken', name);
  await writeFile(at('empty.mp4'), '');
  await writeFile(at('truncated.mov'), await readFile(join(folder, 'footage/drone/ridge at dusk.mov')));
  await truncate(at('truncated.mov'), 60_000);
  await writeFile(at('shopping list.jpg'), 'Bread\nMilk\nFilm for the camera\n');
  await writeFile(at('not downloaded.png'), lfsPointer);
}
