import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { middleCut } from '../../../../src/webview/shared/middleCut';

describe('middleCut', () => {
  it('keeps the extension and the end of the name together', () => {
    assert.deepEqual(middleCut('holiday-in-norway-0042.jpeg'), {
      head: 'holiday-in-norway-',
      tail: '0042.jpeg',
    });
  });

  it('leaves short names whole', () => {
    assert.deepEqual(middleCut('a.png'), { head: 'a.png', tail: '' });
  });

  it('takes neither a leading dot nor a very long ending for an extension', () => {
    assert.equal(middleCut('.hiddenfolderish').tail, 'rish');
    assert.equal(middleCut('about a.thing that goes on').tail, 's on');
  });

  it('does not split what a reader sees as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    assert.equal(middleCut(`pictures of a ${family}123.png`).tail, `${family}123.png`);
  });

  it('loses nothing of any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { head, tail } = middleCut(name);
        assert.equal(head + tail, name);
      }),
    );
  });
});
