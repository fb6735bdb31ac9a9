import { copyFile, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runAll, runFfmpeg } from './run.mjs';
import { badge, landscape, sleeve } from './scenes.mjs';
import { heic, hevcFrameOf, ico, lfsPointer, midi, psd, turned } from './writers.mjs';

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=96x64:r=25:d=1'];
const sound = ['-f', 'lavfi', '-i', 'sine=f=440:d=1'];
const both = [...picture, ...sound];
const tagged = [
  ...['-metadata', 'title=Fixture Title', '-metadata', 'artist=Fixture Artist'],
  ...['-metadata', 'album=Fixture Album'],
];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const cover = ['-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'];
const hdr = (transfer) =>
  `hdr-opt=1:repeat-headers=1:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc:log-level=none`;

/** What one run of ffmpeg makes: `[file, ...arguments before the file]`. */
const made = [
  [
    'video.mp4',
    ...both,
    ...h264,
    '-c:a',
    'aac',
    ...tagged,
    '-metadata',
    'creation_time=2021-03-04T05:06:07Z',
  ],
  ['video.m4v', ...both, ...h264, '-c:a', 'aac'],
  ['video.mov', ...both, ...h264, '-c:a', 'aac', ...tagged],
  ['video.mkv', ...both, ...h264, '-c:a', 'libvorbis', ...tagged],
  ['video.webm', ...both, '-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus', ...tagged],
  ['video.avi', ...both, '-c:v', 'mpeg4', '-c:a', 'mp3'],
  ['video.ts', ...both, ...h264, '-c:a', 'aac'],
  ['video.mts', ...both, ...h264, '-c:a', 'ac3'],
  ['video.m2ts', ...both, ...h264, '-c:a', 'ac3', '-mpegts_m2ts_mode', '1'],
  ['video.mpg', ...both, '-c:v', 'mpeg1video', '-c:a', 'mp2'],
  ['video.m2v', ...picture, '-c:v', 'mpeg2video'],
  ['video.wmv', ...both, '-c:v', 'wmv2', '-c:a', 'wmav2', ...tagged],
  ['video.flv', ...both, '-c:v', 'flv1', '-c:a', 'mp3', '-ar', '44100'],
  ['video.3gp', ...both, '-c:v', 'h263', '-s', '176x144', '-c:a', 'aac', '-ar', '8000'],
  ['video.ogv', ...both, '-c:v', 'libtheora', '-c:a', 'libvorbis', ...tagged],
  ['film in.ogg', ...both, '-c:v', 'libtheora', '-c:a', 'libvorbis', '-f', 'ogg'],
  ['ntsc.mp4', '-f', 'lavfi', '-i', 'testsrc2=s=96x64:r=30000/1001:d=1', ...h264],
  [
    'alpha.webm',
    ...picture,
    '-vf',
    'format=yuva420p',
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
  ],
  ['alpha.mov', ...picture, '-c:v', 'qtrle', '-pix_fmt', 'argb'],
  ['ten bits.mkv', ...picture, '-c:v', 'ffv1', '-pix_fmt', 'yuv422p10le'],
  [
    'hdr10.mp4',
    ...picture,
    '-c:v',
    'libx265',
    '-pix_fmt',
    'yuv420p10le',
    '-x265-params',
    hdr('smpte2084'),
    '-tag:v',
    'hvc1',
  ],
  [
    'hlg.mp4',
    ...picture,
    '-c:v',
    'libx265',
    '-pix_fmt',
    'yuv420p10le',
    '-x265-params',
    hdr('arib-std-b67'),
    '-tag:v',
    'hvc1',
  ],
  ['audio only.mp4', ...sound, '-c:a', 'aac'],
  ['audio only.webm', ...sound, '-c:a', 'libopus'],

  ['audio.mp3', ...sound, ...tagged],
  ['audio.wav', ...sound, ...tagged],
  ['24 bits.wav', ...sound, '-c:a', 'pcm_s24le', '-ac', '2', '-ar', '96000'],
  ['audio.flac', ...sound, ...tagged],
  ['audio.ogg', ...sound, '-c:a', 'libvorbis', ...tagged],
  ['audio.opus', ...sound, '-c:a', 'libopus', ...tagged],
  ['audio.m4a', ...sound, '-c:a', 'aac', ...tagged],
  ['audio.aac', ...sound, '-c:a', 'aac'],
  ['audio.aiff', ...sound, ...tagged],
  ['audio.wma', ...sound, '-c:a', 'wmav2', ...tagged],
  ['audio.mka', ...sound, '-c:a', 'libvorbis'],
  ['audio.ac3', ...sound, '-c:a', 'ac3'],
  ['audio.caf', ...sound, '-c:a', 'pcm_s16be'],
  ['audio.au', ...sound],

  ['image.bmp', ...picture, '-frames:v', '1'],
  ['gray 16.png', ...picture, '-frames:v', '1', '-pix_fmt', 'gray16be'],
  ['rgb 48.png', ...picture, '-frames:v', '1', '-pix_fmt', 'rgb48be'],
  ['palette.png', ...picture, '-frames:v', '1', '-pix_fmt', 'pal8'],
  ['ya8.png', ...picture, '-frames:v', '1', '-pix_fmt', 'ya8'],
  ['one bit.png', ...picture, '-frames:v', '1', '-pix_fmt', 'monob'],
  ['444.jpg', ...picture, '-frames:v', '1', '-pix_fmt', 'yuvj444p'],
  ['422.jpg', ...picture, '-frames:v', '1', '-pix_fmt', 'yuvj422p'],
  ['image.jxl', ...picture, '-frames:v', '1'],
  ['animated.gif', ...picture, '-vf', 'fps=10'],
  ['animated.apng', ...picture, '-vf', 'fps=10', '-plays', '0'],
  ['animated.webp', ...picture, '-vf', 'fps=10', '-c:v', 'libwebp_anim', '-loop', '0'],
  [
    'one frame.mp4',
    ...picture,
    '-frames:v',
    '1',
    '-c:v',
    'libx265',
    '-x265-params',
    'log-level=none',
    '-pix_fmt',
    'yuv420p',
    '-tag:v',
    'hvc1',
  ],
];

const drawing = Buffer.from(landscape({ width: 96, height: 64, palette: 'dusk', seed: 3 }));
const paint = () => sharp(drawing).removeAlpha();

/** What sharp makes: `[file, picture]`. */
const painted = () => [
  ['image.jpg', paint().jpeg()],
  ['progressive.jpg', paint().jpeg({ progressive: true })],
  ['gray.jpg', paint().toColourspace('b-w').jpeg()],
  ['cmyk.jpg', paint().toColourspace('cmyk').jpeg()],
  [
    'turned.jpg',
    paint()
      .withExif({ IFD2: { DateTimeOriginal: '2019:08:17 16:05:09' } })
      .withMetadata({ orientation: 6 })
      .jpeg(),
  ],
  ['image.png', paint().png()],
  ['alpha.png', sharp(Buffer.from(badge({ size: 64, hue: 200, letter: 'A' }))).png()],
  ['image.webp', paint().webp()],
  ['lossless.webp', paint().webp({ lossless: true })],
  ['alpha.webp', sharp(Buffer.from(badge({ size: 64, hue: 90, letter: 'W' }))).webp()],
  ['image.avif', paint().avif({ effort: 0 })],
  ['image.tiff', paint().tiff({ compression: 'lzw' })],
  ['gray.tiff', paint().toColourspace('b-w').tiff({ compression: 'none' })],
  ['image.gif', paint().gif()],
];

/** `[file, copy of]`: names that lie, shout, or mean something to a shell, a URL, a pattern or a terminal. */
const copies = [
  ['MP4 called.jpg', 'video.mp4'],
  ['MP3 called.mp4', 'audio.mp3'],
  ['PNG called.gif', 'image.png'],
  ['JPEG called.png', 'image.jpg'],
  ['UPPER.JPG', 'image.jpg'],
  ['UPPER.MP4', 'video.mp4'],
  ['-version.mp4', 'video.mp4'],
  [`it's "quoted".mp4`, 'video.mp4'],
  ['new\nline.jpg', 'image.jpg'],
  ['per%41cent.mp4', 'video.mp4'],
  ['hash#question?.mp4', 'video.mp4'],
  ['img%03d.png', 'image.png'],
  ['$(touch gone wrong).mp4', 'video.mp4'],
  ['`touch gone wrong`.mp3', 'audio.mp3'],
  ['concat:a|b.mp4', 'video.mp4'],
  ['star*[a].jpg', 'image.jpg'],
  ['film 🎬.mp4', 'video.mp4'],
  ['Zo\u0065\u0308.jpg', 'image.jpg'],
  [`${'long '.repeat(48)}.mp3`, 'audio.mp3'],
];

/** Files that are not what they should be; not for comparison with ffprobe. */
async function makeBroken(folder) {
  const at = (name) => join(folder, 'broken', name);
  const cut = async (name, from, bytes) => {
    await copyFile(join(folder, from), at(name));
    await truncate(at(name), bytes);
  };
  await mkdir(join(folder, 'broken'));
  await writeFile(at('empty.mp4'), '');
  await writeFile(at('text.jpg'), 'This is a letter, not a picture.\n');
  await writeFile(
    at('noise.mp4'),
    Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + (i >> 3)) % 256)),
  );
  await writeFile(at('pointer.png'), lfsPointer);
  await writeFile(at('program.ts'), 'export const answer: number = 42;\n');
  await writeFile(at('empty.ts'), '');
  await writeFile(
    at('hls.mp4'),
    '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
  );
  await writeFile(at('concat.mkv'), 'ffconcat version 1.0\nfile /etc/passwd\n');
  await writeFile(
    at('session.mp4'),
    'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n',
  );
  await writeFile(
    at('dash.mp4'),
    '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>\n',
  );
  await cut('no index.mp4', 'video.mp4', 4000);
  await cut('cut.mov', 'faststart.mov', 6000);
  await cut('cut.png', 'image.png', 1000);
  await cut('cut.jpg', 'image.jpg', 900);
  await cut('cut.gif', 'animated.gif', 3000);
  await cut('cut.webp', 'image.webp', 200);
  await cut('cut.wav', 'audio.wav', 20_000);
  await cut('cut.avi', 'video.avi', 15_000);
}

/**
 * Makes one tiny file for every format and every special case into `folder`, which appears whole or not at all. When
 * another process was faster, its folder stays.
 */
export async function makeFixtures(folder, { ffmpeg }) {
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    const at = (name) => join(draft, name);
    await Promise.all(painted().map(([name, image]) => image.toFile(at(name))));
    await writeFile(
      at('cover.jpg'),
      await sharp(Buffer.from(sleeve({ size: 64, hue: 20, seed: 1 })))
        .jpeg()
        .toBuffer(),
    );
    await runAll(
      made.map(
        ([name, ...args]) =>
          () =>
            runFfmpeg(ffmpeg, [...args, at(name)]),
      ),
    );
    const withCover = ['mp3', 'flac', 'm4a'].map((type) => [
      `cover.${type}`,
      ...sound,
      '-i',
      at('cover.jpg'),
      ...cover,
      ...tagged,
    ]);
    const early = ['faststart.mov', '-i', at('video.mov'), '-c', 'copy', '-movflags', '+faststart'];
    await runAll(
      [...withCover, early].map(
        ([name, ...args]) =>
          () =>
            runFfmpeg(ffmpeg, [...args, at(name)]),
      ),
    );
    await writeByHand(draft);
    await Promise.all(copies.map(([name, original]) => copyFile(at(original), at(name))));
    await makeBroken(draft);
    await rename(draft, folder);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeByHand(folder) {
  const at = (name) => join(folder, name);
  const filmed = await readFile(at('video.mp4'));
  for (const degrees of [90, 180, 270]) await writeFile(at(`turned ${degrees}.mp4`), turned(filmed, degrees));
  const still = hevcFrameOf(await readFile(at('one frame.mp4')));
  await writeFile(at('image.heic'), heic({ width: 96, height: 64, ...still }));
  await writeFile(at('turned.heic'), heic({ width: 96, height: 64, ...still, clockwiseTurns: 1 }));
  await rm(at('one frame.mp4'));
  const pixels = await paint().raw().toBuffer();
  await writeFile(at('image.psd'), psd({ width: 96, height: 64, channels: 3, pixels }));
  const icons = [16, 48].map(async (size) => ({
    size,
    png: await sharp(drawing).resize(size, size).png().toBuffer(),
  }));
  await writeFile(at('image.ico'), ico(await Promise.all(icons)));
  await writeFile(at('image.svg'), drawing);
  await writeFile(at('view box.svg'), '<?xml version="1.0"?>\n<!-- drawn -->\n<svg viewBox="0 0 120 80"/>\n');
  await writeFile(at('audio.mid'), midi({ title: 'Scale', notes: [60, 62, 64, 65, 67, 69, 71, 72] }));
}
