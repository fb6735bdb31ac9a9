import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { ffmpeg } from '../support/makeMedia';
import { pictureStudio, redAndBlue } from '../support/pictures';

const hostileNames = [
  '-i.png',
  '$(touch pwned).png',
  '`x` "q" \'s\'.png',
  'img%03d.png',
  '%41 #1 ?.png',
  'concat:a|b.png',
  'x.png[page=2]',
  'new\nline.png',
  'é😀\u202E.png',
  'pipe:0',
  `${'n'.repeat(251)}.png`,
];

describe('pictures of files with hostile names', function () {
  this.timeout(60_000);
  const { at, assetAt, pictureOf } = pictureStudio();

  before(async () => {
    await redAndBlue(64, 32).png().toFile(at('plain.png'));
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x480', '-frames:v', '1', at('plain.bmp'));
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=1', at('plain.mp4'));
  });

  for (const name of hostileNames)
    it(`are made of ${JSON.stringify(name.slice(0, 30))} as of any other`, async () => {
      copyFileSync(at('plain.png'), at(name));
      assert.deepEqual((await pictureOf(assetAt(name, 'image', 'png'))).size, [64, 32]);
      copyFileSync(at('plain.bmp'), at(name));
      assert.deepEqual((await pictureOf(assetAt(name, 'image', 'bmp'))).size, [320, 240]);
      copyFileSync(at('plain.mp4'), at(name));
      const film = assetAt(name, 'video', 'mp4', { containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2' });
      assert.deepEqual((await pictureOf(film)).size, [320, 180]);
    });
});
