import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { MediaFacts } from '../../src/library/model';
import { box, boxesOf, changed, latin1, patched, uint16, uint32, withBox } from '../support/boxBytes';
import { groundTruth, type GroundTruth } from '../support/groundTruth';
import { assertSameFacts, factsInProcess, ffmpegInFolder, inParallel } from '../support/sameFacts';
import { TempFolder } from '../support/tempFolder';

const picture = (rate: number | string = 25, seconds = 1, size = '64x48') =>
  `-f lavfi -i testsrc2=s=${size}:r=${rate}:d=${seconds}`;
const sound = (rateHz = 44100, seconds = 1) => `-f lavfi -i sine=r=${rateHz}:d=${seconds}`;
const x264 = '-c:v libx264 -preset ultrafast -threads 1';
const reordered = '-c:v libx264 -preset veryfast -threads 1 -bf 2';
const x265 = '-c:v libx265 -preset ultrafast -x265-params log-level=none:pools=1';
const vp9 = '-c:v libvpx-vp9 -cpu-used 8 -deadline realtime';
const av1 = '-c:v libaom-av1 -cpu-used 8 -usage realtime';
const hdr = (transfer: string) => `-color_primaries bt2020 -color_trc ${transfer} -colorspace bt2020nc`;
const fragmented = '-movflags frag_keyframe+empty_moov -g 10';

/** Made straight from pictures and sound. */
const made: Readonly<Record<string, string>> = {
  'base.mp4': `${picture(25, 2)} ${sound(44100, 2)} ${reordered} -c:a aac`,
  'ntsc.mp4': `${picture('30000/1001', 1.7)} ${sound(48000, 2.3)} ${x264} -c:a aac -ac 2 -movflags faststart`,
  'film.mov': `${picture('24000/1001')} ${sound(48000)} ${x264} -c:a pcm_s24le -timecode 01:00:00:00`,
  'odd rate.mp4': `${picture(12.345, 2)} ${x264}`,
  'one a second.mp4': `${picture(1, 4)} ${x264}`,
  'a thousand a second.mp4': `${picture(1000, 0.2)} ${x264}`,
  'one frame.mp4': `${picture()} -frames:v 1 ${x264}`,
  'variable.mp4': `${picture(25, 2)} -vf select='not(mod(n,7))+lt(n,20)' -vsync vfr ${x264}`,
  'variable 90000.mp4': `${picture(25, 2)} -vf select='not(mod(n,3))' -vsync vfr ${x264} -video_track_timescale 90000`,
  'interlaced.mp4': `${picture(50)} ${x264} -flags +ildct+ilme`,
  'ten bits.mov': `${picture()} ${x264} -pix_fmt yuv422p10le`,
  'cropped.mp4': `${picture(25, 0.4, '66x50')} ${x264}`,
  'wide pixels.mp4': `${picture(25, 0.4)} -vf setsar=3/7 ${x264}`,
  'wide pixels.mov': `${picture(25, 0.4)} -vf setsar=16/11 -c:v mpeg4`,
  'bt709.mp4': `${picture(25, 0.4)} ${x264} -color_primaries bt709 -color_trc bt709 -colorspace bt709`,
  'hevc.mp4': `${picture()} ${sound(48000)} ${x265} -tag:v hvc1 -c:a ac3`,
  'hlg.mov': `${picture(25, 0.4)} ${x265} -pix_fmt yuv420p10le ${hdr('arib-std-b67')}`,
  'hdr10.mp4': `${picture(25, 0.4)} ${sound(48000)} ${x265} -pix_fmt yuv420p10le ${hdr('smpte2084')} -c:a eac3`,
  'vp9.mp4': `${picture(25, 0.4)} ${sound(48000)} ${vp9} ${hdr('smpte2084')} -c:a libopus`,
  'vp9 in fragments.mp4': `${picture()} ${sound(48000)} ${vp9} -c:a ac3 -movflags frag_keyframe+delay_moov -g 10`,
  'vp9 444.mp4': `${picture(25, 0.4)} ${sound(48000)} ${vp9} -pix_fmt yuv444p -c:a flac -strict -2`,
  'av1.mp4': `${picture(25, 0.4)} ${sound(48000)} ${av1} ${hdr('arib-std-b67')} -c:a libopus`,
  'mpeg4.mp4': `${picture(25, 0.4)} ${sound(48000)} -c:v mpeg4 ${hdr('smpte2084')} -c:a libmp3lame`,
  'mpeg2.mov': `${picture()} -c:v mpeg2video -b:v 500k`,
  'mpeg2.mp4': `${picture()} -c:v mpeg2video`,
  'motion jpeg.mov': `${picture(25, 0.4)} ${sound(48000)} -c:v mjpeg -c:a pcm_s16le`,
  'motion jpeg.mp4': `${picture(25, 0.4)} -c:v mjpeg`,
  'prores 422.mov': `${picture(25, 0.2)} -c:v prores_ks -profile:v 2 ${hdr('smpte2084')}`,
  'prores 4444.mov': `${picture(25, 0.2)} -c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le`,
  'h263.3gp': `${picture(15, 0.4)} -s 176x144 -c:v h263`,
  'mpeg4.3g2': `${picture(15, 0.4)} ${sound(8000, 0.4)} -c:v mpeg4 -c:a aac -ar 32000`,
  'several.mp4': `${sound()} ${sound(48000, 1.5)} ${picture()} -map 0 -map 1 -map 2 ${x264} -c:a aac`,
  'mono.m4a': `${sound()} -c:a aac -ac 1 -metadata:s:a:0 language=deu`,
  'six.m4a': `${sound()} -c:a aac -ac 6`,
  'audio only.mp4': `${sound()} -c:a aac`,
  'alac 24.m4a': `${sound(96000)} -c:a alac -sample_fmt s32p`,
  'flac 24.mp4': `${sound(48000)} -c:a flac -sample_fmt s32 -strict -2`,
  'six of 96000.mov': `${sound(96000)} -c:a pcm_s24le -ac 6`,
  '192000.mov': `${sound(192000)} -c:a pcm_s32le`,
  'in fragments.mp4': `${picture(25, 3)} ${sound(44100, 3.1)} ${reordered} -c:a aac ${fragmented}`,
  'first in moov.mp4': `${picture(25, 3)} ${sound(44100, 3.1)} ${reordered} -c:a aac -movflags frag_keyframe -g 10`,
  'negative offsets.mp4': `${picture(25, 2)} ${reordered} ${fragmented.replace(' ', ' negative_cts_offsets+')}`,
  'late fragments.mp4': `${picture(25, 2)} ${sound(44100, 2)} ${x264} -c:a aac -movflags frag_keyframe+delay_moov -g 10 -output_ts_offset 5`,
  'indexed.mp4': `${picture(25, 3)} ${x264} -movflags dash+global_sidx -g 25`,
  'indexed with sound.mp4': `${picture(10, 40)} ${sound(8000, 40.1)} ${x264} -c:a aac -ar 32000 -movflags dash+global_sidx -g 10`,
  'each indexed.mp4': `${picture(25, 3)} ${sound(44100, 3.1)} ${x264} -c:a aac -movflags dash -g 25`,
  'cmaf.mp4': `${picture(25, 3)} ${x264} -movflags cmaf+frag_keyframe -g 25`,
  'sound in fragments.m4a': `${sound(44100, 3)} -c:a aac -movflags frag_keyframe+empty_moov -frag_duration 500000`,
  'smooth streaming.mp4': `${picture(25, 2)} ${sound(44100, 2)} ${x264} -c:a aac -f ismv -g 10`,
  'flash.f4v': `${picture(25, 0.4)} ${sound()} ${x264} -c:a aac`,
  'ipod.m4v': `${picture(25, 0.4)} ${sound()} ${x264} -c:a aac -f ipod`,
};
/** Sound as it is and nearly so, all made at once. */
const plainSounds = [
  ...[
    's16be',
    's24le',
    's24be',
    's32le',
    's32be',
    'f32le',
    'f32be',
    'f64le',
    'f64be',
    'u8',
    's8',
    'alaw',
    'mulaw',
  ].map((layout) => `pcm_${layout}`),
  ...['adpcm_ima_qt', 'alac', 'libmp3lame', 'ac3', 'mp2'],
];
const plainSoundOptions = `${sound(44100, 0.3)} ${plainSounds.map((codec) => `-c:a ${codec} ${codec}.mov`).join(' ')}`;

const copy = '-i base.mp4 -c copy';
const tagged = '-metadata title=Tïtel -metadata artist=Ärtist -metadata album=Ålbum';
const chaptered = '-i chapters.txt -map 0 -map_metadata 1 -c copy';

/** Made of the film `base.mp4`, whose samples stay as they are. */
const copied: Readonly<Record<string, string>> = {
  'tagged.mp4': `${copy} ${tagged} -metadata creation_time=2020-02-03T04:05:06Z`,
  'tagged.mov': `${copy} ${tagged} -metadata creation_time=1999-02-03T04:05:06Z`,
  'tagged.3gp': `${copy} ${tagged}`,
  'by keys.mov': `${copy} ${tagged} -movflags use_metadata_tags -metadata com.apple.quicktime.creationdate=2021-05-06T07:08:09+0200`,
  'by keys.mp4': `${copy} ${tagged} -movflags use_metadata_tags`,
  'with a cover.mp4': `-i base.mp4 -i cover.png -map 0 -map 1 -c copy -disposition:v:1 attached_pic`,
  'cover.m4a': `-i base.mp4 -i cover.png -map 0:a -map 1 -c copy -disposition:v attached_pic`,
  'chapters.mp4': `-i base.mp4 ${chaptered}`,
  'chapters.mov': `-i base.mp4 ${chaptered}`,
  'chapters.m4a': `-i base.mp4 -i chapters.txt -map 0:a -map_metadata 1 -c copy`,
  'cut chapters.mp4': `-ss 0.6 -i base.mp4 -i chapters.txt -map 0 -map_chapters 1 -c copy`,
  'cut.mp4': `-ss 0.5 ${copy}`,
  'cut.mov': `-ss 0.5 ${copy} -t 0.7`,
  'pictures late.mp4': `-itsoffset 0.7 -i base.mp4 -i base.mp4 -map 0:v -map 1:a -c copy`,
  'pictures early.mp4': `-itsoffset -0.3 -i base.mp4 -i base.mp4 -map 0:v -map 1:a -c copy`,
  'all late.mp4': `${copy} -output_ts_offset 3`,
  'turned 90.mp4': `${copy} -metadata:s:v rotate=90`,
  'turned 180.mov': `${copy} -metadata:s:v rotate=180`,
  'turned 270.mp4': `${copy} -metadata:s:v rotate=270`,
  'turned 45.mp4': `${copy} -metadata:s:v rotate=45`,
  'broad.mp4': `${copy} -aspect 16:9`,
  'broad.mov': `${copy} -aspect 16:9`,
  'subtitles.mp4': `-i base.mp4 -i titles.srt -map 0 -map 1 -c copy -c:s mov_text`,
};

const chapters = ['0 500 One', '500 1200 Two', '1200 2000 Three'].map((chapter) => {
  const [start, end, title] = chapter.split(' ');
  return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${end}\ntitle=${title}\n`;
});

const data = (type: number, text: Buffer) => box('data', uint32(type, 0), text);
const userData = (...boxes: readonly Buffer[]) => box('udta', ...boxes);
const list = (...items: readonly Buffer[]) =>
  userData(
    box(
      'meta',
      uint32(0),
      box('hdlr', uint32(0, 0), latin1('mdirappl'), uint32(0, 0), latin1('\0')),
      box('ilst', ...items),
    ),
  );
const neroChapters = (version: number, count: number) => {
  const chapter = (index: number) => Buffer.concat([uint32(0, index * 10_000_000), latin1('\x03One')]);
  const reserved = version > 0 ? uint32(0) : Buffer.alloc(0);
  const items = Array.from({ length: count }, (_, index) => chapter(index));
  return box('chpl', Buffer.from([version, 0, 0, 0]), reserved, Buffer.from([count]), ...items);
};
const track = 'moov/trak';
const entry = `${track}/mdia/minf/stbl/stsd/avc1`;
const title = (name: string) => box('\xa9nam', uint16(name.length, 0x55c4), latin1(name));
const matrix = (a: number, b: number, c: number, d: number) =>
  uint32(...[a, b, 0, c, d, 0, 0, 0, 1 << 14].map((value) => (value * 65536) >>> 0));

/** Written over `bare.mp4`, whose index is at its end, so that nothing moves: what ffmpeg does not write, or not so. */
const changes: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'Mac Roman.mp4': (bytes) =>
    withBox(bytes, 'moov', userData(box('\xa9nam', uint16(4, 0), latin1('Caf\x8e')))),
  'UTF-8.mp4': (bytes) =>
    withBox(bytes, 'moov', userData(box('\xa9nam', uint16(5, 0x15c7), Buffer.from('Café')), title('Last'))),
  'too long a text.mp4': (bytes) => withBox(bytes, 'moov', userData(box('\xa9alb', latin1('Album')))),
  'short text.mp4': (bytes) => withBox(bytes, 'moov', userData(box('\xa9ART', latin1('Abc')))),
  'title of a track.mp4': (bytes) => withBox(bytes, track, userData(title('Track'))),
  'list of every type.mp4': (bytes) =>
    withBox(
      bytes,
      'moov',
      list(
        box('\xa9nam', data(0, latin1('M\x8ac'))),
        box('\xa9ART', data(21, Buffer.from([0xff, 0x38]))),
        box('\xa9alb', data(2, Buffer.from('Never', 'utf16le'))),
        box('trkn', data(0, uint32(1, 2))),
      ),
    ),
  'own items.mp4': (bytes) =>
    withBox(
      bytes,
      'moov',
      list(
        box(
          '----',
          box('mean', uint32(0), latin1('com.apple.iTunes')),
          box('name', uint32(0), latin1('ALBUM')),
          box('data', uint32(1, 0), latin1('Of its own')),
        ),
      ),
    ),
  'titles of 3GPP.mp4': (bytes) =>
    withBox(bytes, 'moov', userData(box('titl', uint32(0), uint16(0x55c4), latin1('Not read\0')))),
  'Nero.mp4': (bytes) => withBox(bytes, 'moov', userData(neroChapters(1, 3))),
  'Nero 0.mp4': (bytes) => withBox(bytes, 'moov', userData(neroChapters(0, 2))),
  'made in 1904.mp4': (bytes) => patched(bytes, 'moov/mvhd', 4, uint32(0)),
  'made in 1970.mp4': (bytes) => patched(bytes, 'moov/mvhd', 4, uint32(86_400)),
  'made in 2040.mp4': (bytes) => patched(bytes, 'moov/mvhd', 4, uint32(4_294_967_295)),
  'track made in 2020.mp4': (bytes) => patched(bytes, `${track}/mdia/mdhd`, 4, uint32(3_663_622_800)),
  'disabled.mp4': (bytes) => patched(bytes, `${track}/tkhd`, 3, Buffer.from([0])),
  'stretched.mp4': (bytes) => patched(bytes, `${track}/tkhd`, 40, matrix(2, 0, 0, 1)),
  'mirrored.mp4': (bytes) => patched(bytes, `${track}/tkhd`, 40, matrix(-1, 0, 0, 1)),
  'movie turned.mp4': (bytes) => patched(bytes, 'moov/mvhd', 36, matrix(0, 1, -1, 0)),
  'both turned.mp4': (bytes) =>
    patched(patched(bytes, 'moov/mvhd', 36, matrix(0, 1, -1, 0)), `${track}/tkhd`, 40, matrix(0, 1, -1, 0)),
  'no matrix.mp4': (bytes) => patched(bytes, `${track}/tkhd`, 40, matrix(0, 0, 0, 0)),
  'wider on screen.mp4': (bytes) => patched(bytes, `${track}/tkhd`, 76, uint32(85 << 16, 48 << 16)),
  'colours of the container.mp4': (bytes) =>
    withBox(bytes, entry, box('colr', latin1('nclx'), uint16(9, 18, 9), Buffer.from([0]))),
  'unknown colours.mp4': (bytes) => withBox(bytes, entry, box('colr', latin1('nclc'), uint16(250, 251, 252))),
  'cropped by its container.mp4': (bytes) => patched(bytes, entry, 24, uint16(60, 40)),
  'much smaller in its container.mp4': (bytes) => patched(bytes, entry, 24, uint16(32, 40)),
  'of no size in its container.mp4': (bytes) => patched(bytes, entry, 24, uint16(0, 0)),
  'profile of colours.mp4': (bytes) => withBox(bytes, entry, box('colr', latin1('prof'), Buffer.alloc(200))),
  'pasp beside.mp4': (bytes) => withBox(bytes, entry, box('pasp', uint32(100_000, 99_999))),
  'pasp of nothing.mp4': (bytes) => withBox(bytes, entry, box('pasp', uint32(0, 1))),
  'long mdat.mp4': (bytes) => withLongMdat(bytes),
  'moov to the end.mp4': (bytes) => withMoovSize(bytes, 0),
  'long moov.mp4': (bytes) => withLongMoov(bytes),
  'rubbish behind.mp4': (bytes) => Buffer.concat([bytes, Buffer.alloc(100)]),
  'free behind.mp4': (bytes) => Buffer.concat([bytes, box('free', Buffer.alloc(30_000))]),
  'tags behind.mp4': (bytes) => Buffer.concat([bytes, userData(title('Behind'))]),
  'depth map.mp4': (bytes) => patched(bytes, `${track}/mdia/hdlr`, 8, latin1('auxv')),
};

function withMoovSize(bytes: Buffer, size: number): Buffer {
  const at = bytes.lastIndexOf('moov') - 4;
  return Buffer.concat([bytes.subarray(0, at), uint32(size), bytes.subarray(at + 4)]);
}

function withLongMoov(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf('moov') - 4;
  const size = bytes.readUInt32BE(at);
  return Buffer.concat([
    bytes.subarray(0, at),
    uint32(1),
    latin1('moov'),
    uint32(0, size + 8),
    bytes.subarray(at + 8),
  ]);
}

/** ffmpeg leaves `free` before the samples, for eight more bytes of size. */
function withLongMdat(bytes: Buffer): Buffer {
  const at = bytes.indexOf('mdat') - 4;
  assert.equal(bytes.toString('latin1', at - 4, at), 'free');
  const size = bytes.readUInt32BE(at) + 8;
  return Buffer.concat([
    bytes.subarray(0, at - 8),
    uint32(1),
    latin1('mdat'),
    uint32(0, size),
    bytes.subarray(at + 8),
  ]);
}

/** What only ffprobe may tell: codecs that say nothing of themselves, and what it would correct or decrypt. */
const leftToFfprobe: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'more entries.mp4': (bytes) => patched(bytes, `${track}/mdia/minf/stbl/stsd`, 4, uint32(2)),
  'unknown codec.mp4': (bytes) => renamed(bytes, 'avc1', 'zzzz'),
  'encrypted.mp4': (bytes) => renamed(bytes, 'avc1', 'encv'),
  'compressed.mp4': (bytes) => changed(bytes, 'moov', (content) => box('cmov', content)),
  'no time scale.mp4': (bytes) => patched(bytes, 'moov/mvhd', 12, uint32(0)),
  'fragment without notice.mp4': (bytes) => Buffer.concat([bytes, box('moof')]),
  'highlights.mp4': (bytes) => withBox(bytes, 'moov', userData(box('HMMT', uint32(1, 5, 0)))),
  'fewer sizes.mp4': (bytes) => patched(bytes, `${track}/mdia/minf/stbl/stsz`, 8, uint32(3)),
  'samples elsewhere.mp4': (bytes) =>
    changed(bytes, `${track}/mdia/minf/dinf`, (content) => Buffer.concat([content, Buffer.alloc(200)])),
};

function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.lastIndexOf(from);
  return Buffer.concat([bytes.subarray(0, at), latin1(to), bytes.subarray(at + 4)]);
}

const exceptions: Readonly<Record<string, { readonly why: string; readonly facts: Partial<MediaFacts> }>> = {
  'by keys.mov': {
    why: 'the time with its zone, which a telephone writes beside, is the better one',
    facts: { capturedAtMs: Date.parse('2021-05-06T07:08:09+02:00') },
  },
  'turned 45.mp4': { why: 'we turn by quarters only', facts: { rotationDegrees: 0 } },
  'no matrix.mp4': {
    why: 'ffprobe turns by what is not a number, which it makes a very large one',
    facts: { rotationDegrees: 0 },
  },
};

/** Each codec has its own way with colours that the container says. */
const sampleEntryOf = {
  'base.mp4': 'avc1',
  'bt709.mp4': 'avc1',
  'hevc.mp4': 'hvc1',
  'hlg.mov': 'hev1',
  'vp9 444.mp4': 'vp09',
  'av1.mp4': 'av01',
  'mpeg4.mp4': 'mp4v',
  'mpeg2.mov': 'm2v1',
  'h263.3gp': 's263',
  'motion jpeg.mov': 'jpeg',
  'prores 422.mov': 'apcn',
} as const;

function fileOf(name: string): string {
  return name.replaceAll(' ', '_');
}

describe('MP4, QuickTime and 3GP, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  const bareOptions = `${picture()} ${x264} -map_metadata -1 -fflags +bitexact -flags:v +bitexact`;

  before(async () => {
    folder.write('titles.srt', '1\n00:00:00,000 --> 00:00:01,500\nHello\n\n');
    folder.write('chapters.txt', `;FFMETADATA1\ntitle=Book\n${chapters.join('')}`);
    folder.write('cover.png');
    const make = ([name, options]: readonly [string, string]) =>
      ffmpegInFolder(folder.path, `${options} ${fileOf(name)}`);
    const first = [
      ...Object.entries(made),
      ['bare.mp4', bareOptions] as const,
      ['', plainSoundOptions] as const,
    ];
    await inParallel(first, make);
    await inParallel(Object.entries(copied), make);
    const bare = readFileSync(folder.at('bare.mp4'));
    assert.equal(boxesOf(bare).at(-1)?.type, 'moov');
    for (const [name, change] of Object.entries({ ...changes, ...leftToFfprobe })) {
      writeFileSync(folder.at(fileOf(name)), change(bare));
    }
    await inParallel(names, async (name) => {
      truths.set(name, await groundTruth(folder.at(fileOf(name)), 'mov'));
    });
  });

  after(() => folder.dispose());

  const names = [
    ...Object.keys(made),
    ...plainSounds.map((codec) => `${codec}.mov`),
    ...Object.keys(copied),
    ...Object.keys(changes),
  ];
  const truths = new Map<string, GroundTruth>();

  for (const name of names) {
    it(`reads ${name}`, () => {
      const truth = truths.get(name);
      assert.ok(truth);
      assertSameFacts(folder.at(fileOf(name)), truth, exceptions[name]?.facts);
    });
  }

  for (const name of Object.keys(leftToFfprobe)) {
    it(`leaves ${name} to ffprobe`, () => {
      assert.equal(factsInProcess(folder.at(fileOf(name))), null);
    });
  }

  for (const [name, type] of Object.entries(sampleEntryOf)) {
    it(`weighs the colours of the container against those of ${name}`, async () => {
      const colours = box('colr', latin1('nclx'), uint16(9, 16, 9), Buffer.from([0]));
      const bytes = withBox(
        readFileSync(folder.at(fileOf(name))),
        `${track}/mdia/minf/stbl/stsd/${type}`,
        colours,
      );
      const file = folder.write(`coloured_${fileOf(name)}`, bytes);
      assertSameFacts(file, await groundTruth(file, 'mov'));
    });
  }

  it('knows Dolby Vision by its configuration', () => {
    const bare = readFileSync(folder.at('bare.mp4'));
    const file = folder.write('dolby.mp4', withBox(bare, entry, box('dvvC', Buffer.alloc(24))));
    assert.equal(factsInProcess(file)?.hdrFormat, 'dolby-vision');
  });

  it('tells how long a sequence of AVIF pictures is, and a single one nothing of the kind', async () => {
    const madeAt = '2020-02-03T04:05:06Z';
    const options = `${picture(10, 1, '64x64')} ${av1} -metadata creation_time=${madeAt}`;
    await ffmpegInFolder(folder.path, `${options} sequence.avif`);
    await ffmpegInFolder(folder.path, `${options} -frames:v 1 still.avif`);
    const facts = factsInProcess(folder.at('sequence.avif'));
    assert.deepEqual([facts?.frameCount, facts?.durationSeconds, facts?.frameRate], [10, 1, '10/1']);
    const truth = await groundTruth(folder.at('sequence.avif'), 'mov');
    assert.equal(truth.capturedAtMs, Date.parse(madeAt));
    assert.equal(facts?.capturedAtMs, truth.capturedAtMs);
    assert.equal(factsInProcess(folder.at('still.avif'))?.frameCount, null);
  });

  it('reads whatever ffmpeg makes at random', async () => {
    const film = fc.record({
      extension: fc.constantFrom('mp4', 'mov'),
      rate: fc.constantFrom('24000/1001', '24', '25', '30000/1001', '50', '60', '7', '100/3'),
      seconds: fc.integer({ min: 2, max: 25 }).map((tenths) => tenths / 10),
      size: fc.constantFrom('64x48', '98x70', '128x96'),
      coding: fc.constantFrom(x264, reordered, x265, '-c:v mpeg4', '-c:v mpeg4 -bf 2', '-c:v mjpeg'),
      shape: fc.constantFrom('1/1', '16/11', '4/3', '10/11'),
      turn: fc.constantFrom(0, 90, 180, 270),
      sounds: fc.array(
        fc.tuple(fc.constantFrom(32000, 44100, 48000), fc.constantFrom('aac', 'ac3', 'alac')),
        {
          maxLength: 2,
        },
      ),
      layout: fc.constantFrom(
        '',
        '-movflags faststart',
        '-movflags frag_keyframe -g 10',
        '-movflags frag_keyframe+delay_moov -g 10',
        '-movflags frag_every_frame+delay_moov',
      ),
      offset: fc.constantFrom('', '', '-output_ts_offset 1.3', '-ss 0.1'),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(film, async (random) => {
        const { extension, rate, seconds, size, coding, shape, turn, sounds, layout, offset } = random;
        const inputs = [
          picture(rate, seconds, size),
          ...sounds.map(([rateHz]) => sound(rateHz, seconds)),
        ].join(' ');
        const maps = Array.from({ length: sounds.length + 1 }, (_, index) => `-map ${index}`).join(' ');
        const codecs = sounds.map(([, codec], index) => `-c:a:${index} ${codec}`).join(' ');
        const name = `random-${count++}.${extension}`;
        await ffmpegInFolder(
          folder.path,
          `${inputs} ${maps} -vf setsar=${shape} ${coding} ${codecs} ${layout} ${offset} -metadata:s:v rotate=${turn} ${name}`,
        );
        assertSameFacts(folder.at(name), await groundTruth(folder.at(name), 'mov'));
      }),
      { numRuns: 16 },
    );
  });
});
