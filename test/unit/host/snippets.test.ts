import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  encodePath,
  escapeAttribute,
  escapeMarkdown,
  relativePath,
  snippetFor,
} from '../../../src/host/assets/snippets';

const photo = { kind: 'image', title: 'Holiday', width: 640, height: 480 } as const;
const clip = { kind: 'video', title: 'Clip', width: 640, height: 480 } as const;
const song = { kind: 'audio', title: 'Song', width: null, height: null } as const;

/** Names as strangers may choose them. */
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const hostile = fc.oneof(
  anyText,
  fc
    .array(fc.constantFrom('"', "'", '<', '>', ')', '(', '\\', '\n', '{', '$', '`', '%41', ']', '/', ':'))
    .map((parts) => parts.join('')),
);

describe('what is inserted for an asset', () => {
  it('is written in the language of the document', () => {
    const path = '../img/a b.png';
    const expected = [
      ['markdown', '![Holiday](../img/a%20b.png)'],
      ['html', '<img src="../img/a%20b.png" width="640" height="480" alt="Holiday">'],
      ['vue', '<img src="../img/a%20b.png" width="640" height="480" alt="Holiday">'],
      ['typescriptreact', '<img src="../img/a%20b.png" width="640" height="480" alt="Holiday" />'],
      ['scss', 'url("../img/a%20b.png")'],
      ['plaintext', '../img/a b.png'],
    ] as const;
    for (const [language, text] of expected) assert.equal(snippetFor(language, photo, path), text);
  });

  it('plays what is not an image', () => {
    assert.equal(snippetFor('markdown', clip, 'a.mp4'), '<video src="a.mp4" controls></video>');
    assert.equal(snippetFor('html', song, 'a.mp3'), '<audio src="a.mp3" controls></audio>');
  });

  it('leaves out dimensions that are not known', () => {
    const unknown = { ...photo, width: null, height: null };
    assert.equal(snippetFor('html', unknown, 'a.svg'), '<img src="a.svg" alt="Holiday">');
  });

  it('finds the way from a document to a file', () => {
    assert.equal(relativePath('/ws/docs', '/ws/img/a.png'), '../img/a.png');
    assert.equal(relativePath('/ws', '/ws/a.png'), 'a.png');
  });
});

describe('escaping', () => {
  it('makes a path of unreserved characters that decodes to itself', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const encoded = encodePath(`dir/${name}`);
        assert.match(encoded, /^[\w\-.~%/]*$/);
        assert.equal(decodeURIComponent(encoded), `dir/${name.toWellFormed()}`);
      }),
    );
  });

  it('keeps an attribute closed, on one line and without expressions', () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const escaped = escapeAttribute(title);
        assert.doesNotMatch(escaped, /["'<>{}\n\r]/);
        assert.doesNotMatch(escaped, /&(?!#\d+;)/);
      }),
    );
  });

  it('keeps a Markdown label closed', () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const bare = escapeMarkdown(title).replace(/\\./gsu, '');
        assert.doesNotMatch(bare, /[[\]\\<>\n`]/);
      }),
    );
  });
});
