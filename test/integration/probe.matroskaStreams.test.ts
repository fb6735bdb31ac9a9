import assert from 'node:assert/strict';
import { ids } from '../../src/library/probe/containers/matroska/ids';
import {
  inTrack,
  insert,
  named,
  tag,
  inVideo,
  inAudio,
  set,
  drop,
  together,
  projection,
  color,
  display,
  defaultDuration,
  noRate,
  encoding,
  stripped,
  laced,
  mapping,
} from '../support/matroskaChanges';
import { groundTruth } from '../support/groundTruth';
import {
  changed,
  factsByFfprobe,
  factsFrom,
  rates,
  h264,
  vp8,
  vp9,
  av1,
  hevc,
  makePlainFilms,
  readsAll,
  type Odd,
} from '../support/matroskaOdd';
import { float, text, unsigned } from '../support/matroskaTree';
import { TempFolder } from '../support/tempFolder';

const odd: Readonly<Record<string, Odd>> = {
  'no change': { from: h264, change: (tree) => tree },

  'turned left': { from: h264, change: projection(float(ids.projectionPoseRoll, 90)) },
  'turned right': { from: h264, change: projection(float(ids.projectionPoseRoll, -90)) },
  'upside down': { from: vp9, change: projection(float(ids.projectionPoseRoll, 180)) },
  'turned a little': { from: h264, change: projection(float(ids.projectionPoseRoll, 30)) },
  mirrored: { from: h264, change: projection(float(ids.projectionPoseYaw, 180)) },
  'mirrored and turned': {
    from: h264,
    change: projection(float(ids.projectionPoseYaw, 180), float(ids.projectionPoseRoll, 90)),
  },
  pitched: {
    from: h264,
    change: projection(float(ids.projectionPosePitch, 90), float(ids.projectionPoseRoll, 90)),
  },
  'on a sphere': {
    from: h264,
    change: projection(unsigned(ids.projectionType, 1), float(ids.projectionPoseRoll, 90)),
  },

  'shown wide': { from: h264, change: display(128, 48, 0) },
  'shown by aspect ratio': { from: h264, change: display(16, 9, 3) },
  'shown in centimetres': { from: vp8, change: display(30, 20, 1) },
  'shown in nothing known': { from: h264, change: display(16, 9, 4) },
  'shown at no size': { from: h264, change: display(0, 0, 0) },
  'side by side': { from: h264, change: inVideo(set(unsigned(ids.stereoMode, 1))) },
  'one above the other': { from: h264, change: inVideo(set(unsigned(ids.stereoMode, 3))) },
  ...Object.fromEntries(
    [h264, hevc, vp8, vp9, av1, 'mpeg2.mkv', 'mpeg4.mkv', 'theora.mkv', 'prores.mkv'].flatMap((from) => [
      [`smaller than its pictures, ${from}`, { from, change: inVideo(set(unsigned(ids.pixelWidth, 62))) }],
      [`larger than its pictures, ${from}`, { from, change: inVideo(set(unsigned(ids.pixelHeight, 480))) }],
    ]),
  ),
  'JPEG that may be fields': {
    from: 'mjpeg.mkv',
    change: inVideo(set(unsigned(ids.pixelHeight, 480))),
    isLeftToFfprobe: true,
  },

  'H.264 with colours of its container': { from: h264, change: color(9, 16) },
  'HEVC with colours of its container': { from: hevc, change: color(9, 16) },
  'VP8 with colours of its container': { from: vp8, change: color(1, 18) },
  'VP9 with colours of its container': { from: vp9, change: color(9, 16) },
  'AV1 with colours of its container': { from: av1, change: color(9, 18) },
  'MPEG-2 with colours of its container': { from: 'mpeg2.mkv', change: color(9, 16) },
  'MPEG-4 with colours of its container': { from: 'mpeg4.mkv', change: color(9, 16) },
  'Theora with colours of its container': { from: 'theora.mkv', change: color(9, 16) },
  'JPEG with colours of its container': { from: 'mjpeg.mkv', change: color(9, 16) },
  'ProRes with colours of its container': { from: 'prores.mkv', change: color(9, 16) },
  'H.264 against its container': { from: 'h264 bt709.mkv', change: color(9, 16) },
  'HEVC against its container': { from: 'hevc bt709.mkv', change: color(9, 16) },
  'AV1 against its container': { from: 'av1 bt709.mkv', change: color(9, 16) },
  'with reserved colours': { from: h264, change: color(3, 3) },
  'Dolby Vision': { from: hevc, change: mapping('dvcC', Buffer.from('0100100d10', 'hex')) },
  'Dolby Vision of more': { from: hevc, change: mapping('dvvC', Buffer.from('01001015', 'hex')) },
  'another mapping': { from: hevc, change: mapping('hvcE', Buffer.from('0100', 'hex')) },
  'with alpha by a tag': {
    from: vp8,
    change: together(
      inTrack(set(unsigned(ids.trackUid, 5))),
      insert(ids.tags, [tag([unsigned(ids.tagTrackUid, 5)], named('ALPHA_MODE', '1'))]),
    ),
  },
  'with alpha': { from: vp8, change: inVideo(set(unsigned(ids.alphaMode, 1))) },

  ...Object.fromEntries(
    [
      41708333, 41708375, 33366666, 33366667, 16683333, 20000000, 40000000, 16666666, 8341666, 66733333, 1,
      123456789,
    ].map((nanoseconds) => [
      `a frame in ${nanoseconds} ns`,
      { from: h264, change: defaultDuration(nanoseconds) },
    ]),
  ),
  'an old frame rate': { from: h264, change: together(noRate, inVideo(set(float(ids.frameRate, 29.97)))) },
  'no rate, ordered by display': { from: h264, change: noRate, isLeftToFfprobe: true },

  ...Object.fromEntries(
    rates.map((rate) => [
      `no rate, ${rate} frames`,
      { from: `vp8 ${rate.replace('/', ' to ')}.webm`, change: noRate },
    ]),
  ),
  'no rate, frames that come and go': { from: 'vp8 variable.webm', change: noRate },
  'no rate, with sound': { from: 'vp9 with sound.webm', change: noRate },
  'no rate, AV1': { from: av1, change: noRate },
  'no rate, AV1 of other colours': { from: 'av1 bt709.mkv', change: noRate },
  'no rate, one frame': { from: 'vp8 one.webm', change: noRate },
  'no rate, long': { from: 'vp8 long.webm', change: noRate, isLeftToFfprobe: true },

  "frames laced in Xiph's way": {
    from: 'ac3.mka',
    change: laced(2, (bytes) => [...Array.from({ length: Math.floor(bytes / 255) }, () => 255), bytes % 255]),
  },
  'frames laced alike': { from: 'ac3.mka', change: laced(4, () => []) },
  "frames laced in EBML's way": {
    from: 'ac3.mka',
    change: laced(6, (bytes) => [0x40 | (bytes >> 8), bytes & 255]),
  },

  'stripped headers': { from: 'mp3.mka', change: stripped(Buffer.from([0xff])) },
  'stripped headers of VP9': { from: 'vp9 444.webm', change: stripped(Buffer.from([0xa2])) },
  'packed frames': { from: h264, change: inTrack(encoding(0)), isLeftToFfprobe: true },
  'old AAC': {
    from: 'aac.mka',
    change: inTrack(together(set(text(ids.codecId, 'A_AAC/MPEG4/LC')), drop(ids.codecPrivate))),
  },
  'old AAC of twice the rate': {
    from: 'aac.mka',
    change: together(
      inTrack(together(set(text(ids.codecId, 'A_AAC/MPEG2/LC/SBR')), drop(ids.codecPrivate))),
      inAudio(set(float(ids.samplingFrequency, 22050), float(ids.outputSamplingFrequency, 44100))),
    ),
  },
  'PCM of another output rate': {
    from: 'pcm.mka',
    change: inAudio(set(float(ids.outputSamplingFrequency, 96000))),
  },
  'PCM without depth': { from: 'pcm.mka', change: inAudio(drop(ids.bitDepth)), isLeftToFfprobe: true },
  'a codec of no one': {
    from: h264,
    change: inTrack(set(text(ids.codecId, 'V_UNHEARD_OF'))),
    isLeftToFfprobe: true,
  },
  'H.264 without configuration': {
    from: h264,
    change: inTrack(drop(ids.codecPrivate)),
    isLeftToFfprobe: true,
  },
};

describe('streams in Matroska, against ffprobe itself', function () {
  this.timeout(60_000);
  const folder = new TempFolder();

  before(() => makePlainFilms(folder));
  after(() => folder.dispose());

  readsAll(odd, folder);

  it('takes the ticks of the clock for no rate: a browser does not record a thousand frames a second', async () => {
    const file = changed({ from: 'vp8 one.webm', change: noRate }, folder);
    const { frameRate, framesPerSecond } = await groundTruth(file, 'matroska');
    assert.deepEqual([frameRate, framesPerSecond], [null, null]);
    assert.equal(factsFrom(file)?.frameRate, null);
    assert.equal((await factsByFfprobe(file)).frameRate, null);
  });
});
