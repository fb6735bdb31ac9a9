import assert from 'node:assert/strict';
import { formats } from '../../../src/library/probe/formats';
import { mediaKindOfName } from '../../../src/library/probe/probe';
import { describePixelFormat } from '../../../src/library/probe/pixelFormat';

describe('what a name promises', () => {
  it('goes by the extension, whatever its case', () => {
    const kinds = [
      'a.JPG',
      'b.Jpeg',
      'c.mp4',
      'd.MTS',
      'e.tar.flac',
      '.gif',
      'noext',
      'f.txt',
      'g.',
      'h.m3u8',
    ].map(mediaKindOfName);
    assert.deepEqual(kinds, ['image', 'image', 'video', 'video', 'audio', null, null, null, null, null]);
  });

  it('never depends on which of two formats comes first', () => {
    const extensions = Object.values(formats).flatMap((format) => format.extensions as readonly string[]);
    assert.equal(new Set(extensions).size, extensions.length);
  });

  it('names another format only where there is one of the other kind', () => {
    for (const format of Object.values(formats)) {
      if (!('otherKind' in format)) continue;
      assert.notEqual(formats[format.otherKind].kind, format.kind);
    }
  });
});

describe('what the name of a pixel format says', () => {
  const cases = [
    ['yuv420p', 8, false],
    ['yuvj444p', 8, false],
    ['yuva420p', 8, true],
    ['yuv420p10le', 10, false],
    ['yuva444p16be', 16, true],
    ['rgb24', 8, false],
    ['rgba64be', 16, true],
    ['gbrap12le', 12, true],
    ['gray16be', 16, false],
    ['ya8', 8, true],
    ['monob', 1, false],
    ['p010le', 10, false],
    ['grayf32le', 32, false],
    ['vaapi', null, false],
  ] as const;
  for (const [name, bitDepth, hasAlpha] of cases) {
    it(name, () => assert.deepEqual(describePixelFormat(name), { bitDepth, hasAlpha }));
  }
});
