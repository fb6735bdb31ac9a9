import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printable, table } from '../../../src/cli/formatting';
import { progressLine } from '../../../src/cli/progressBar';
import { runtimeComplaint } from '../../../src/cli/runtime';

describe('What the command line prints', () => {
  it('lets no file name steer the terminal', () => {
    assert.equal(printable('a\u001b[2Jb\r\nc\u202egnp'), 'a\\u{1b}[2Jb\\u{d}\\u{a}c\\u{202e}gnp');
    assert.equal(printable('Größe 写真 😀 👨‍👩‍👧'), 'Größe 写真 😀 👨‍👩‍👧');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(printable(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('aligns columns by what a terminal shows', () => {
    assert.equal(
      table(
        ['NAME', 'KIND'],
        [
          ['写真', 'image'],
          ['e\u0301', 'x'],
          ['long-one', ''],
        ],
      ),
      'NAME      KIND\n写真      image\ne\u0301         x\nlong-one\n',
    );
    assert.equal(
      table(
        ['A'],
        Array.from({ length: 200_000 }, () => ['x']),
      ).length,
      400_002,
    );
  });

  it('draws progress', () => {
    const line = progressLine({
      filesDone: 1500,
      filesTotal: 3000,
      walkFinished: false,
      filesPerSecond: 250,
      currentFolder: 'a/b',
    });
    assert.equal(line, '████████████░░░░░░░░░░░░ 1,500 of 3,000 files so far, 250/s  a/b');
  });

  it('names the Node that is needed, before anything else is loaded', () => {
    assert.equal(runtimeComplaint({ node: '22.14.0', napi: '10' }), null);
    assert.match(
      runtimeComplaint({ node: '20.20.2', napi: '9' }) ?? '',
      /needs Node 22.14 or newer; this is Node 20.20.2/,
    );
    assert.match(runtimeComplaint({ node: '6.0.0' }) ?? '', /this is Node 6/);
  });
});
