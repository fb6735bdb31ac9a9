import { join } from 'node:path';
import { ffmpeg } from './makeMedia';

const picture = (rate: string, more = '') => `testsrc2=s=64x48:r=${rate}:d=1${more}`;
const sound = (rate = 48000) => `sine=f=440:d=1:r=${rate}`;
const x264 = '-c:v libx264 -preset ultrafast';
const x265 = '-c:v libx265 -preset ultrafast -x265-params log-level=none';
const vp8 = '-c:v libvpx -deadline realtime -cpu-used 8';
const vp9 = '-c:v libvpx-vp9 -deadline realtime -cpu-used 8';
const bt2020 = '-pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc';
const both = '-map 0 -map 1';
const film = '-map 0';
const music = '-map 1';

/** Written by FFmpeg from one second of picture and sound: name and options. */
const films: Readonly<Record<string, string>> = {
  'h264 aac.mkv': `${both} ${x264} -c:a aac`,
  'h264 10 bits.mkv': `${film} ${x264} -pix_fmt yuv420p10le ${bt2020} -color_trc smpte2084`,
  'h264 444.mkv': `${film} ${x264} -pix_fmt yuv444p`,
  'interlaced.mkv': `${film} ${x264} -flags +ildct+ilme -vf setfield=tff`,
  'wide pixels.mkv': `${film} ${x264} -vf setsar=4/3`,
  'hevc ac3.mkv': `${both} ${x265} -c:a ac3`,
  'hlg dts.mkv': `${both} ${x265} ${bt2020} -color_trc arib-std-b67 -c:a dca -strict -2`,
  'vp8 vorbis.webm': `${both} ${vp8} -c:a libvorbis`,
  'vp8 colours.webm': `${film} ${vp8} -colorspace bt709 -color_trc bt709 -color_primaries bt709`,
  'vp9 opus.webm': `${both} ${vp9} -c:a libopus`,
  'vp9 444 10 bits.webm': `${film} ${vp9} -pix_fmt yuv444p10le`,
  'vp9 hdr.webm': `${film} ${vp9} ${bt2020} -color_trc smpte2084`,
  'vp9 alpha.webm': `${film} ${vp9} -pix_fmt yuva420p`,
  'av1.webm': `${film} -c:v libaom-av1 -cpu-used 8 -usage realtime -g 10`,
  'mpeg4 mp3.mkv': `${both} -c:v mpeg4 -c:a libmp3lame`,
  'mpeg2 mp2.mkv': `${both} -c:v mpeg2video -c:a mp2`,
  'mpeg1.mkv': `${film} -c:v mpeg1video`,
  'mjpeg pcm.mkv': `${both} -c:v mjpeg -c:a pcm_s16le`,
  'theora flac.mkv': `${both} -c:v libtheora -c:a flac`,
  'prores alac.mkv': `${both} -c:v prores_ks -c:a alac`,
  'eac3.mka': `${music} -c:a eac3`,
  'mp3.mka': `${music} -c:a libmp3lame`,
  'opus.mka': `${music} -c:a libopus`,
  'vorbis.mka': `${music} -c:a libvorbis`,
  'flac 24 bits.mka': `${music} -c:a flac -sample_fmt s32`,
  'six channels.mka': `${music} -c:a aac -ac 6`,
  'half rate.mka': `${music} -c:a libmp3lame -ar 22050`,
  'pcm u8.mka': `${music} -c:a pcm_u8`,
  'pcm s24.mka': `${music} -c:a pcm_s24le`,
  'pcm s32 big.mka': `${music} -c:a pcm_s32be`,
  'pcm f32.mka': `${music} -c:a pcm_f32le`,
  'a-law.mka': `${music} -c:a pcm_alaw`,
  'mu-law.mka': `${music} -c:a pcm_mulaw -ac 2`,
  'pcm f64.mka': `${music} -c:a pcm_f64le`,
  'sound.weba': `${music} -c:a libopus -f webm`,
  'two sounds.mkv':
    `${both} -map 1 ${x264} -c:a:0 aac -c:a:1 ac3 -metadata title=Night -metadata artist=Someone -metadata album=Dark ` +
    '-metadata creation_time=2020-02-03T04:05:06.789Z -metadata:s:v title=Main',
  'only the track has a title.mkv': `${film} ${x264} -metadata:s:v title=Main`,
  'short clusters.mkv': `${both} ${x264} -c:a aac -cluster_time_limit 100`,
  'cues in front.mkv': `${film} ${x264} -reserve_index_space 90000`,
  'variable.mkv': `${film} ${x264} -vf select=not(mod(n\\,3)) -vsync vfr`,
  'one frame.mkv': `${film} ${x264} -frames:v 1`,
  'both eyes.mk3d': `${film} ${x264} -metadata:s:v stereo_mode=left_right -f matroska`,
};

const rates = [
  '24000/1001',
  '30000/1001',
  '60000/1001',
  '24',
  '30',
  '50',
  '60',
  '15',
  '10',
  '5',
  '12.5',
  '120',
  '23.5',
  '7',
];

export const filmNames: readonly string[] = [
  ...Object.keys(films),
  ...rates.map(nameOfRate),
  'chapters.mkv',
  'subtitles.mkv',
  'cover.mka',
  'cover.mkv',
  'video for windows.mkv',
];

function nameOfRate(rate: string): string {
  return `${rate.replace('/', ' to ')} frames.mkv`;
}

/** Makes them all in a few runs; `write` puts a text beside them and answers its path. */
export function makeFilms(folder: string, write: (name: string, text: string) => string): void {
  const inFolder = (name: string) => join(folder, name);
  const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
  const words = (options: string) => options.split(' ').filter((word) => word !== '');
  const outputs = Object.entries(films).flatMap(([name, options]) => [...words(options), inFolder(name)]);
  ffmpeg(...lavfi(picture('25')), ...lavfi(sound()), ...outputs);
  ffmpeg(
    ...rates.flatMap((rate) => lavfi(picture(rate))),
    ...rates.flatMap((rate, index) => ['-map', `${index}`, ...words(x264), inFolder(nameOfRate(rate))]),
  );
  const chapters = write(
    'chapters.txt',
    ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=400\nEND=1000\n',
  );
  const subtitles = write('subtitles.srt', '1\n00:00:00,000 --> 00:00:00,900\nHello\n');
  const cover = inFolder('cover.jpg');
  const attached = ['-attach', cover, '-metadata:s:t', 'mimetype=image/jpeg'];
  ffmpeg(...lavfi(picture('25')), '-frames:v', '1', cover);
  ffmpeg(
    '-i',
    inFolder('h264 aac.mkv'),
    '-i',
    chapters,
    '-i',
    subtitles,
    ...words('-map_metadata 1 -map 0 -c copy'),
    inFolder('chapters.mkv'),
    ...words('-map 0 -map 2 -c:v copy -c:a copy -c:s srt'),
    inFolder('subtitles.mkv'),
    ...words('-map 0:a -c copy'),
    ...attached,
    inFolder('cover.mka'),
    ...words('-map 0 -c copy'),
    ...attached,
    inFolder('cover.mkv'),
  );
  const avi = inFolder('xvid.avi');
  ffmpeg('-i', inFolder('mpeg4 mp3.mkv'), ...words('-an -c:v mpeg4 -vtag XVID'), avi);
  ffmpeg('-i', avi, ...words('-c copy'), inFolder('video for windows.mkv'));
}
