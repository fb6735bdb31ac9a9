import { box, latin1, uint16, uint32 } from './boxBytes';

/** A film of 64 × 48 pixels with sound, in bytes made here: ten pictures of a second, or the same in fragments. */

const avcConfiguration = Buffer.from(
  '014d400affe10017674d400aeca23d80880000030008000003019078912cb001000468ce0fc8',
  'hex',
);
const aacDescriptor = Buffer.from(
  '0000000003808080250002000480808017401500000000011027000110270580808005120856e500068080800102',
  'hex',
);
const matrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const time = 3_663_622_800;

interface TrackOptions {
  readonly id: number;
  readonly handler: string;
  readonly entry: Buffer;
  readonly timeScale: number;
  readonly counts: readonly Buffer[];
  readonly references?: readonly Buffer[];
}

function track({ id, handler, entry, timeScale, counts, references = [] }: TrackOptions): Buffer {
  const header = [uint32(3, time, time, id, 0, 1000, 0, 0, 0, 0), matrix, uint32(64 << 16, 48 << 16)];
  const description = box('stsd', uint32(0, 1), entry);
  return box(
    'trak',
    box('tkhd', ...header),
    ...references,
    box('edts', box('elst', uint32(0, 1, 1000, 0, 0x10000))),
    box(
      'mdia',
      box('mdhd', uint32(0, time, time, timeScale, timeScale, 0x55c40000)),
      box('hdlr', uint32(0, 0), latin1(handler), uint32(0, 0, 0), latin1('Handler\0')),
      box('minf', box('stbl', description, ...counts)),
    ),
  );
}

const pictureEntry = box(
  'avc1',
  uint32(0, 1, 0, 0, 0, 0),
  uint16(64, 48),
  uint32(0x480000, 0x480000, 0),
  uint16(1),
  Buffer.alloc(32),
  uint16(24, 0xffff),
  box('avcC', avcConfiguration),
  box('pasp', uint32(4, 3)),
  box('colr', latin1('nclx'), uint16(9, 16, 9), Buffer.from([0])),
);
const soundEntry = box(
  'mp4a',
  uint32(0, 1, 0, 0),
  uint16(1, 16, 0, 0, 44_100, 0),
  box('esds', aacDescriptor),
);
const textEntry = box('text', uint32(0, 1), Buffer.alloc(43));

function counts(samples: number, duration: number, bytes: number): readonly Buffer[] {
  return [
    box('stts', uint32(0, 1, samples, duration)),
    box('stsz', uint32(0, bytes, samples)),
    box('stsc', uint32(0, 1, 1, samples, 1)),
    box('stco', uint32(0, 1, 48)),
  ];
}

const noSamples = [
  box('stts', uint32(0, 0)),
  box('stsz', uint32(0, 0, 0)),
  box('stsc', uint32(0, 0)),
  box('stco', uint32(0, 0)),
];

const movieHeader = box(
  'mvhd',
  uint32(0, time, time, 1000, 1000, 0x10000),
  Buffer.alloc(12),
  matrix,
  Buffer.alloc(28),
);
const fileType = box('ftyp', latin1('isom'), uint32(512), latin1('isomavc1'));
const samples = box('mdat', Buffer.alloc(2000));

const tags = box(
  'udta',
  box('\xa9alb', uint16(5, 0x55c4), latin1('Album')),
  box('chpl', uint32(0x01000000, 0), Buffer.from([1]), uint32(0, 0), latin1('\x03One')),
  box(
    'meta',
    uint32(0),
    box('hdlr', uint32(0, 0), latin1('mdirappl'), uint32(0, 0), latin1('\0')),
    box(
      'ilst',
      box('\xa9nam', box('data', uint32(1, 0), latin1('Title'))),
      box('covr', box('data', uint32(13, 0), Buffer.alloc(20))),
    ),
  ),
);
const keys = box(
  'meta',
  box('hdlr', uint32(0, 0), latin1('mdta'), uint32(0, 0, 0)),
  box('keys', uint32(0, 1), box('mdta', latin1('artist'))),
  box('ilst', box('\0\0\0\x01', box('data', uint32(1, 0), latin1('Artist')))),
);

const chapterReference = [box('tref', box('chap', uint32(3)))];
const pictures = {
  id: 1,
  handler: 'vide',
  entry: pictureEntry,
  timeScale: 10_000,
  references: chapterReference,
};
const sound = { id: 2, handler: 'soun', entry: soundEntry, timeScale: 44_100 };
const chapterTrack = track({
  ...{ id: 3, handler: 'text', entry: textEntry, timeScale: 1000 },
  counts: counts(2, 500, 10),
});

/** Its index before its samples. */
export const wholeFilm = Buffer.concat([
  fileType,
  box(
    'moov',
    movieHeader,
    track({ ...pictures, counts: counts(10, 1000, 100) }),
    track({ ...sound, counts: counts(43, 1024, 10) }),
    chapterTrack,
    tags,
    keys,
  ),
  samples,
]);

const defaults = (id: number, duration: number) => box('trex', uint32(0, id, 1, duration, 100, 0));

const soundRun = (index: number) =>
  box(
    'traf',
    box('tfhd', uint32(0x20000, 2)),
    box('tfdt', uint32(0, index * 22_050)),
    box('trun', uint32(0, 21)),
  );

function fragment(index: number, ...others: readonly Buffer[]): Buffer {
  const run = box('trun', uint32(0x301, 5, 100), ...Array.from({ length: 5 }, () => uint32(1000, 100)));
  return Buffer.concat([
    box(
      'moof',
      box('mfhd', uint32(0, index)),
      box('traf', box('tfhd', uint32(0x20000, 1)), box('tfdt', uint32(0, index * 5000)), run),
      ...others,
    ),
    box('mdat', Buffer.alloc(600)),
  ]);
}

/** Two fragments of half a second. */
export const filmInFragments = Buffer.concat([
  fileType,
  box(
    'moov',
    movieHeader,
    track({ ...pictures, counts: noSamples, references: [] }),
    track({ ...sound, counts: noSamples }),
    box('mvex', defaults(1, 1000), defaults(2, 1050)),
  ),
  fragment(0, soundRun(0)),
  fragment(1, soundRun(1)),
]);

/** The same without sound, but with an index of its fragments. */
export const indexedFilm = Buffer.concat([
  fileType,
  box(
    'moov',
    movieHeader,
    track({ ...pictures, counts: noSamples, references: [] }),
    box('mvex', defaults(1, 1000)),
  ),
  box(
    'sidx',
    uint32(0, 1, 10_000, 0, 0),
    uint16(0, 2),
    uint32(fragment(0).length, 5000, 0, fragment(1).length, 5000, 0),
  ),
  fragment(0),
  fragment(1),
]);
