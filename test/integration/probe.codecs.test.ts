import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { soundOfAacConfiguration, soundOfAdtsFrame } from '../../src/library/probe/codecs/aac';
import { soundOfAc3Frame } from '../../src/library/probe/codecs/ac3';
import { soundOfAlacCookie } from '../../src/library/probe/codecs/alac';
import { pictureOfAv1Configuration, pictureOfAv1Obus } from '../../src/library/probe/codecs/av1';
import { soundOfDtsFrame } from '../../src/library/probe/codecs/dts';
import { soundOfFlacStreamInfo } from '../../src/library/probe/codecs/flac';
import { pictureOfH263Frame } from '../../src/library/probe/codecs/h263';
import { pictureOfMjpegFrame } from '../../src/library/probe/codecs/mjpegFrame';
import { frameRateOfMpegSequence, pictureOfMpegSequence } from '../../src/library/probe/codecs/mpeg2Video';
import { pictureOfMpeg4Vol } from '../../src/library/probe/codecs/mpeg4Visual';
import { soundOfMpegAudioFrame } from '../../src/library/probe/codecs/mpegAudio';
import { soundOfOpusBox, soundOfOpusHead } from '../../src/library/probe/codecs/opus';
import { pictureOfProresFrame } from '../../src/library/probe/codecs/prores';
import { frameRateOfTheoraHeader, pictureOfTheoraHeader } from '../../src/library/probe/codecs/theora';
import { soundOfVorbisHeader } from '../../src/library/probe/codecs/vorbis';
import { pictureOfVp8Frame } from '../../src/library/probe/codecs/vp8';
import { pictureOfVp9Frame } from '../../src/library/probe/codecs/vp9';
import {
  croppedByContainer,
  frameRateOfH264Sps,
  pictureOfAvcConfiguration,
  pictureOfH264Sps,
} from '../../src/library/probe/codecs/h264';
import {
  frameRateOfHevcSps,
  pictureOfHevcConfiguration,
  pictureOfHevcSps,
} from '../../src/library/probe/codecs/hevc';
import {
  rational,
  type PictureCoding,
  type Rational,
  type SoundCoding,
} from '../../src/library/probe/reading';
import {
  boxContent,
  decoderConfiguration,
  firstOggPacket,
  ivfFrames,
  nalUnits,
} from '../support/elementaryStreams';
import { madePicture, madeSound, makeAll, probed, type Made, type ProbedStream } from '../support/madeMedia';
import { TempFolder } from '../support/tempFolder';

/** Every parser of codecs, against what ffprobe says of the same stream. */

interface Case<T> extends Made {
  readonly read: (file: Buffer) => T | null;
  readonly rate?: ((file: Buffer) => Rational | null) | null;
}

const textOrNull = (value: unknown) => (typeof value === 'string' && value !== 'unknown' ? value : null);
const positive = (value: unknown) => (Number(value) > 0 ? Number(value) : null);
const ratio = (value: unknown): Rational | null => {
  const [numerator, denominator] = (textOrNull(value) ?? '').split(/[/:]/).map(Number);
  return rational(numerator ?? 0, denominator ?? 0);
};

function pictureTruth(stream: ProbedStream): PictureCoding {
  return {
    codec: textOrNull(stream['codec_name']),
    width: positive(stream['width']),
    height: positive(stream['height']),
    pixelFormat: textOrNull(stream['pix_fmt']),
    colorSpace: textOrNull(stream['color_space']),
    colorTransfer: textOrNull(stream['color_transfer']),
    pixelAspectRatio: ratio(stream['sample_aspect_ratio']),
  };
}

function soundTruth(stream: ProbedStream): SoundCoding {
  return {
    codec: textOrNull(stream['codec_name']),
    channels: positive(stream['channels']),
    sampleRateHz: positive(stream['sample_rate']),
    bitDepth: positive(stream['bits_per_raw_sample']) ?? positive(stream['bits_per_sample']),
  };
}

const sps = (type: number) => (file: Buffer) => {
  const nal = nalUnits(file).find(
    (unit) => (type === 7 ? unit.readUInt8(0) & 31 : (unit.readUInt8(0) >> 1) & 63) === type,
  );
  assert.ok(nal);
  return nal;
};
const h264 = (name: string, options: string): Case<PictureCoding> => ({
  name: `${name}.h264`,
  options: `-c:v libx264 -preset ultrafast ${options}`,
  read: (file) => pictureOfH264Sps(sps(7)(file)),
  rate: (file) => frameRateOfH264Sps(sps(7)(file)),
});
const hevc = (name: string, options: string, params = ''): Case<PictureCoding> => ({
  name: `${name}.hevc`,
  options: `-c:v libx265 -preset ultrafast -x265-params log-level=none:frame-threads=1:pools=none${params} ${options}`,
  read: (file) => pictureOfHevcSps(sps(33)(file)),
  rate: (file) => frameRateOfHevcSps(sps(33)(file)),
});
const adts = (name: string, options: string): Case<SoundCoding> => ({
  name: `${name}.aac`,
  options: `-c:a aac ${options}`,
  read: soundOfAdtsFrame,
});

const bt709 = '-color_primaries bt709 -color_trc bt709 -colorspace bt709';
const hdr = '-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc';
const hlg = '-color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc';

const h264Cases = [
  ...['gray', 'yuv420p', 'yuvj420p', 'yuv422p', 'yuvj422p', 'yuv444p', 'yuvj444p', 'yuv420p10le'].map(
    (format) => h264(format, `-pix_fmt ${format}`),
  ),
  ...['yuv422p10le', 'yuv444p10le', 'gray10le'].map((format) => h264(format, `-pix_fmt ${format}`)),
  h264('baseline', '-pix_fmt yuv420p -profile:v baseline'),
  h264('main', '-pix_fmt yuv420p -profile:v main -bf 2'),
  h264('lossless', '-pix_fmt yuv444p -qp 0'),
  h264('interlaced', '-vf scale=66x52 -pix_fmt yuv420p -flags +ilme+ildct -x264-params tff=1'),
  h264('interlaced cropped', '-vf scale=70x60 -pix_fmt yuv420p -flags +ilme+ildct'),
  h264('listed aspect', '-vf setsar=16/11 -pix_fmt yuv420p'),
  h264('extended aspect', '-vf setsar=37/20 -pix_fmt yuv420p'),
  h264('bt709', `-pix_fmt yuv420p ${bt709}`),
  h264('hdr', `-pix_fmt yuv420p10le ${hdr}`),
  h264('hlg', `-pix_fmt yuv420p10le ${hlg}`),
  h264('cqm', '-pix_fmt yuv420p -x264-params cqm=jvt'),
  h264('hrd', '-pix_fmt yuv420p -x264-params nal-hrd=vbr:vbv-maxrate=500:vbv-bufsize=500'),
  h264('small', '-vf scale=18x16 -pix_fmt yuv420p'),
  { ...h264('rgb', ''), options: '-c:v libx264rgb -pix_fmt rgb24' },
  ...[
    'crop_left=8:crop_right=4:crop_top=2:crop_bottom=6',
    'matrix_coefficients=3:transfer_characteristics=3:colour_primaries=3',
    'matrix_coefficients=0:transfer_characteristics=0:colour_primaries=1',
    'sample_aspect_ratio=1000/3',
    'video_full_range_flag=1',
    'sample_aspect_ratio=0/1',
  ].flatMap((metadata, i) => [
    h264(`changed ${i}`, `-vf scale=256x128 -pix_fmt yuv420p -bsf:v h264_metadata=${metadata}`),
    h264(`deep changed ${i}`, `-vf scale=256x128 -pix_fmt yuv422p10le -bsf:v h264_metadata=${metadata}`),
  ]),
  { ...h264('in mp4', '-pix_fmt yuv420p'), name: 'in mp4.mp4', read: avcOf, rate: null },
  {
    ...h264('', '-pix_fmt yuv420p -bsf:v h264_metadata=crop_right=0:crop_bottom=0'),
    name: 'cropped by container.mp4',
    read: croppedAvc,
    rate: null,
  },
  { ...h264('in mp4 high', `-pix_fmt yuv422p10le ${bt709}`), name: 'high.mp4', read: avcOf, rate: null },
];

function avcOf(file: Buffer): PictureCoding | null {
  return pictureOfAvcConfiguration(boxContent(file, 'avcC'));
}

const hevcCases = [
  ...[
    'gray',
    'yuv420p',
    'yuvj420p',
    'yuv422p',
    'yuvj422p',
    'yuv444p',
    'yuvj444p',
    'gbrp',
    'gray10le',
    'gray12le',
  ].map((format) => hevc(format, `-pix_fmt ${format}`)),
  ...[
    'yuv420p10le',
    'yuv422p10le',
    'yuv444p10le',
    'gbrp10le',
    'yuv420p12le',
    'yuv422p12le',
    'yuv444p12le',
    'gbrp12le',
  ].map((format) => hevc(format, `-pix_fmt ${format}`)),
  hevc('listed aspect', '-vf setsar=16/11 -pix_fmt yuv420p'),
  hevc('extended aspect', '-vf setsar=37/20 -pix_fmt yuv420p'),
  hevc('bt709', `-pix_fmt yuv420p ${bt709}`),
  hevc('hdr', `-pix_fmt yuv420p10le ${hdr}`),
  hevc('hlg', `-pix_fmt yuv420p10le ${hlg}`),
  hevc('scaling list', '-pix_fmt yuv420p', ':scaling-list=default'),
  hevc('layers', '-pix_fmt yuv420p', ':temporal-layers=3:bframes=3'),
  hevc('hrd', '-pix_fmt yuv420p', ':hrd=1:vbv-maxrate=500:vbv-bufsize=500'),
  hevc('fields', '-pix_fmt yuv420p', ':interlace=tff'),
  hevc('window', '-pix_fmt yuv420p', ':overscan=crop:display-window=2,2,2,2'),
  hevc('strong', '-pix_fmt yuv420p', ':bframes=3:ref=4:lossless=1'),
  ...[
    'crop_left=8:crop_right=4:crop_top=2:crop_bottom=6',
    'matrix_coefficients=3:transfer_characteristics=3:colour_primaries=3',
    'matrix_coefficients=0:transfer_characteristics=0:colour_primaries=1',
    'sample_aspect_ratio=1000/3',
    'video_full_range_flag=1',
    'sample_aspect_ratio=0/1',
  ].flatMap((metadata, i) => [
    hevc(`changed ${i}`, `-vf scale=256x128 -pix_fmt yuv420p -bsf:v hevc_metadata=${metadata}`),
  ]),
  { ...hevc('in mp4', '-pix_fmt yuv420p10le'), name: 'hevc.mp4', read: hvcOf, rate: null },
];

function croppedAvc(file: Buffer): PictureCoding | null {
  const picture = pictureOfAvcConfiguration(boxContent(file, 'avcC'));
  const entry = boxContent(file.subarray(file.indexOf('stsd')), 'avc1');
  return picture && croppedByContainer(picture, entry.readUInt16BE(24), entry.readUInt16BE(26));
}

function hvcOf(file: Buffer): PictureCoding | null {
  return pictureOfHevcConfiguration(boxContent(file, 'hvcC'));
}

const aacCases = [
  ...[1, 2, 3, 4, 5, 6, 8].map((channels) => adts(`${channels}`, `-ac ${channels}`)),
  ...[32000, 44100, 88200, 96000].map((rate) => adts(`${rate}`, `-ar ${rate}`)),
  ...[8000, 22050, 24000, 48000, 96000].map((rate) => ({
    ...adts(`${rate}`, `-ar ${rate} -ac 2`),
    name: `${rate}.m4a`,
    read: (file: Buffer) => soundOfAacConfiguration(decoderConfiguration(file)),
  })),
  ...['5.1', '7.1', '4.0', '2.1', 'quad', '6.1'].map((layout) => ({
    ...adts(layout, `-af aformat=channel_layouts=${layout}`),
    name: `${layout}.m4a`,
    read: (file: Buffer) => soundOfAacConfiguration(decoderConfiguration(file)),
  })),
  ...['aac_main', 'mpeg2_aac_low'].map((profile) => adts(profile, `-profile:a ${profile}`)),
];

const ofCodec = (
  name: string,
  options: string,
  read: (file: Buffer) => PictureCoding | null,
  rate?: (file: Buffer) => Rational | null,
): Case<PictureCoding> => ({ name, options, read, ...(rate && { rate }) });
const firstFrame = (ivf: Buffer) => ivfFrames(ivf)[0] ?? Buffer.alloc(0);
const quick = '-deadline realtime -cpu-used 8';

const vpxCases = [
  ...[
    'yuv420p',
    'yuv422p',
    'yuv440p',
    'yuv444p',
    'gbrp',
    'yuv420p10le',
    'yuv422p12le',
    'yuv440p10le',
    'gbrp12le',
  ].map((format) =>
    ofCodec(`${format}.ivf`, `-c:v libvpx-vp9 ${quick} -pix_fmt ${format}`, (file) =>
      pictureOfVp9Frame(firstFrame(file)),
    ),
  ),
  ...['bt709', 'bt470bg', 'smpte170m', 'smpte240m', 'bt2020nc'].map((matrix) =>
    ofCodec(`vp9 ${matrix}.ivf`, `-c:v libvpx-vp9 ${quick} -pix_fmt yuv420p -colorspace ${matrix}`, (file) =>
      pictureOfVp9Frame(firstFrame(file)),
    ),
  ),
  ofCodec('vp8.ivf', `-c:v libvpx ${quick}`, (file) => pictureOfVp8Frame(firstFrame(file))),
  ofCodec('vp8 odd.ivf', `-vf scale=33x17 -c:v libvpx ${quick}`, (file) =>
    pictureOfVp8Frame(firstFrame(file)),
  ),
];

const av1Cases = [
  ...[
    'gray',
    'yuv420p',
    'yuv422p',
    'yuv444p',
    'gbrp',
    'gray10le',
    'yuv420p10le',
    'yuv422p10le',
    'yuv444p12le',
    'yuv420p12le',
  ].map((format) =>
    ofCodec(
      `${format}.obu`,
      `-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt ${format}`,
      pictureOfAv1Obus,
    ),
  ),
  ofCodec(
    'hdr.obu',
    `-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv420p10le ${hdr}`,
    pictureOfAv1Obus,
  ),
  ofCodec(
    'bt709.obu',
    `-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv444p ${bt709}`,
    pictureOfAv1Obus,
  ),
  ofCodec(
    'full range.obu',
    '-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv420p -color_range pc',
    pictureOfAv1Obus,
  ),
  ofCodec('svt.obu', '-c:v libsvtav1 -preset 12 -pix_fmt yuv420p10le -vf scale=64x64', pictureOfAv1Obus),
  ofCodec('av1.mp4', '-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv420p', (file) =>
    pictureOfAv1Configuration(boxContent(file, 'av1C')),
  ),
];

const mpegCases = [
  ofCodec('plain.m4v', '-c:v mpeg4', pictureOfMpeg4Vol),
  ofCodec('listed.m4v', '-vf setsar=16/11 -c:v mpeg4', pictureOfMpeg4Vol),
  ofCodec('extended.m4v', '-vf setsar=37/20 -c:v mpeg4', pictureOfMpeg4Vol),
  ofCodec('interlaced.m4v', '-c:v mpeg4 -flags +ilme+ildct -bf 2', pictureOfMpeg4Vol),
  ofCodec('xvid.m4v', '-c:v libxvid', pictureOfMpeg4Vol),
  ...['-c:v mpeg1video', '-aspect 16:9 -c:v mpeg1video', '-vf setsar=12/11 -c:v mpeg1video'].map(
    (options, i) => ofCodec(`${i}.m1v`, options, pictureOfMpegSequence, frameRateOfMpegSequence),
  ),
  ...[
    '',
    '-aspect 16:9',
    '-aspect 4:3',
    '-vf setsar=12/11',
    '-pix_fmt yuv422p',
    '-flags +ilme+ildct',
    bt709,
    '-r 50',
    '-r 60000/1001 -aspect 221:100',
    '-vf scale=704x576,setsar=12/11',
    '-vf scale=4100x32',
    '-seq_disp_ext always -aspect 16:9',
  ].map((options, i) =>
    ofCodec(`${i}.m2v`, `${options} -c:v mpeg2video`, pictureOfMpegSequence, frameRateOfMpegSequence),
  ),
  ofCodec('cif.h263', '-vf scale=352x288 -c:v h263', pictureOfH263Frame),
  ofCodec('qcif.h263', '-vf scale=176x144 -c:v h263', pictureOfH263Frame),
  ofCodec('plus.h263', '-vf scale=64x48 -c:v h263p', pictureOfH263Frame),
  ofCodec('plus aspect.h263', '-vf scale=64x48,setsar=37/20 -c:v h263p', pictureOfH263Frame),
  ofCodec('plus listed.h263', '-vf scale=64x48,setsar=10/11 -c:v h263p', pictureOfH263Frame),
];

const otherCases = [
  ...['yuv420p', 'yuv422p', 'yuv444p'].map((format) =>
    ofCodec(
      `${format}.ogv`,
      `-c:v libtheora -pix_fmt ${format} -vf setsar=12/11`,
      (file) => pictureOfTheoraHeader(firstOggPacket(file)),
      (file) => frameRateOfTheoraHeader(firstOggPacket(file)),
    ),
  ),
  ...['yuvj420p', 'yuvj422p', 'yuvj444p', 'yuv420p', 'yuv422p', 'yuv444p'].map((format) =>
    ofCodec(`${format}.mjpeg`, `-c:v mjpeg -strict unofficial -pix_fmt ${format}`, (file) =>
      pictureOfMjpegFrame(file, null),
    ),
  ),
  ofCodec('aspect.mjpeg', '-vf setsar=12/11 -c:v mjpeg', (file) => pictureOfMjpegFrame(file, null)),
  ...[
    ['apco', '-profile:v proxy'],
    ['apcs', '-profile:v lt'],
    ['apcn', '-profile:v standard'],
    ['apch', `-profile:v hq ${bt709}`],
    ['ap4h', '-profile:v 4444 -pix_fmt yuv444p10le'],
    ['ap4h', '-profile:v 4444 -pix_fmt yuva444p10le'],
    ['ap4x', `-profile:v 4444xq -pix_fmt yuva444p10le ${hdr}`],
  ].map(([code = '', options = ''], i) =>
    ofCodec(`${code} ${i}.mov`, `-c:v prores_ks ${options}`, (file) => {
      const picture = pictureOfProresFrame(code, file.subarray(file.indexOf('icpf') - 4));
      // The container tells it.
      return picture && { ...picture, pixelAspectRatio: rational(1, 1) };
    }),
  ),
];

const ofSound = (
  name: string,
  options: string,
  read: (file: Buffer) => SoundCoding | null,
): Case<SoundCoding> => ({ name, options, read });

const ac3Cases = [
  ...[32000, 44100, 48000].flatMap((rate) =>
    ['ac3', 'eac3'].map((codec) =>
      ofSound(`${rate}.${codec}`, `-ar ${rate} -ac 2 -c:a ${codec}`, soundOfAc3Frame),
    ),
  ),
  ...['mono', '3.0', '2.1', 'quad', '4.0', '4.1', '5.0', '5.1(side)', '3.1'].flatMap((layout) =>
    ['ac3', 'eac3'].map((codec) =>
      ofSound(`${layout}.${codec}`, `-af aformat=channel_layouts=${layout} -c:a ${codec}`, soundOfAc3Frame),
    ),
  ),
];

const losslessCases = [
  ...['s16', 's32'].flatMap((format) => [
    ofSound(`${format}.flac`, `-sample_fmt ${format} -c:a flac -ac 2`, flacOf),
    ofSound(`alac ${format}.m4a`, `-sample_fmt ${format}p -c:a alac -ac 2`, alacOf),
  ]),
  ...[1, 6, 8].flatMap((channels) => [
    ofSound(`${channels}.flac`, `-ac ${channels} -ar 96000 -c:a flac`, flacOf),
    ofSound(
      `alac ${channels}.m4a`,
      `${channels === 8 ? '-af aformat=channel_layouts=7.1(wide)' : `-ac ${channels}`} -ar 96000 -c:a alac`,
      alacOf,
    ),
  ]),
];

function flacOf(file: Buffer): SoundCoding | null {
  const sound = soundOfFlacStreamInfo(file);
  assert.deepEqual(soundOfFlacStreamInfo(file.subarray(8, 42)), sound);
  if (!sound) return null;
  const { totalSamples, ...coding } = sound;
  assert.equal(totalSamples, 0.2 * (coding.sampleRateHz ?? 0));
  return coding;
}

function alacOf(file: Buffer): SoundCoding | null {
  const inner = file.indexOf('alac', file.indexOf('alac', 0, 'latin1') + 4, 'latin1');
  assert.deepEqual(
    soundOfAlacCookie(file.subarray(inner + 8, inner + 32)),
    soundOfAlacCookie(file.subarray(inner - 4, inner + 32)),
  );
  return soundOfAlacCookie(file.subarray(inner - 4, inner + 32));
}

const mpegAudioCases = [
  ...[8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000].map((rate) =>
    ofSound(
      `${rate}.mp3`,
      `-ar ${rate} -ac 2 -write_xing 0 -id3v2_version 0 -c:a libmp3lame`,
      soundOfMpegAudioFrame,
    ),
  ),
  ...[16000, 22050, 24000, 32000, 44100, 48000].map((rate) =>
    ofSound(`${rate}.mp2`, `-ar ${rate} -ac 1 -c:a mp2`, soundOfMpegAudioFrame),
  ),
  ofSound('mono.mp3', '-ac 1 -write_xing 0 -id3v2_version 0 -c:a libmp3lame', soundOfMpegAudioFrame),
  ...[8000, 48000].map((rate) =>
    ofSound(`${rate}.opus`, `-ar ${rate} -ac 2 -c:a libopus`, (file) =>
      soundOfOpusHead(firstOggPacket(file)),
    ),
  ),
  ofSound('6.opus', '-ac 6 -c:a libopus', (file) => soundOfOpusHead(firstOggPacket(file))),
  ofSound('opus.mp4', '-ac 2 -c:a libopus', (file) => soundOfOpusBox(boxContent(file, 'dOps'))),
  ...[8000, 44100].map((rate) =>
    ofSound(`${rate}.ogg`, `-ar ${rate} -ac 2 -c:a libvorbis`, (file) =>
      soundOfVorbisHeader(firstOggPacket(file)),
    ),
  ),
  ofSound('6.ogg', '-ac 6 -c:a libvorbis', (file) => soundOfVorbisHeader(firstOggPacket(file))),
  ...['mono', 'stereo', 'quad(side)', '5.0(side)', '5.1(side)'].map((layout) =>
    ofSound(`${layout}.dts`, `-af aformat=channel_layouts=${layout} -strict -2 -c:a dca`, soundOfDtsFrame),
  ),
  ofSound('44100.dts', '-ar 44100 -ac 2 -strict -2 -c:a dca', soundOfDtsFrame),
];

const anyPicture = fc.record({
  coder: fc.constantFrom(
    ...['yuv420p', 'yuvj420p', 'yuv422p10le', 'yuv444p'].flatMap((format) => [
      { extension: 'h264', ...h264('', `-pix_fmt ${format}`) },
      { extension: 'hevc', ...hevc('', `-pix_fmt ${format}`) },
    ]),
    { extension: 'm2v', options: '-c:v mpeg2video', read: pictureOfMpegSequence },
    { extension: 'm2v', options: '-c:v mpeg2video -pix_fmt yuv422p', read: pictureOfMpegSequence },
    { extension: 'm1v', options: '-c:v mpeg1video', read: pictureOfMpegSequence },
    { extension: 'm4v', options: '-c:v mpeg4', read: pictureOfMpeg4Vol },
    { extension: 'mjpeg', options: '-c:v mjpeg', read: (file: Buffer) => pictureOfMjpegFrame(file, null) },
  ),
  width: fc.integer({ min: 17, max: 120 }),
  height: fc.integer({ min: 17, max: 100 }),
  rate: fc.constantFrom('24', '25', '30000/1001', '50', '60'),
  aspect: fc.constantFrom('1', '16/11', '12/11', '64/45', '4/3', '37/20', '1/2'),
  colors: fc.constantFrom('', bt709, hdr, '-color_trc linear -colorspace fcc -color_primaries film'),
});

describe('parsers of codecs, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());

  const pictures = {
    'H.264': h264Cases,
    HEVC: hevcCases,
    'VP8 and VP9': vpxCases,
    AV1: av1Cases,
    'MPEG-1, 2, 4 and H.263': mpegCases,
    'Theora, JPEG and ProRes': otherCases,
  };
  for (const [title, cases] of Object.entries(pictures)) {
    describe(title, () => {
      before(() => makeAll(folder, madePicture, cases));
      for (const { name, read, rate } of cases) {
        it(`reads ${name}`, () => {
          const stream = probed(folder.at(name));
          const file = readFileSync(folder.at(name));
          assert.deepEqual(read(file), pictureTruth(stream));
          if (rate) assert.deepEqual(rate(file), ratio(stream['r_frame_rate']));
        });
      }
    });
  }

  it('reads pictures made at random', () => {
    fc.assert(
      fc.property(anyPicture, ({ coder, width, height, rate, aspect, colors }) => {
        const { extension, options, read } = coder;
        const file = `any.${extension}`;
        const source = `-f lavfi -i testsrc2=s=${2 * width}x${2 * height}:r=${rate}:d=0.1`;
        makeAll(folder, source, [{ name: file, options: `-vf setsar=${aspect} ${options} ${colors}` }]);
        assert.deepEqual(read(readFileSync(folder.at(file))), pictureTruth(probed(folder.at(file))));
      }),
      { numRuns: 20 },
    );
  });

  const sounds = {
    AAC: aacCases,
    'AC-3': ac3Cases,
    'lossless sound': losslessCases,
    'MPEG audio, Opus, Vorbis and DTS': mpegAudioCases,
  };
  for (const [title, cases] of Object.entries(sounds)) {
    describe(title, () => {
      before(() => makeAll(folder, madeSound, cases));
      for (const { name, read } of cases) {
        it(`reads ${name}`, () => {
          assert.deepEqual(read(readFileSync(folder.at(name))), soundTruth(probed(folder.at(name))));
        });
      }
    });
  }
});
