import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import {
  audioCodecOfSampleEntry,
  audioCodecOfWave,
  codecOfMatroska,
  videoCodecOfRiff,
  videoCodecOfSampleEntry,
} from '../../src/library/probe/codecs/fourCharacterCodes';
import { boxContent } from '../support/elementaryStreams';
import { madePicture, madeSound, makeAll, probed, type ProbedStream } from '../support/madeMedia';
import { TempFolder } from '../support/tempFolder';

/** How ffmpeg is told to make streams that a container has a name of its own for. */
const encoders = {
  mov: [
    ...[
      'mpeg4',
      'mpeg2video',
      'mpeg1video',
      'mjpeg',
      'prores_ks',
      'libx264',
      'cinepak',
      'qtrle',
      'png',
      'rpza',
      'svq1',
    ].map(videoOnly),
    ...[
      'libx265 -tag:v hvc1 -x265-params log-level=none',
      'libx265 -tag:v hev1 -x265-params log-level=none',
    ].map(videoOnly),
    '-map 0:v -s 352x288 -c:v h263',
    '-map 0:v -s 720x576 -r 25 -pix_fmt yuv420p -c:v dvvideo',
    ...['aac', 'ac3', 'eac3', 'alac', 'libmp3lame', 'mp2', 'pcm_alaw', 'pcm_mulaw', 'adpcm_ima_qt'].map(
      audioOnly,
    ),
    ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_s32be', 'pcm_s8', 'pcm_u8'].map(
      audioOnly,
    ),
    ...['pcm_f32le', 'pcm_f32be', 'pcm_f64le', 'pcm_f64be'].map(audioOnly),
  ],
  mp4: [
    ...['libx264', 'libvpx-vp9 -deadline realtime'].map(videoOnly),
    ...['libopus', 'flac -strict -2'].map(audioOnly),
  ],
  avi: [
    ...[
      'mpeg4',
      'mpeg4 -tag:v XVID',
      'libxvid',
      'mjpeg',
      'msmpeg4',
      'msmpeg4v2',
      'wmv1',
      'wmv2',
      'libx264',
      'huffyuv',
    ].map(videoOnly),
    ...['ffv1', 'ffvhuff', 'png', 'cinepak', 'utvideo', 'flv', 'libvpx -deadline realtime', 'libtheora'].map(
      videoOnly,
    ),
    '-map 0:v -s 720x576 -r 25 -pix_fmt yuv420p -c:v dvvideo',
    ...['libmp3lame', 'mp2', 'ac3', 'aac', 'wmav1', 'wmav2', 'flac'].map(audioOnly),
  ],
  wav: [
    'pcm_u8',
    'pcm_s16le',
    'pcm_s24le',
    'pcm_s32le',
    'pcm_f32le',
    'pcm_f64le',
    'pcm_alaw',
    'pcm_mulaw',
    'adpcm_ms',
    'adpcm_ima_wav',
  ].map(audioOnly),
  mkv: [
    ...[
      'libx264',
      'libvpx -deadline realtime',
      'mpeg4',
      'mpeg2video',
      'mpeg1video',
      'mjpeg',
      'prores_ks',
      'libtheora',
    ].map(videoOnly),
    ...[
      'aac',
      'ac3',
      'eac3',
      'flac',
      'alac',
      'libopus',
      'libvorbis',
      'libmp3lame',
      'mp2',
      'dca -strict -2',
      'tta',
      'wavpack',
    ].map(audioOnly),
    ...[
      'pcm_u8',
      'pcm_s16le',
      'pcm_s16be',
      'pcm_s24le',
      'pcm_s24be',
      'pcm_s32le',
      'pcm_f32le',
      'pcm_f64le',
    ].map(audioOnly),
  ],
} as const;

function videoOnly(codec: string): string {
  return `-map 0:v -vf scale=64x48 -c:v ${codec}`;
}

function audioOnly(codec: string): string {
  return `-map 1:a -ac 2 -c:a ${codec}`;
}

function codecIn(name: string, file: Buffer, stream: ProbedStream): string | null {
  const code = String(stream['codec_tag_string']).replace(/\[(\d+)\]/g, (_, byte) =>
    String.fromCharCode(Number(byte)),
  );
  const bitsPerSample = Number(stream['bits_per_sample']);
  const isPicture = stream['codec_type'] === 'video';
  switch (extname(name)) {
    case '.mkv': {
      const codecId = /[VA]_[A-Z0-9/]+/.exec(file.toString('latin1', 0, 4096))?.[0] ?? '';
      return codecOfMatroska(codecId, bitsPerSample);
    }
    case '.avi':
    case '.wav':
      return isPicture
        ? videoCodecOfRiff(code)
        : audioCodecOfWave(Number(stream['codec_tag']), bitsPerSample);
    default:
      return isPicture
        ? videoCodecOfSampleEntry(code)
        : audioCodecOfSampleEntry(code, {
            bitsPerSample,
            isLittleEndian: file.includes('enda') && boxContent(file, 'enda').readUInt16BE(0) === 1,
          });
  }
}

describe('names of codecs in containers, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());
  const files = Object.entries(encoders).flatMap(([extension, all]) =>
    all.map((options, i) => ({ name: `${i}.${extension}`, options })),
  );
  before(() => makeAll(folder, `${madePicture} ${madeSound}`, files));

  for (const { name, options } of files) {
    it(`tells what ${options} makes of a ${extname(name)}`, () => {
      const stream = probed(folder.at(name));
      assert.equal(codecIn(name, readFileSync(folder.at(name)), stream), stream['codec_name']);
    });
  }
});
