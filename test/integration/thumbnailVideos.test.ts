import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { blueCover, ffmpeg } from '../support/makeMedia';
import { near, pictureStudio } from '../support/pictures';

describe('pictures of videos', function () {
  this.timeout(60_000);
  const { at, assetAt, get, pictureOf } = pictureStudio();

  before(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=1', at('upright.mp4')));

  /** Two seconds of black, then a scene; one keyframe, at the black beginning, so that keyframes alone are not enough. */
  function makeBlackThenScene(name: string): void {
    const scenes = 'color=black:s=320x180:r=25:d=2[a];testsrc2=s=320x180:r=25:d=2[b];[a][b]concat';
    ffmpeg('-filter_complex', scenes, '-g', '500', '-sc_threshold', '1000000000', at(name));
  }

  for (const format of ['mp4', 'mkv', 'webm', 'avi', 'ts', 'wmv'])
    it(`are not black where the clip begins black (${format})`, async () => {
      const name = `black.${format}`;
      makeBlackThenScene(name);
      const picture = await pictureOf(assetAt(name, 'video', format, { durationSeconds: 4 }));
      assert.deepEqual(picture.size, [320, 180]);
      near(picture.at(0.25, 0.6), [0, 255, 0]);
    });

  for (const durationSeconds of [null, 0, 4000])
    it(`are made although the length is said to be ${durationSeconds ?? 'unknown'}`, async () => {
      for (const format of ['mp4', 'ts']) {
        const name = `${durationSeconds ?? 'unknown'}.${format}`;
        makeBlackThenScene(name);
        const picture = await pictureOf(assetAt(name, 'video', format, { durationSeconds }));
        assert.deepEqual(picture.size, [320, 180]);
      }
    });

  it('are black where all the film is', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'color=black:s=320x180:d=1', at('night.mp4'));
    near(
      (await pictureOf(assetAt('night.mp4', 'video', 'mp4', { durationSeconds: 1 }))).at(0.5, 0.5),
      [0, 0, 0],
    );
  });

  it('are turned as the container says', async () => {
    const film = readFileSync(at('upright.mp4'));
    // A quarter turn in the matrix of the track header (ISO/IEC 14496-12, 8.3.2), as phones write it.
    const quarterTurn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
    const matrixOffset = film.indexOf('tkhd') + 44;
    for (const [index, value] of quarterTurn.entries()) film.writeInt32BE(value, matrixOffset + index * 4);
    writeFileSync(at('turned.mp4'), film);
    assert.deepEqual((await pictureOf(assetAt('turned.mp4', 'video', 'mp4'))).size, [180, 320]);
  });

  it('have their pixel aspect', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=720x576,setsar=64/45', '-t', '0.4', at('wide.mpg'));
    assert.deepEqual((await pictureOf(assetAt('wide.mpg', 'video', 'mpg'))).size, [320, 180]);
  });

  it('are the cover where the container has one', async () => {
    const cover = blueCover(at('cover.jpg'));
    const asStream = ['-i', cover, ...'-map 0 -map 1 -c copy -disposition:v:1 attached_pic'.split(' ')];
    const asAttachment = ['-attach', cover, ...'-metadata:s:t mimetype=image/jpeg -c copy'.split(' ')];
    for (const [format, options] of [
      ['mp4', asStream],
      ['mkv', asAttachment],
    ] as const) {
      ffmpeg('-i', at('upright.mp4'), ...options, at(`covered.${format}`));
      const picture = await pictureOf(assetAt(`covered.${format}`, 'video', format, { durationSeconds: 1 }));
      assert.deepEqual(picture.size, [320, 320], format);
      near(picture.at(0.5, 0.5), [0, 0, 255]);
    }
  });

  it('are made of what is left of a truncated file', async () => {
    makeBlackThenScene('whole.ts');
    const whole = readFileSync(at('whole.ts'));
    writeFileSync(at('cut.ts'), whole.subarray(0, whole.length - 5000));
    const cut = assetAt('cut.ts', 'video', 'ts', { durationSeconds: 4 });
    assert.deepEqual((await pictureOf(cut)).size, [320, 180]);
  });

  it('do not exist where the index is cut off', async () => {
    writeFileSync(at('cut.mp4'), readFileSync(at('upright.mp4')).subarray(0, 2000));
    await assert.rejects(get(assetAt('cut.mp4', 'video', 'mp4')), { code: 'no-preview' });
  });

  it('do not exist for a playlist that calls itself a film', async () => {
    copyFileSync(at('upright.mp4'), at('other.mp4'));
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${at('other.mp4')}\n#EXT-X-ENDLIST\n`;
    writeFileSync(at('list.mp4'), playlist);
    await assert.rejects(get(assetAt('list.mp4', 'video', 'mp4')), { code: 'no-preview' });
  });
});
