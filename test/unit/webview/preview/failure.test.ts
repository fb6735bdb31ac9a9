import assert from 'node:assert/strict';
import {
  imageFailure,
  noPictures,
  noSound,
  playFailure,
  refusal,
} from '../../../../src/webview/preview/failure';
import { previewed } from './previewed';

const film = previewed({ kind: 'video', format: 'mkv', codec: 'hevc', audioCodec: 'aac' });
const desktopEditor = (type: string) => (type.includes('mp4a') ? '' : 'probably');
const browser = () => 'probably';

describe('what is said when a file cannot be shown', () => {
  it('names the format when the editor is at fault, else the file', () => {
    assert.equal(imageFailure(previewed({ format: 'psd' })), 'This editor cannot show PSD pictures.');
    assert.match(imageFailure(previewed({ format: 'png' })), /damaged/);
  });

  it('names the codecs that cannot be played', () => {
    assert.equal(
      playFailure(film, 'unsupported'),
      'This editor cannot play this MKV file (H.265 (HEVC), AAC).',
    );
    const song = previewed({ kind: 'audio', format: 'mid', codec: 'midi', audioCodec: 'midi' });
    assert.equal(playFailure(song, 'unsupported'), 'This editor cannot play this MID file (MIDI).');
    assert.match(playFailure(previewed({ kind: 'audio', format: 'mp3' }), 'unsupported'), /damaged/);
    assert.match(playFailure(film, 'network'), /broke off/);
    assert.match(playFailure(film, 'decode'), /damaged, or/);
  });

  it('tells of a film that would stay silent, and only of that', () => {
    assert.match(noSound(film, desktopEditor) ?? '', /cannot play AAC sound/);
    assert.equal(noSound(film, browser), null);
    assert.equal(noSound(previewed({ kind: 'video', audioCodec: 'opus' }), desktopEditor), null);
    assert.equal(
      noSound(previewed({ kind: 'video', audioCodec: 'dts' }), () => ''),
      null,
    );
    assert.equal(noSound(previewed({ kind: 'video' }), desktopEditor), null);
  });

  it('tells of a film that is heard only', () => {
    assert.match(noPictures(film), /H\.265 \(HEVC\)/);
    assert.match(noPictures(previewed({ kind: 'video' })), /only the sound/);
  });

  it('does not even try a picture that would take all memory', () => {
    assert.match(refusal(previewed({ width: 28_000, height: 20_000 })) ?? '', /28000 × 20000/);
    assert.equal(refusal(previewed({ width: 8000, height: 6000 })), null);
    assert.equal(refusal(previewed({ format: 'svg', width: 100_000, height: 100_000 })), null);
    const told = { code: 'too-large', message: 'Too large to preview.' } as const;
    assert.equal(refusal(previewed({ error: told })), 'Too large to preview.');
  });
});
