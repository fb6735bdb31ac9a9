import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { blueCover, ffmpeg } from '../support/makeMedia';
import { near, pictureStudio } from '../support/pictures';

describe('pictures of sounds', function () {
  this.timeout(60_000);
  const { at, assetAt, get, pictureOf } = pictureStudio();

  /** A second of silence, then a second of sound. */
  function makeHalfSilent(name: string): void {
    ffmpeg('-filter_complex', 'aevalsrc=0:d=1:s=48000[a];sine=d=1:r=48000[b];[a][b]concat=v=0:a=1', at(name));
  }

  for (const format of ['wav', 'mp3', 'flac', 'ogg', 'opus', 'm4a', 'aac', 'aiff', 'wma'])
    it(`are drawn: silence flat, sound tall, nothing behind (${format})`, async () => {
      makeHalfSilent(`half.${format}`);
      const picture = await pictureOf(assetAt(`half.${format}`, 'audio', format, { durationSeconds: 2 }));
      assert.deepEqual(picture.size, [320, 180]);
      const columns = Array.from({ length: 320 }, (_, column) => column / 320);
      const tallColumns = columns.filter((x) => picture.at(x, 0.3)[3]! > 200);
      assert.ok(tallColumns.length > 50);
      assert.ok(tallColumns.every((x) => x > 0.45));
      assert.equal(picture.at(0.01, 0.01)[3], 0);
    });

  it('are the cover where there is one', async () => {
    const cover = ['-i', blueCover(at('cover.jpg'))];
    for (const format of ['mp3', 'm4a', 'flac']) {
      makeHalfSilent(`bare.${format}`);
      const attached = '-map 0 -map 1 -c copy -disposition:v:0 attached_pic'.split(' ');
      ffmpeg('-i', at(`bare.${format}`), ...cover, ...attached, at(`covered.${format}`));
      const picture = await pictureOf(assetAt(`covered.${format}`, 'audio', format));
      assert.deepEqual(picture.size, [320, 320], format);
      near(picture.at(0.5, 0.5), [0, 0, 255]);
    }
  });

  it('do not exist for MIDI, nor for what only calls itself a sound', async () => {
    writeFileSync(at('notes.mid'), 'MThd');
    for (const format of ['mid', 'mp3'])
      await assert.rejects(get(assetAt('notes.mid', 'audio', format)), { code: 'no-preview' });
  });
});
