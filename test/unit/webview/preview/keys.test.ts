import assert from 'node:assert/strict';
import { keyCommand, type Key, type KeyContext } from '../../../../src/webview/preview/keys';

const whole: KeyContext = { kind: 'image', pannable: { x: false, y: false } };
const zoomed: KeyContext = { kind: 'image', pannable: { x: true, y: true } };
const film: KeyContext = { kind: 'video', pannable: { x: false, y: false } };

function press(key: string, modifiers: Partial<Key> = {}): Key {
  return { key, altKey: false, ctrlKey: false, metaKey: false, ...modifiers };
}

describe('keys in the preview', () => {
  it('step through pictures that are seen whole, and move those that are not', () => {
    assert.equal(keyCommand(press('ArrowLeft'), whole), 'previous');
    assert.equal(keyCommand(press('ArrowRight'), whole), 'next');
    assert.equal(keyCommand(press('ArrowLeft'), zoomed), 'panLeft');
    assert.equal(keyCommand(press('ArrowDown'), zoomed), 'panDown');
    assert.equal(keyCommand(press('ArrowDown'), whole), null);
  });

  it('zoom pictures only', () => {
    assert.deepEqual(
      ['+', '=', '-', '0', '1'].map((key) => keyCommand(press(key), whole)),
      ['zoomIn', 'zoomIn', 'zoomOut', 'fit', 'actualSize'],
    );
    assert.equal(keyCommand(press('+'), film), null);
  });

  it('work the player of a film', () => {
    assert.equal(keyCommand(press(' '), film), 'togglePlaying');
    assert.equal(keyCommand(press('ArrowLeft'), film), 'seekBack');
    assert.equal(keyCommand(press('ArrowUp'), film), 'volumeUp');
    assert.equal(keyCommand(press('m'), film), 'toggleMuted');
  });

  it('step and leave whatever is shown', () => {
    for (const context of [whole, zoomed, film]) {
      assert.equal(keyCommand(press('PageUp'), context), 'previous');
      assert.equal(keyCommand(press('PageDown'), context), 'next');
      assert.equal(keyCommand(press('Escape'), context), 'leave');
    }
  });

  it('are left to VS Code with a modifier', () => {
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey'] as const) {
      assert.equal(keyCommand(press('ArrowLeft', { [modifier]: true }), whole), null);
      assert.equal(keyCommand(press('0', { [modifier]: true }), whole), null);
    }
  });
});
