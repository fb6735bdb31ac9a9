import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { crc32 } from 'node:zlib';
import type { Asset } from '../../src/library/model';
import {
  createThumbnails,
  type Thumbnails,
  type ThumbnailWidth,
} from '../../src/library/thumbnails/thumbnails';
import { assetFor } from '../support/assets';
import { ffmpeg } from '../support/makeMedia';
import { scratchFolder } from '../support/scratch';

const never = new AbortController().signal;

describe('pictures of assets', function () {
  this.timeout(60_000);
  const scratch = scratchFolder();
  let thumbnails: Thumbnails;

  before(() => {
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=1', scratch.at('upright.mp4'));
    thumbnails = createThumbnails({
      cacheFolder: scratch.at('cache'),
      limitBytes: 1e9,
      ffmpegPath: 'ffmpeg',
      concurrency: 2,
      log: () => undefined,
    });
  });
  after(() => thumbnails.dispose());

  const assetAt = (name: string, kind: Asset['kind'], format: string, facts: Partial<Asset> = {}) =>
    assetFor(scratch.at(name), { kind, format, ...facts });

  async function pictureOf(asset: Asset, widthPx: ThumbnailWidth = 320) {
    const file = await thumbnails.get(asset, widthPx, never);
    const picture = sharp(file);
    const { width, height, hasAlpha, format } = await picture.metadata();
    assert.equal(format, 'webp');
    const { data: pixels } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => {
      const offset = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
      return [...pixels.subarray(offset, offset + 4)];
    };
    return { size: [width, height], hasAlpha, at };
  }

  function near(actual: number[], expected: number[]): void {
    const isNear = expected.every((value, index) => Math.abs(value - (actual[index] ?? -999)) < 40);
    assert.ok(isNear, `${actual.join(',')} is not near ${expected.join(',')}`);
  }

  /** Left half red, right half blue. */
  const redAndBlue = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
      {
        input: { create: { width: width / 2, height, channels: 3, background: 'blue' } },
        left: width / 2,
        top: 0,
      },
    ]);

  describe('of images', () => {
    it('fit into the width asked for, keep their aspect and are not enlarged', async () => {
      await redAndBlue(1000, 400).png().toFile(scratch.at('wide.png'));
      await redAndBlue(100, 1000).png().toFile(scratch.at('tall.png'));
      await redAndBlue(40, 30).png().toFile(scratch.at('small.png'));
      const wide = assetAt('wide.png', 'image', 'png');
      assert.deepEqual((await pictureOf(wide, 160)).size, [160, 64]);
      assert.deepEqual((await pictureOf(wide, 640)).size, [640, 256]);
      assert.deepEqual((await pictureOf(assetAt('tall.png', 'image', 'png'))).size, [32, 320]);
      assert.deepEqual((await pictureOf(assetAt('small.png', 'image', 'png'))).size, [40, 30]);
    });

    it('are turned as EXIF says', async () => {
      await redAndBlue(400, 200).withMetadata({ orientation: 6 }).jpeg().toFile(scratch.at('turned.jpg'));
      const picture = await pictureOf(assetAt('turned.jpg', 'image', 'jpg'));
      assert.deepEqual(picture.size, [160, 320]);
      near(picture.at(0.5, 0.2), [255, 0, 0]);
      near(picture.at(0.5, 0.8), [0, 0, 255]);
    });

    it('stay transparent', async () => {
      const background = { r: 0, g: 255, b: 0, alpha: 0.25 };
      await sharp({ create: { width: 64, height: 64, channels: 4, background } })
        .png()
        .toFile(scratch.at('glass.png'));
      near((await pictureOf(assetAt('glass.png', 'image', 'png'))).at(0.5, 0.5), [0, 255, 0, 64]);
    });

    it('show colours of another colour space as sRGB', async () => {
      await redAndBlue(64, 64).withIccProfile('p3').png().toFile(scratch.at('p3.png'));
      near((await pictureOf(assetAt('p3.png', 'image', 'png'))).at(0.1, 0.5), [255, 0, 0]);
      await redAndBlue(64, 64).toColourspace('cmyk').jpeg().toFile(scratch.at('cmyk.jpg'));
      const [red, , blue] = (await pictureOf(assetAt('cmyk.jpg', 'image', 'jpg'))).at(0.1, 0.5);
      assert.ok(red! > 150 && blue! < 100);
    });

    it('are the first frame of an animation', async () => {
      const frames = 'color=red:s=80x60:r=5:d=1[a];color=blue:s=80x60:r=5:d=1[b];[a][b]concat,format=rgb8';
      ffmpeg('-filter_complex', frames, scratch.at('moving.gif'));
      const picture = await pictureOf(assetAt('moving.gif', 'image', 'gif'));
      assert.deepEqual(picture.size, [80, 60]);
      near(picture.at(0.5, 0.5), [255, 0, 0]);
    });

    it('are made of every still format', async () => {
      const formats = { jpg: 'jpeg', webp: 'webp', avif: 'avif', tiff: 'tiff' } as const;
      for (const [name, format] of Object.entries(formats))
        await redAndBlue(640, 480)
          .toFormat(format)
          .toFile(scratch.at(`still.${name}`));
      ffmpeg('-i', scratch.at('still.jpg'), scratch.at('still.bmp'));
      for (const format of [...Object.keys(formats), 'bmp']) {
        const picture = await pictureOf(assetAt(`still.${format}`, 'image', format));
        assert.deepEqual(picture.size, [320, 240], format);
        near(picture.at(0.2, 0.5), [255, 0, 0]);
        near(picture.at(0.8, 0.5), [0, 0, 255]);
      }
    });

    it('of icons are the largest one, a PNG or a bitmap', async () => {
      for (const [name, size] of [
        ['png.ico', 256],
        ['bitmap.ico', 64],
      ] as const) {
        ffmpeg(
          '-f',
          'lavfi',
          '-i',
          'color=blue:s=16x16:d=0.04,format=bgra',
          '-f',
          'lavfi',
          '-i',
          `color=red@0.5:s=${size}x${size}:d=0.04,format=bgra`,
          ...[
            '-map',
            '0',
            '-map',
            '1',
            '-c:v:0',
            'bmp',
            '-c:v:1',
            size === 256 ? 'png' : 'bmp',
            scratch.at(name),
          ],
        );
        const picture = await pictureOf(assetAt(name, 'image', 'ico'));
        assert.deepEqual(picture.size, [size, size]);
        near(picture.at(0.5, 0.5), [255, 0, 0, 128]);
      }
    });

    it('of PSD files are their composite', async () => {
      writeFileSync(scratch.at('layers.psd'), plainPsd(90, 60, [0, 128, 255]));
      const picture = await pictureOf(assetAt('layers.psd', 'image', 'psd'));
      assert.deepEqual(picture.size, [90, 60]);
      near(picture.at(0.5, 0.5), [0, 128, 255]);
    });

    it('of SVG are drawn at the size of the thumbnail and load nothing else', async () => {
      await redAndBlue(50, 50).png().toFile(scratch.at('outside.png'));
      const outside = ['outside.png', scratch.at('outside.png'), `file://${scratch.at('outside.png')}`];
      const images = outside.map((href) => `<image href="${href}" width="16" height="8"/>`).join('');
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 8"><rect width="16" height="8" fill="lime"/>${images}</svg>`;
      writeFileSync(scratch.at('icon.svg'), svg);
      const picture = await pictureOf(assetAt('icon.svg', 'image', 'svg'));
      assert.deepEqual(picture.size, [320, 160]);
      near(picture.at(0.2, 0.5), [0, 255, 0]);
      const entity = `<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>${svg.replace('</svg>', '<text>&e;</text></svg>')}`;
      writeFileSync(scratch.at('entity.svg'), entity);
      await pictureOf(assetAt('entity.svg', 'image', 'svg')).then(
        (drawn) => near(drawn.at(0.2, 0.9), [0, 255, 0]),
        (error: unknown) => assert.match(String(error), /cannot be decoded/),
      );
    });

    it('show what is there of a truncated photo', async () => {
      const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
      const photo = await sharp({
        create: { width: 800, height: 800, channels: 3, background: 'red', noise },
      })
        .jpeg()
        .toBuffer();
      writeFileSync(scratch.at('cut.jpg'), photo.subarray(0, photo.length / 2));
      assert.deepEqual((await pictureOf(assetAt('cut.jpg', 'image', 'jpg'))).size, [320, 320]);
    });

    it('refuse a bomb before decoding it', async () => {
      writeFileSync(scratch.at('bomb.png'), pngHeader(50_000, 50_000));
      const bomb = assetAt('bomb.png', 'image', 'png');
      await assert.rejects(thumbnails.get(bomb, 320, never), {
        code: 'no-preview',
        message: 'This picture is too large to preview.',
      });
    });

    it('say so when there is nothing to decode', async () => {
      writeFileSync(scratch.at('text.jpg'), 'this is text');
      for (const format of ['jpg', 'bmp', 'psd', 'ico', 'svg', 'heic'])
        await assert.rejects(thumbnails.get(assetAt('text.jpg', 'image', format), 320, never), {
          code: 'no-preview',
        });
    });
  });

  describe('of videos', () => {
    const blackThenScene = 'color=black:s=320x180:r=25:d=2[a];testsrc2=s=320x180:r=25:d=2[b];[a][b]concat';

    it('are not black where the clip begins black', async () => {
      for (const format of ['mp4', 'mkv', 'webm', 'avi', 'ts', 'wmv']) {
        const name = `black.${format}`;
        // One keyframe, at the black beginning: keyframes alone are not enough.
        ffmpeg(
          '-filter_complex',
          blackThenScene,
          '-g',
          '500',
          '-sc_threshold',
          '1000000000',
          scratch.at(name),
        );
        const picture = await pictureOf(assetAt(name, 'video', format, { durationSeconds: 4 }));
        assert.deepEqual(picture.size, [320, 180], format);
        near(picture.at(0.25, 0.6), [0, 255, 0]);
      }
    });

    it('are made although the length is not known, or lies', async () => {
      for (const durationSeconds of [null, 0, 4000])
        for (const name of ['black.mp4', 'black.ts']) {
          copyFileSync(scratch.at(name), scratch.at(`${durationSeconds}-${name}`));
          const asset = assetAt(`${durationSeconds}-${name}`, 'video', 'mp4', { durationSeconds });
          assert.deepEqual((await pictureOf(asset)).size, [320, 180]);
        }
    });

    it('are turned and have their pixel aspect as displayed', async () => {
      ffmpeg(
        '-i',
        scratch.at('upright.mp4'),
        '-c',
        'copy',
        '-metadata:s:v:0',
        'rotate=90',
        scratch.at('turned.mp4'),
      );
      assert.deepEqual((await pictureOf(assetAt('turned.mp4', 'video', 'mp4'))).size, [180, 320]);
      ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=720x576,setsar=64/45', '-t', '0.4', scratch.at('wide.mpg'));
      assert.deepEqual((await pictureOf(assetAt('wide.mpg', 'video', 'mpg'))).size, [320, 180]);
    });

    it('are the cover where the container has one', async () => {
      await sharp({ create: { width: 500, height: 500, channels: 3, background: 'blue' } })
        .jpeg()
        .toFile(scratch.at('cover.jpg'));
      for (const format of ['mp4', 'mkv']) {
        const cover =
          format === 'mp4'
            ? [
                '-i',
                scratch.at('cover.jpg'),
                '-map',
                '0',
                '-map',
                '1',
                '-c',
                'copy',
                '-disposition:v:1',
                'attached_pic',
              ]
            : ['-attach', scratch.at('cover.jpg'), '-metadata:s:t', 'mimetype=image/jpeg', '-c', 'copy'];
        ffmpeg('-i', scratch.at('upright.mp4'), ...cover, scratch.at(`covered.${format}`));
        const picture = await pictureOf(
          assetAt(`covered.${format}`, 'video', format, { durationSeconds: 1 }),
        );
        assert.deepEqual(picture.size, [320, 320], format);
        near(picture.at(0.5, 0.5), [0, 0, 255]);
      }
    });

    it('are made of what is left of a truncated file', async () => {
      const whole = readFileSync(scratch.at('black.ts'));
      writeFileSync(scratch.at('cut.ts'), whole.subarray(0, whole.length - 5000));
      assert.deepEqual(
        (await pictureOf(assetAt('cut.ts', 'video', 'ts', { durationSeconds: 4 }))).size,
        [320, 180],
      );
      writeFileSync(scratch.at('cut.mp4'), readFileSync(scratch.at('upright.mp4')).subarray(0, 2000));
      await assert.rejects(thumbnails.get(assetAt('cut.mp4', 'video', 'mp4'), 320, never), {
        code: 'no-preview',
      });
    });
  });

  describe('of sounds', () => {
    const formats = ['wav', 'mp3', 'flac', 'ogg', 'opus', 'm4a', 'aac', 'aiff', 'wma'];

    it('are drawn: silence flat, sound tall, nothing behind', async () => {
      const sound = 'aevalsrc=0:d=1:s=48000[a];sine=f=440:d=1:r=48000[b];[a][b]concat=v=0:a=1';
      for (const format of formats) {
        ffmpeg('-filter_complex', sound, scratch.at(`half.${format}`));
        const picture = await pictureOf(assetAt(`half.${format}`, 'audio', format, { durationSeconds: 2 }));
        assert.deepEqual(picture.size, [320, 180], format);
        const opaqueIn = (from: number, to: number) =>
          Array.from({ length: 160 }, (_, x) => picture.at(from + ((to - from) * x) / 160, 0.3)[3]!).some(
            (alpha) => alpha > 200,
          );
        assert.deepEqual([opaqueIn(0, 0.45), opaqueIn(0.55, 1)], [false, true], format);
        assert.equal(picture.at(0.01, 0.01)[3], 0);
      }
    });

    it('are the cover where there is one', async () => {
      const cover = [
        '-i',
        scratch.at('cover.jpg'),
        '-map',
        '0',
        '-map',
        '1',
        '-c',
        'copy',
        '-disposition:v:0',
        'attached_pic',
      ];
      for (const format of ['mp3', 'm4a', 'flac']) {
        ffmpeg('-i', scratch.at(`half.${format}`), ...cover, scratch.at(`covered.${format}`));
        const picture = await pictureOf(assetAt(`covered.${format}`, 'audio', format));
        assert.deepEqual(picture.size, [320, 320], format);
        near(picture.at(0.5, 0.5), [0, 0, 255]);
      }
    });

    it('do not exist for MIDI, nor for what only calls itself a sound', async () => {
      writeFileSync(scratch.at('notes.mid'), 'MThd');
      for (const format of ['mid', 'mp3'])
        await assert.rejects(thumbnails.get(assetAt('notes.mid', 'audio', format), 320, never), {
          code: 'no-preview',
        });
    });
  });

  it('take any file name for a name', async () => {
    const names = [
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
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x480', '-frames:v', '1', scratch.at('plain.bmp'));
    for (const name of names) {
      await redAndBlue(64, 32).png().toFile(scratch.at('plain.png'));
      copyFileSync(scratch.at('plain.png'), scratch.at(name));
      assert.deepEqual((await pictureOf(assetAt(name, 'image', 'png'))).size, [64, 32], name);
      copyFileSync(scratch.at('upright.mp4'), scratch.at(name));
      assert.deepEqual(
        (await pictureOf(assetAt(name, 'video', 'mp4', { containerFormat: 'mov,mp4,m4a,3gp,3g2,mj2' }))).size,
        [320, 180],
        name,
      );
      copyFileSync(scratch.at('plain.bmp'), scratch.at(name));
      assert.deepEqual((await pictureOf(assetAt(name, 'image', 'bmp'))).size, [320, 240], name);
    }
  });
});

/** The beginning of a PNG file that promises a picture of this size. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(17);
  header.write('IHDR');
  header.writeUInt32BE(width, 4);
  header.writeUInt32BE(height, 8);
  header.set([8, 6, 0, 0, 0], 12);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(13);
  check.writeUInt32BE(crc32(header));
  const data = Buffer.from('0000002049444154', 'hex');
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    length,
    header,
    check,
    data,
    Buffer.alloc(36),
  ]);
}

/** A PSD file of one colour without layers (Adobe Photoshop File Formats Specification). */
function plainPsd(width: number, height: number, color: readonly number[]): Buffer {
  const header = Buffer.alloc(26);
  header.write('8BPS');
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(3, 12);
  header.writeUInt32BE(height, 14);
  header.writeUInt32BE(width, 18);
  header.writeUInt16BE(8, 22);
  header.writeUInt16BE(3, 24);
  const planes = color.map((value) => Buffer.alloc(width * height, value));
  return Buffer.concat([header, Buffer.alloc(12), Buffer.alloc(2), ...planes]);
}
