import assert from 'node:assert/strict';
import { kindOfName } from '../../../src/host/mediaNames';
import { enabledGlobs, parseSettings, defaultSettings } from '../../../src/host/settings/settingRules';
import { progressText, statusBarText } from '../../../src/host/statusText';

const scan = {
  filesDone: 1234,
  filesTotal: 5000,
  walkFinished: true,
  filesPerSecond: 210.4,
  currentFolder: 'a',
};
const stats = {
  total: 5000,
  byKind: { image: 5000, video: 0, audio: 0 },
  problems: 0,
  missing: 0,
  totalBytes: 1,
  lastScanAtMs: 1,
};

describe('status bar', () => {
  it('says how a scan comes along', () => {
    assert.equal(progressText(scan), '1,234 / 5,000 · 210/s');
    assert.equal(progressText({ ...scan, walkFinished: false, filesPerSecond: 0 }), '1,234 / 5,000+');
  });

  it('shows a count when there is one, and nothing where it would be noise', () => {
    const ready = { state: 'ready', stats, scan: null, ffmpegFound: true } as const;
    assert.equal(statusBarText(ready), '$(file-media) 5,000');
    assert.equal(statusBarText({ ...ready, scan }), '$(sync~spin) 1,234 / 5,000 · 210/s');
    assert.equal(statusBarText({ ...ready, stats: { ...stats, total: 0 } }), null);
    assert.equal(statusBarText({ state: 'restricted' }), null);
  });
});

describe('settings', () => {
  it('name a bad value, use its default, and keep the good ones', () => {
    const given = {
      concurrency: 1.5,
      kinds: ['film'],
      scanOnOpen: false,
      ffmpegPath: 'ffmpeg',
      exclude: [''],
    };
    const read = (key: string): unknown => Object.entries(given).find(([name]) => name === key)?.[1];
    const { values, bad } = parseSettings(read);
    assert.deepEqual(values, { ...defaultSettings, scanOnOpen: false });
    assert.deepEqual(
      bad.map(({ key, complaint }) => `${key} ${complaint}`),
      [
        'exclude must not hold an empty pattern',
        'kinds must only hold image, video, audio',
        'concurrency must be a whole number from 0 to 64',
        'ffmpegPath must be an absolute path, or empty',
      ],
    );
  });

  it('take from files.exclude what is switched on without conditions', () => {
    const exclude = { '**/.git': true, '**/*.js': { when: '$(basename).ts' }, '**/out': false };
    assert.deepEqual(enabledGlobs(exclude), ['**/.git']);
    assert.deepEqual(enabledGlobs(null), []);
  });
});

describe('words about files', () => {
  it('know media by name, whatever the case', () => {
    assert.equal(kindOfName('/a/B.PNG'), 'image');
    assert.equal(kindOfName('/a.mp4/readme'), null);
  });
});
