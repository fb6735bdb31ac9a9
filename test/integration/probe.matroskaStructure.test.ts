import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ids } from '../../src/library/probe/containers/matroska/ids';
import {
  inTrack,
  inInfo,
  inSegment,
  set,
  drop,
  together,
  pick,
  tag,
  named,
  insert,
  chapter,
  editionHidden,
  chapterHidden,
  open,
  attached,
} from '../support/matroskaChanges';
import {
  h264,
  vp8,
  vp9,
  changed,
  factsFrom,
  factsByFfprobe,
  makePlainFilms,
  readsAll,
  type Odd,
} from '../support/matroskaOdd';
import { float, text, unsigned, within, without, withSeekHead } from '../support/matroskaTree';
import { TempFolder } from '../support/tempFolder';

const { segment, tracks, info, cluster, tags, chapters } = ids;

const odd: Readonly<Record<string, Odd>> = {
  'without scale': { from: h264, change: inInfo(drop(ids.timestampScale)) },
  'a finer scale': {
    from: h264,
    change: inInfo(set(unsigned(ids.timestampScale, 123_456), float(ids.duration, 1234.5678))),
  },
  'a title': { from: h264, change: inInfo(set(text(ids.title, 'Title\0\0'))) },
  'a title in latin-1': {
    from: h264,
    change: inInfo(set({ id: ids.title, content: Buffer.from('Stra\xdfe', 'latin1') })),
    isLeftToFfprobe: true,
  },
  'a date': { from: h264, change: inInfo(set(unsigned(ids.dateUtc, 602_000_000_123_456_789n))) },
  'a date before 1970': {
    from: h264,
    change: inInfo(set(unsigned(ids.dateUtc, BigInt.asUintN(64, -1_500_000_000_123_456_789n)))),
    isLeftToFfprobe: true,
  },

  'tags by target': {
    from: h264,
    change: together(
      inInfo(set(text(ids.title, 'of the file'))),
      insert(tags, [
        tag([text(ids.targetType, 'ALBUM')], named('TITLE', 'of the album'), named('ARTIST', 'of the album')),
        tag([], named('ARTIST', 'someone'), named('LEAD_PERFORMER', 'another')),
        tag([unsigned(0x68ca, 50)], named('ALBUM', 'songs', text(ids.tagLanguage, 'und'))),
      ]),
    ),
  },
  'a later title': {
    from: h264,
    change: together(
      inInfo(set(text(ids.title, 'of the file'))),
      insert(tags, [
        tag([], named('Title', 'by tag')),
        tag([], named('ARTIST', 'first'), named('artist', 'second')),
      ]),
    ),
  },
  'a title taken away': {
    from: h264,
    change: together(
      inInfo(set(text(ids.title, 'of the file'))),
      insert(tags, [tag([], [text(ids.tagName, 'TITLE')])]),
    ),
  },
  'tags in languages': {
    from: h264,
    change: insert(tags, [
      tag([], named('TITLE', 'Titel', text(ids.tagLanguage, 'ger'))),
      tag([], named('ARTIST', 'Band', text(ids.tagLanguage, 'ger'), unsigned(ids.tagDefault, 1))),
    ]),
  },
  'tags of chapters and tracks': {
    from: h264,
    change: together(
      inTrack(set(unsigned(ids.trackUid, 0x8000_0000_0000_0001n), text(ids.trackName, 'Main'))),
      insert(tags, [
        tag([unsigned(ids.tagChapterUid, 7)], named('TITLE', 'of a chapter')),
        tag([unsigned(ids.tagTrackUid, 0x8000_0000_0000_0001n)], named('ARTIST', 'of the track')),
        tag([unsigned(ids.tagTrackUid, 0x8000_0000_0000_0000n)], named('ALBUM', 'of no track')),
      ]),
    ),
  },
  'nested tags': {
    from: h264,
    change: insert(tags, [
      tag([], named('ALBUM', 'x', { id: ids.simpleTag, content: named('TITLE', 'nested') })),
    ]),
  },

  'chapters of two editions': {
    from: h264,
    change: insert(chapters, [
      {
        id: ids.editionEntry,
        content: [
          unsigned(editionHidden, 1),
          chapter(1, 0, 5e8, unsigned(chapterHidden, 1), chapter(2, 0, 1e8)),
          chapter(3, 5e8, 9e8),
        ],
      },
      { id: ids.editionEntry, content: [chapter(4, 0, 5e8), chapter(5, 6e8, 7e8), chapter(6, 8e8, 7e8)] },
    ]),
  },
  'chapters that share an identifier': {
    from: h264,
    change: insert(chapters, [
      {
        id: ids.editionEntry,
        content: [chapter(1, 0, 5e8), chapter(2, 0, 5e8), chapter(1, 6e8, 7e8), chapter(0, 8e8, 9e8)],
      },
    ]),
  },

  'an open segment': { from: h264, change: open(segment) },
  'open clusters': { from: vp9, change: together(inSegment(open(cluster)), open(segment)) },
  'an open cluster in a closed segment': {
    from: vp9,
    change: inSegment(open(cluster)),
    isLeftToFfprobe: true,
  },
  'open tracks': {
    from: h264,
    change: together(inSegment(open(tracks)), open(segment)),
    isLeftToFfprobe: true,
  },
  'tracks behind clusters': {
    from: h264,
    change: inSegment((children) => [
      ...without(children, tracks),
      ...children.filter(({ id }) => id === tracks),
    ]),
    isLeftToFfprobe: true,
  },
  'tags behind clusters that nothing points to': {
    from: 'tagged.mkv',
    change: inSegment((children) => [
      ...without(children, tags),
      ...children.filter(({ id }) => id === tags),
    ]),
  },
  'tags, tracks and chapters behind clusters, pointed to': {
    from: 'tagged.mkv',
    change: together(
      insert(chapters, [{ id: ids.editionEntry, content: [chapter(1, 0, 5e8), chapter(2, 5e8, 9e8)] }]),
      inSegment((children) =>
        withSeekHead(
          [...drop(chapters, tracks, tags)(children), ...pick(children, chapters, tracks, tags)],
          [tags, chapters, tracks],
        ),
      ),
    ),
  },
  'information behind clusters': {
    from: 'tagged.mkv',
    change: inSegment((children) =>
      withSeekHead([...drop(info)(children), ...pick(children, info)], [info, tracks, tags]),
    ),
  },
  'a pointer beyond the end': {
    from: 'tagged.mkv',
    change: inSegment((children) =>
      withSeekHead(
        children,
        [tracks],
        [
          [ids.chapters, 9_999_999],
          [ids.tags, 0],
        ],
      ),
    ),
  },
  'much room in front': {
    from: vp9,
    change: inSegment((children) => [{ id: 0xec, content: Buffer.alloc(300_000) }, ...children]),
  },

  'unknown elements': {
    from: h264,
    change: together(
      inTrack((children) => [{ id: 0x4fff, content: Buffer.alloc(9) }, ...children]),
      inSegment((children) => [{ id: 0x1fffff01, content: Buffer.alloc(100) }, ...children]),
    ),
  },

  'fonts and a cover in front': {
    from: h264,
    change: insert(ids.attachments, [
      attached('a.ttf', 'application/x-truetype-font'),
      attached('cover.jpg', 'image/jpeg'),
    ]),
  },
  'a cover behind clusters, and tags behind it': {
    from: 'tagged.mkv',
    change: inSegment((children) =>
      withSeekHead(
        [
          ...drop(tags)(children),
          { id: ids.attachments, content: [attached('cover.png', 'image/png')] },
          ...pick(children, tags),
        ],
        [ids.attachments, tags],
      ),
    ),
  },
  'a newer version': {
    from: h264,
    change: (tree) => within(tree, [ids.ebml], set(unsigned(ids.docTypeReadVersion, 4))),
    isLeftToFfprobe: true,
  },
};

describe('elements of Matroska, against ffprobe itself', function () {
  this.timeout(60_000);
  const folder = new TempFolder();

  before(() => makePlainFilms(folder));
  after(() => folder.dispose());

  readsAll(odd, folder);

  for (const from of [h264, vp9, 'tagged.mkv', 'vp9 with sound.webm', 'mp3.mka']) {
    it(`reads what is left of a file: ${from}`, async () => {
      const whole = readFileSync(folder.at(from));
      const file = folder.write(`cut ${from}`, whole.subarray(0, Math.floor(whole.length * 0.7)));
      assert.deepEqual(factsFrom(file), await factsByFfprobe(file));
    });
  }

  // ffprobe knows no duration of these; the same recording with its duration put down is the measure.
  for (const from of [vp8, vp9, 'vp9 with sound.webm', h264]) {
    it(`finds the end of a recording without duration: ${from}`, async () => {
      const live = together(inInfo(drop(ids.duration)), inSegment(open(cluster)), open(segment));
      const file = changed({ from, change: live }, folder);
      const facts = factsFrom(file);
      assert.ok(facts?.durationSeconds);
      const whole = await factsByFfprobe(folder.at(from));
      assert.ok(Math.abs(facts.durationSeconds - (whole.durationSeconds ?? NaN)) <= 0.02);
      const { durationSeconds, bitRate, ...same } = await factsByFfprobe(file);
      assert.deepEqual([durationSeconds, bitRate], [null, null]);
      assert.deepEqual({ ...facts, durationSeconds, bitRate }, { ...same, durationSeconds, bitRate });
    });
  }
});
