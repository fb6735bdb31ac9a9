import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, truncateSync } from 'node:fs';
import { promisify } from 'node:util';
import fc from 'fast-check';
import type { MediaFacts } from '../../src/library/model';
import { readHeaders } from '../../src/library/probe/headers';
import { groundTruth } from '../support/groundTruth';
import * as make from '../support/soundBytes';
import { TempFolder } from '../support/tempFolder';

/** Sounds as ffmpeg makes them and as nobody should, read in process and held against the machine's ffprobe. */

const run = promisify(execFile);
const ffmpeg = (args: readonly string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);

type Facts = Partial<MediaFacts>;

const title = 'Zoë 日本 🎵';
const tags = ['-metadata', `title=${title}`, '-metadata', 'artist=Ärtist', '-metadata', 'album=Пластинка'];
const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
const sine = lavfi('sine=frequency=440:sample_rate=44100:duration=1.3');
/** Loud and soft in turn, so that a variable bit rate varies. */
const swelling = (rateHz: number, seconds: number) =>
  lavfi(`aevalsrc=sin(400*t)*(0.3+0.3*sin(3*t))+0.2*random(0)*sin(t):s=${rateHz}:d=${seconds}`);

/** One call of ffmpeg: an input, and files with what makes each. */
interface Making {
  readonly input: readonly string[];
  readonly outputs: Readonly<Record<string, readonly string[]>>;
}

function codecs(
  extension: string,
  names: readonly string[],
  more: readonly string[] = [],
): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [`${name}.${extension}`, ['-c:a', name, ...tags, ...more]]));
}

const integers = [
  'pcm_s16be',
  'pcm_s24be',
  'pcm_s32be',
  'pcm_f32be',
  'pcm_f64be',
  'pcm_s8',
  'pcm_alaw',
  'pcm_mulaw',
];
const waves = [
  ...[
    'pcm_u8',
    'pcm_s16le',
    'pcm_s24le',
    'pcm_s32le',
    'pcm_s64le',
    'pcm_f32le',
    'pcm_f64le',
    'pcm_alaw',
    'pcm_mulaw',
  ],
  ...['adpcm_ms', 'adpcm_ima_wav', 'adpcm_yamaha', 'mp2', 'libmp3lame'],
];

const everyCodec: Making = {
  input: sine,
  outputs: {
    ...codecs('wav', waves),
    ...codecs('aiff', [...integers, 'pcm_u8', 'pcm_s16le', 'adpcm_ima_qt']),
    ...codecs('au', integers),
    ...codecs('caf', [...integers, 'pcm_s16le', 'pcm_s24le', 'pcm_f32le', 'alac', 'adpcm_ima_qt']),
    'rf64.wav': ['-rf64', 'always', ...tags],
    'bext.wav': [
      '-write_bext',
      '1',
      '-metadata',
      'description=hello',
      '-metadata',
      'origination_time=10:20:30',
      ...tags,
    ],
    'id3.aiff': ['-write_id3v2', '1', ...tags],
    'v3.mp3': ['-id3v2_version', '3', ...tags],
    'v4.mp3': ['-id3v2_version', '4', '-write_id3v1', '1', ...tags],
    'v1.mp3': [
      '-id3v2_version',
      '0',
      '-write_id3v1',
      '1',
      '-metadata',
      'title=Old',
      '-metadata',
      'artist=Tag',
    ],
    'without xing.mp3': ['-write_xing', '0'],
    'cut off.aac': tags,
    'a.aac': ['-b:a', '320k'],
    'a.ac3': [],
    'a.mp2': [],
    'low rate.mp2': ['-ar', '16000', '-b:a', '64k'],
    'a.ogg': tags,
    'a.opus': tags,
    'flac.oga': ['-c:a', 'flac', ...tags],
    'a.spx': ['-ar', '16000', ...tags],
    'a.flac': tags,
    '24 bits.flac': ['-sample_fmt', 's32'],
    '24 bits.caf': ['-c:a', 'alac', '-sample_fmt', 's32p'],
  },
};

const everyRate: readonly Making[] = [8000, 22050, 44100, 48000, 96000, 192000].map((rateHz) => ({
  input: swelling(rateHz, 0.05 + rateHz / 40_000),
  outputs: {
    [`${rateHz}.wav`]: [],
    [`${rateHz}.flac`]: [],
    [`${rateHz}.aiff`]: [],
    [`${rateHz}.ogg`]: ['-q:a', '3'],
    ...(rateHz >= 32_000 && rateHz <= 96_000 && { [`${rateHz}.aac`]: ['-c:a', 'aac'] }),
    ...(rateHz <= 48_000 && {
      [`${rateHz} variable.mp3`]: ['-q:a', '5'],
      [`${rateHz} variable without xing.mp3`]: ['-q:a', '5', '-write_xing', '0'],
    }),
  },
}));

const everyChannelCount: readonly Making[] = [1, 2, 3, 6, 8].map((count) => ({
  input: lavfi(`aevalsrc=${Array.from({ length: count }, () => 'sin(300*t)').join('|')}:s=48000:d=0.05`),
  outputs: {
    [`${count} channels.wav`]: [],
    [`${count} channels of 24.wav`]: ['-c:a', 'pcm_s24le'],
    [`${count} channels.flac`]: [],
    [`${count} channels.aiff`]: [],
    [`${count} channels.caf`]: ['-c:a', 'pcm_s16be'],
    [`${count} channels.au`]: [],
    [`${count} channels.ogg`]: ['-c:a', 'libvorbis'],
    [`${count} channels.opus`]: ['-c:a', 'libopus', '-mapping_family', '255'],
  },
}));

/** ffprobe has mostly not seen frames enough to average; then the header's rate is all that it tells, as base rate. */
const films = ['25/1', '30000/1001', '24/1', '60/1', '25/2', '24000/1001'].map((rate, at) => ({
  rate,
  input: [...lavfi(`testsrc=s=${62 + at}x${48 - at}:r=${rate}:d=1.5`), ...lavfi('sine=duration=1.7')],
  outputs: {
    [`film ${at}.ogv`]: ['-c:v', 'libtheora', '-c:a', at % 2 === 0 ? 'libvorbis' : 'libopus', ...tags],
    [`silent ${at}.ogv`]: ['-map', '0', '-c:v', 'libtheora', '-pix_fmt', at === 1 ? 'yuv444p' : 'yuv420p'],
    [`sound first ${at}.ogg`]: [
      '-map',
      '1',
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'libtheora',
      '-c:a',
      'libvorbis',
      '-aspect',
      '16:9',
    ],
  },
}));

/** As long as an hour, and near the shortest. */
const lengths: readonly Making[] = [
  {
    input: ['-t', '3600', ...lavfi('anullsrc=r=8000:cl=mono')],
    outputs: {
      'hour.flac': [],
      'hour.mp3': ['-write_xing', '0', '-b:a', '8k'],
      'hour.caf': ['-c:a', 'pcm_mulaw'],
    },
  },
  {
    input: lavfi('anoisesrc=r=48000:d=12:c=pink'),
    outputs: {
      'long.ogg': ['-q:a', '8'],
      'long.opus': ['-b:a', '256k'],
      'long.flac': [],
      'long.ac3': ['-b:a', '640k'],
    },
  },
];

const makings: readonly Making[] = [everyCodec, ...everyRate, ...everyChannelCount, ...lengths];

/** Sizes that writers leave behind who could not come back, and others. */
const data = make.chunk('data', make.samples(16_000));
const claiming = (bytes: number) => make.chunk('data', make.samples(16_000), bytes);
const format = make.waveFormat();
const extensible = (bits: number, validBits: number, tag: number) =>
  make.waveFormat({
    tag: 0xfffe,
    channels: 2,
    bits,
    extra: Buffer.concat([
      make.uint16LE(22, validBits),
      make.uint32LE(3, tag),
      Buffer.from('00001000800000aa00389b71', 'hex'),
    ]),
  });
const oldTag = make.id3v1(make.utf8('Old'), make.utf8('Artist'), make.utf8('Album'));
const frames = make.mp3Frames(Array.from({ length: 80 }, () => 9));
const frame3 = (id: string, content: Buffer, flags = 0) => make.id3Frame(3, id, content, flags);
const frame4 = (id: string, content: Buffer, flags = 0) => make.id3Frame(4, id, content, flags);
const { latin1, utf16, utf16BigEndian, utf16BigEndianMarked, utf8 } = make.id3Text;
const chapter = (id: string, start: number, end: number) =>
  frame3(
    'CHAP',
    Buffer.concat([make.latin1(`${id}\0`), make.uint32(start, end, 0, 0), frame3('TIT2', latin1(id))]),
  );
const picture = (bytes: number) =>
  Buffer.concat([make.latin1('\0image/png\0\x03\0\x89PNG\r\n\x1a\n'), Buffer.alloc(bytes, 'p')]);
const mp3 = (...parts: readonly Buffer[]) => Buffer.concat([...parts, frames]);
const cues = (...ids: readonly number[]) =>
  make.chunk(
    'cue ',
    Buffer.concat([make.uint32LE(ids.length), ...ids.map((id) => make.uint32LE(id, 0, 0, 0, 0, 99 * id))]),
  );
const sound = make.aiffChunk('SSND', Buffer.concat([make.uint32(0, 0), make.samples(16_000)]));
const common = make.aiffCommon(44_100, 8000);

const handmade: Readonly<Record<string, Buffer>> = {
  'size 0.wav': make.wave([format, claiming(0)], 0),
  'size unknown.wav': make.wave([format, claiming(0xffff_ffff)], 0xffff_ffff),
  'cut off.wav': make.wave([format, claiming(64_000)], 70_000),
  'size 0 and fact.wav': make.wave([format, make.chunk('fact', make.uint32LE(4000)), claiming(0)]),
  'wrong fact.wav': make.wave([format, make.chunk('fact', make.uint32LE(4000)), data]),
  'wrong rate.wav': make.wave([make.waveFormat({ bytesPerSecond: 1000 }), claiming(0)]),
  'tags before.wav': make.wave([
    format,
    make.riffInfo({ INAM: make.utf8('Zoë\0'), IART: make.utf8('x'), IPRD: make.utf8('y\0') }),
    data,
  ]),
  'tags after.wav': make.wave([
    format,
    data,
    make.riffInfo({ INAM: make.utf8('Odd'), iart: make.utf8('small\0\0') }),
  ]),
  'odd.wav': make.wave([
    make.waveFormat({ bits: 8 }),
    make.chunk('data', make.samples(15_999)),
    make.riffInfo({ INAM: make.utf8('Odd') }),
  ]),
  'other chunks.wav': make.wave([
    make.chunk('JUNK', Buffer.alloc(28)),
    format,
    make.chunk('PEAK', Buffer.alloc(3)),
    data,
  ]),
  'cues.wav': make.wave([format, data, cues(1, 2, 2, 5)]),
  'ID3.wav': make.wave([
    format,
    data,
    make.chunk('id3 ', make.id3({ version: 3 }, [frame3('TIT2', utf16(title)), chapter('a', 0, 9)])),
  ]),
  'ID3 and info.wav': make.wave([
    format,
    make.riffInfo({ IART: make.utf8('Own') }),
    data,
    make.chunk('ID3 ', make.id3({ version: 3 }, [frame3('TIT2', utf16(title))])),
  ]),
  'data first.wav': make.wave([data, format]),
  'two data.wav': make.wave([format, make.chunk('data', make.samples(800)), data]),
  '20 of 24 bits.wav': make.wave([extensible(24, 20, 1), data]),
  'floats.wav': make.wave([extensible(32, 32, 3), data]),
  '12 bits.wav': make.wave([make.waveFormat({ bits: 12 }), data]),
  'minus one.wav': make.wave([format, make.chunk('data', Buffer.alloc(16_000, 0xff))]),

  'latin1.mp3': mp3(
    make.id3({ version: 3 }, [
      frame3('TIT2', latin1('Zoë')),
      frame3('TPE1', latin1('a\0b')),
      frame3('TALB', latin1('Älbum ')),
    ]),
  ),
  'utf16.mp3': mp3(
    make.id3({ version: 3, paddingBytes: 300 }, [
      frame3('TIT2', utf16(title)),
      frame3('TPE1', utf16BigEndianMarked(title)),
      frame3('TALB', utf16(`${title}\0`)),
    ]),
  ),
  'utf8.mp3': mp3(
    make.id3({ version: 4, paddingBytes: 9 }, [
      frame4('TIT2', utf8(title)),
      frame4('TPE1', utf16BigEndian(title)),
      frame4('TALB', utf8('x\0y')),
      frame4('TDEN', latin1('2020-01-02T03:04:05')),
    ]),
  ),
  'version 2.mp3': mp3(
    make.id3({ version: 2 }, [
      make.id3Frame(2, 'TT2', latin1('Zoë')),
      make.id3Frame(2, 'PIC', make.latin1('\0JPG\x03\0\xff\xd8picture')),
      make.id3Frame(2, 'TP1', utf16(title)),
      make.id3Frame(2, 'TAL', latin1('x'.repeat(300))),
    ]),
  ),
  'no byte order.mp3': mp3(
    make.id3({ version: 3 }, [
      frame3('TIT2', make.latin1('\x01ab')),
      frame3('TPE1', make.latin1('\x01\xff\xfe')),
      frame3('TALB', make.latin1('\x07abc')),
    ]),
  ),
  'two tags.mp3': mp3(
    make.id3({ version: 3 }, [frame3('TIT2', latin1('one'))]),
    make.id3({ version: 4 }, [frame4('TIT2', latin1('two')), frame4('TALB', latin1('two'))]),
  ),
  'footer.mp3': mp3(make.id3({ version: 4, flags: 0x10 }, [frame4('TIT2', latin1('one'))])),
  'twice.mp3': mp3(
    make.id3({ version: 3 }, [
      frame3('TIT2', latin1('one')),
      frame3('TIT2', latin1('two')),
      frame3('TXXX', latin1('title\0three')),
    ]),
  ),
  'plain sizes.mp3': mp3(
    make.id3({ version: 4 }, [frame3('TIT2', latin1('y'.repeat(200))), frame4('TPE1', latin1('p'))]),
  ),
  'unsynchronised.mp3': mp3(
    make.id3({ version: 3, flags: 0x80 }, [
      frame3('TIT2', Buffer.concat([Buffer.from([1, 0xff, 0, 0xfe]), Buffer.from('Zoë', 'utf16le')])),
      frame3('TPE1', latin1('z')),
    ]),
  ),
  'frame flags.mp3': mp3(
    make.id3({ version: 4 }, [frame4('TIT2', Buffer.concat([make.uint32(3), latin1('zz')]), 1)]),
  ),
  'extended header.mp3': mp3(
    make.id3({ version: 4, flags: 0x40 }, [Buffer.from([0, 0, 0, 6, 1, 0]), frame4('TIT2', latin1('ext'))]),
  ),
  'chapters.mp3': mp3(
    make.id3({ version: 3 }, [chapter('a', 0, 500), chapter('b', 500, 900), chapter('c', 900, 100)]),
  ),
  'picture of 10 MB.mp3': mp3(
    make.id3({ version: 3 }, [
      frame3('TIT2', latin1('big')),
      frame3('APIC', picture(10_000_000)),
      frame3('TALB', latin1('after')),
    ]),
  ),
  'picture of 10 MB, version 4.mp3': mp3(
    make.id3({ version: 4 }, [frame4('APIC', picture(10_000_000)), frame4('TALB', latin1('after'))]),
  ),
  'old tag.mp3': Buffer.concat([frames, oldTag]),
  'empty tag and old tag.mp3': Buffer.concat([
    make.id3({ version: 3, paddingBytes: 50 }, []),
    frames,
    oldTag,
  ]),
  'both tags.mp3': Buffer.concat([make.id3({ version: 3 }, [frame3('TIT2', latin1('new'))]), frames, oldTag]),
  'zeros before.mp3': Buffer.concat([Buffer.alloc(300), frames]),
  'rubbish before.mp3': Buffer.concat([make.samples(3000), frames]),

  'comments.flac': make.flac({
    samples: 44_100,
    comments: [
      'TITLE=One',
      'title=Two',
      'ARTIST=',
      'none',
      'CHAPTER001=00:00:00.000',
      'CHAPTER001NAME=x',
      'CHAPTER002=00:00:01.000',
    ].map(make.utf8),
  }),
  'picture of 10 MB.flac': make.flac({
    samples: 44_100,
    comments: [make.utf8(`TITLE=${title}`)],
    more: [{ type: 6, content: make.flacPicture(10_000_000) }],
  }),
  'cue sheet.flac': make.flac({
    samples: 441_000,
    more: [{ type: 5, content: make.flacCueSheet([0, 4000, 9000]) }],
  }),
  'ID3 before.flac': Buffer.concat([
    make.id3({ version: 3 }, [frame3('TIT2', latin1('id3'))]),
    make.flac({ samples: 44_100 }),
  ]),
  'ID3 and comments.flac': Buffer.concat([
    make.id3({ version: 3 }, [frame3('TIT2', latin1('id3'))]),
    make.flac({ samples: 44_100, comments: [make.utf8('ALBUM=own')] }),
  ]),

  'texts.aiff': make.aiff('AIFF', [
    common,
    make.aiffChunk('NAME', make.utf8('Odd')),
    make.aiffChunk('AUTH', make.utf8('me')),
    sound,
  ]),
  'common last.aiff': make.aiff('AIFF', [
    sound,
    make.aiffChunk('NAME', make.utf8('before')),
    make.aiffCommon(22_050, 8000),
    make.aiffChunk('NAME', make.utf8('after')),
  ]),
  'ID3 then name.aiff': make.aiff('AIFF', [
    common,
    sound,
    make.aiffChunk('ID3 ', make.id3({ version: 3 }, [frame3('TIT2', latin1('id3')), chapter('a', 0, 9)])),
    make.aiffChunk('NAME', make.utf8('name')),
  ]),
  'name then ID3.aiff': make.aiff('AIFF', [
    common,
    make.aiffChunk('NAME', make.utf8('name')),
    make.aiffChunk('ID3 ', make.id3({ version: 4 }, [frame4('TIT2', latin1('id3'))])),
    sound,
  ]),
  '12 bits.aiff': make.aiff('AIFF', [make.aiffCommon(11_025, 8000, 12), sound]),
  'size unknown.au': make.au(
    0xffff_ffff,
    make.samples(16_000),
    make.utf8('Title=Hello\nArtist=Wö\nalbum=x\0\0\0'),
  ),
  'cut off.au': make.au(32_000, make.samples(16_000)),
  'note.au': make.au(16_000, make.samples(16_000), make.utf8('a note without a name\0')),
};

/** Files of which others than ffprobe are right, and why. */
const exceptions: Readonly<
  Record<string, { readonly why: string; readonly bytes: Buffer; readonly facts: Facts }>
> = {
  'narrow band.amr': {
    why: 'each frame lasts 20 ms; ffprobe guesses from the size of the first 50, of which it loses bytes',
    bytes: make.amr('NB', 7, 500),
    facts: { durationSeconds: 10, bitRate: 12_804 },
  },
  'wide band.amr': {
    why: 'as above',
    bytes: make.amr('WB', 2, 500),
    facts: { durationSeconds: 10, bitRate: 13_207 },
  },
  'latin1.wav': {
    why: 'ffprobe takes all bytes for UTF-8, and shows a replacement character for what is none',
    bytes: make.wave([format, make.riffInfo({ INAM: make.latin1('Zoë\0') }), data]),
    facts: { tagTitle: 'Zoë' },
  },
  'latin1 old tag.mp3': {
    why: 'as above',
    bytes: Buffer.concat([frames, make.id3v1(make.latin1('Zoë'), make.latin1('Ärtist'), make.utf8('Zoë'))]),
    facts: { tagTitle: 'Zoë', artist: 'Ärtist', album: 'Zoë' },
  },
};

/** What ffprobe shows when it is asked to decode all, as our truth is, of files in which one stream follows another. */
const readOn =
  'asked to count frames, ffprobe reads on, and shows what it finds in the next stream as if it were of the first';

describe('sounds, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());

  async function differences(name: string, better: Facts = {}): Promise<Record<string, unknown>> {
    const file = folder.at(name);
    const { result, forFfprobe } = readHeaders(file);
    assert.equal(forFfprobe, null, `${name} was left to ffprobe`);
    const truth = await groundTruth(file, null);
    const expected: Facts = { ...truth, ...better };
    const different = (Object.keys(result.facts) as (keyof MediaFacts)[])
      .filter((field) => field in expected)
      .filter((field) => !isSame(result.facts[field], expected[field]));
    return Object.fromEntries(different.map((field) => [field, [result.facts[field], expected[field]]]));
  }

  async function makeAll({ input, outputs }: Making): Promise<void> {
    await ffmpeg([
      ...input,
      ...Object.entries(outputs).flatMap(([name, args]) => [...args, folder.at(name)]),
    ]);
  }

  /** Several at a time, for ffprobe takes longer to start than to read. */
  async function allAlike({ outputs }: Pick<Making, 'outputs'>, better: Facts = {}): Promise<void> {
    const names = Object.keys(outputs);
    for (let at = 0; at < names.length; at += 4) {
      const some = names.slice(at, at + 4);
      const found = await Promise.all(
        some.map(async (name) => [name, await differences(name, better)] as const),
      );
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(some.map((name) => [name, {}])));
    }
  }

  for (const making of makings) {
    it(`reads ${Object.keys(making.outputs).join(', ')}`, async () => {
      await makeAll(making);
      await allAlike(making);
    });
  }

  for (const { rate, ...making } of films) {
    it(`reads films of ${rate} frames a second`, async () => {
      await makeAll(making);
      const [numerator, denominator] = rate.split('/').map(Number);
      const better = { frameRate: rate, framesPerSecond: (numerator ?? 0) / (denominator ?? 0) };
      await allAlike(making, better);
    });
  }

  it('reads what was made by hand', async () => {
    for (const [name, bytes] of Object.entries(handmade)) folder.write(name, bytes);
    await allAlike({ outputs: Object.fromEntries(Object.keys(handmade).map((name) => [name, []])) });
  });

  for (const [name, { why, bytes, facts }] of Object.entries(exceptions)) {
    it(`reads ${name} better: ${why}`, async () => {
      folder.write(name, bytes);
      assert.deepEqual(await differences(name, facts), {});
      assert.notDeepEqual(await differences(name), {});
    });
  }

  describe('joined, cut and strange', () => {
    const join = (name: string, ...parts: readonly string[]) =>
      folder.write(name, Buffer.concat(parts.map((part) => readFileSync(folder.at(part)))));

    before(async () => {
      await makeAll({
        input: sine,
        outputs: {
          'one.ogg': tags,
          'one.opus': tags,
          'one.flac': tags,
          'one.spx': ['-ar', '16000', ...tags],
          'one.mp3': tags,
          'one.aac': tags,
          'one.eac3': [],
        },
      });
      await makeAll({
        input: swelling(48_000, 2.5),
        outputs: {
          'two.ogg': [],
          'two.opus': [],
          'two.flac': [],
          'two.mp3': ['-ac', '2'],
          'low.aac': ['-ar', '22050'],
        },
      });
    });

    it('reads chains of Ogg', async () => {
      for (const name of ['ogg', 'opus']) {
        join(`chain.${name}`, `one.${name}`, `two.${name}`);
        const first = { tagTitle: title, artist: 'Ärtist', album: 'Пластинка' };
        assert.deepEqual(await differences(`chain.${name}`, first), {}, readOn);
        join(`same twice.${name}`, `one.${name}`, `one.${name}`);
        assert.deepEqual(await differences(`same twice.${name}`), {});
      }
      join('chain.spx', 'one.spx', 'one.spx');
      assert.deepEqual(await differences('chain.spx'), {});
    });

    it('reads Ogg with a skeleton', async () => {
      const film = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=25:d=1'];
      await makeAll({ input: [...film, ...sine], outputs: { 'film.ogv': ['-c:v', 'libtheora'] } });
      for (const name of ['two.ogg', 'two.opus', 'film.ogv']) {
        folder.write(`told ${name}`, make.withSkeleton(readFileSync(folder.at(name))));
        assert.deepEqual(await differences(`told ${name}`), {}, name);
      }
      const late = folder.write('late.ogg', make.withSkeleton(readFileSync(folder.at('two.ogg')), 4410));
      assert.notEqual(readHeaders(late).forFfprobe, null);
    });

    it('reads chains of FLAC', async () => {
      join('chain.flac', 'one.flac', 'two.flac');
      assert.deepEqual(await differences('chain.flac', { sampleRateHz: 44_100 }), {}, readOn);
    });

    it('reads files that were cut off, or have something behind them', async () => {
      for (const [name, bytes] of [
        ['one.mp3', 9000],
        ['one.aac', 5000],
        ['one.aac', 7001],
        ['two.flac', 50_000],
      ] as const) {
        truncateSync(join(`cut ${bytes} ${name}`, name), bytes);
        assert.deepEqual(await differences(`cut ${bytes} ${name}`), {});
      }
      folder.write('behind.bin', oldTag);
      for (const name of ['one.ogg', 'one.aac', 'two.mp3']) {
        join(`tag behind ${name}`, name, 'behind.bin');
        assert.deepEqual(await differences(`tag behind ${name}`), {});
      }
    });

    it('reads covers in comments', async () => {
      const block = make.flacPicture(300_000).toString('base64');
      folder.write(
        'covers.txt',
        `;FFMETADATA1\nMETADATA_BLOCK_PICTURE=${block.replaceAll('=', '\\=')}\ntitle=With cover\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=One\n`,
      );
      const outputs = Object.fromEntries(
        ['ogg', 'opus', 'oga'].map((extension) => [
          `cover.${extension}`,
          ['-map', '0', '-map_metadata', '1'],
        ]),
      );
      await makeAll({ input: [...sine, '-i', folder.at('covers.txt')], outputs });
      await allAlike({ outputs });
    });

    it('leaves to ffprobe what only it can tell', () => {
      folder.write('no samples.flac', make.flac({ samples: 0 }));
      folder.write('padded floats.wav', make.wave([extensible(32, 24, 1), data]));
      folder.write(
        'compressed.wav',
        make.wave([
          format,
          make.chunk('data', Buffer.concat([make.latin1('\x7f\xfe\x80\x01'), make.samples(9000)])),
        ]),
      );
      join('joined.mp3', 'one.mp3', 'one.mp3', 'two.mp3');
      for (const name of [
        'one.eac3',
        'low.aac',
        'no samples.flac',
        'padded floats.wav',
        'compressed.wav',
        'joined.mp3',
      ]) {
        assert.notEqual(readHeaders(folder.at(name)).forFfprobe, null, name);
      }
    });
  });

  it('reads whatever sounds chance makes', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(anySound, async ({ extension, rateHz, channels, seconds, variable, text }) => {
        const name = `chance ${made++}.${extension}`;
        const expression = Array.from({ length: channels }, () => 'random(0)*sin(t)').join('|');
        await makeAll({
          input: lavfi(`aevalsrc=${expression}:s=${rateHz}:d=${seconds}`),
          outputs: {
            [name]: [
              ...argumentsFor(extension, variable),
              '-metadata',
              `title=${text}`,
              '-metadata',
              `artist=${text}`,
            ],
          },
        });
        assert.deepEqual(await differences(name), {});
      }),
      { numRuns: 15 },
    );
  });
});

const anySound = fc.record({
  extension: fc.constantFrom(
    'mp3',
    'mp2',
    'wav',
    'flac',
    'ogg',
    'opus',
    'aiff',
    'au',
    'caf',
    'ac3',
    'aac',
    'spx',
    'oga',
  ),
  rateHz: fc.constantFrom(32_000, 44_100, 48_000),
  channels: fc.integer({ min: 1, max: 2 }),
  seconds: fc.integer({ min: 100, max: 6000 }).map((milliseconds) => milliseconds / 1000),
  variable: fc.boolean(),
  text: fc.string({
    unit: fc.constantFrom('a', 'Z', 'ë', 'я', '日', '🎵', '7'),
    minLength: 1,
    maxLength: 20,
  }),
});

function argumentsFor(extension: string, variable: boolean): string[] {
  switch (extension) {
    case 'mp3':
      return variable ? ['-q:a', '6', '-write_xing', '0'] : ['-id3v2_version', '3'];
    case 'wav':
      return ['-c:a', variable ? 'pcm_s24le' : 'adpcm_ms'];
    case 'caf':
      return ['-c:a', variable ? 'alac' : 'pcm_s16be'];
    case 'ogg':
      return ['-c:a', 'libvorbis', '-q:a', variable ? '1' : '7'];
    case 'oga':
      return ['-c:a', 'flac'];
    case 'spx':
      return ['-ar', '16000', '-vad', variable ? '1' : '0'];
    case 'aiff':
      return ['-write_id3v2', variable ? '1' : '0'];
    default:
      return [];
  }
}

/** Numbers that are quotients may differ in their last digit; tags are shown without spaces around them. */
function isSame(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'string') return actual === expected.trim();
  if (Number.isNaN(expected)) return actual === null;
  if (typeof actual !== 'number' || typeof expected !== 'number') return actual === expected;
  return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected);
}
