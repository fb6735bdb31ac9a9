import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { ffmpeg } from '../support/makeMedia';
import { near, pictureStudio, redAndBlue } from '../support/pictures';

describe('pictures of images', function () {
  this.timeout(60_000);
  const { at, assetAt, get, pictureOf } = pictureStudio();

  it('fit into the width asked for, keep their aspect and are not enlarged', async () => {
    await redAndBlue(1000, 400).png().toFile(at('wide.png'));
    await redAndBlue(100, 1000).png().toFile(at('tall.png'));
    await redAndBlue(40, 30).png().toFile(at('small.png'));
    const wide = assetAt('wide.png', 'image', 'png');
    assert.deepEqual((await pictureOf(wide, 160)).size, [160, 64]);
    assert.deepEqual((await pictureOf(wide, 640)).size, [640, 256]);
    assert.deepEqual((await pictureOf(assetAt('tall.png', 'image', 'png'))).size, [32, 320]);
    assert.deepEqual((await pictureOf(assetAt('small.png', 'image', 'png'))).size, [40, 30]);
  });

  it('are turned as EXIF says', async () => {
    await redAndBlue(400, 200).withMetadata({ orientation: 6 }).jpeg().toFile(at('turned.jpg'));
    const picture = await pictureOf(assetAt('turned.jpg', 'image', 'jpg'));
    assert.deepEqual(picture.size, [160, 320]);
    near(picture.at(0.5, 0.2), [255, 0, 0]);
    near(picture.at(0.5, 0.8), [0, 0, 255]);
  });

  it('stay transparent', async () => {
    const background = { r: 0, g: 255, b: 0, alpha: 0.25 };
    await sharp({ create: { width: 64, height: 64, channels: 4, background } })
      .png()
      .toFile(at('glass.png'));
    near((await pictureOf(assetAt('glass.png', 'image', 'png'))).at(0.5, 0.5), [0, 255, 0, 64]);
  });

  it('show colours of another colour space as sRGB', async () => {
    await redAndBlue(64, 64).withIccProfile('p3').png().toFile(at('p3.png'));
    near((await pictureOf(assetAt('p3.png', 'image', 'png'))).at(0.1, 0.5), [255, 0, 0]);
    await redAndBlue(64, 64).toColourspace('cmyk').jpeg().toFile(at('cmyk.jpg'));
    const [red, , blue] = (await pictureOf(assetAt('cmyk.jpg', 'image', 'jpg'))).at(0.1, 0.5);
    assert.ok(red! > 150 && blue! < 100);
  });

  it('are the first frame of an animation', async () => {
    const frames = 'color=red:s=80x60:r=5:d=1[a];color=blue:s=80x60:r=5:d=1[b];[a][b]concat,format=rgb8';
    ffmpeg('-filter_complex', frames, at('moving.gif'));
    const picture = await pictureOf(assetAt('moving.gif', 'image', 'gif'));
    assert.deepEqual(picture.size, [80, 60]);
    near(picture.at(0.5, 0.5), [255, 0, 0]);
  });

  it('are made of every still format', async () => {
    const formats = { jpg: 'jpeg', webp: 'webp', avif: 'avif', tiff: 'tiff' } as const;
    for (const [name, format] of Object.entries(formats))
      await redAndBlue(640, 480)
        .toFormat(format)
        .toFile(at(`still.${name}`));
    ffmpeg('-i', at('still.jpg'), at('still.bmp'));
    for (const format of [...Object.keys(formats), 'bmp']) {
      const picture = await pictureOf(assetAt(`still.${format}`, 'image', format));
      assert.deepEqual(picture.size, [320, 240], format);
      near(picture.at(0.2, 0.5), [255, 0, 0]);
      near(picture.at(0.8, 0.5), [0, 0, 255]);
    }
  });

  for (const [codec, size] of [
    ['png', 256],
    ['bmp', 64],
  ] as const)
    it(`of icons are the largest one, stored as ${codec}`, async () => {
      const plain = (color: string, px: number) => `color=${color}:s=${px}x${px}:d=0.04,format=bgra`;
      const inputs = ['-f', 'lavfi', '-i', plain('blue', 16), '-f', 'lavfi', '-i', plain('red@0.5', size)];
      ffmpeg(...inputs, '-map', '0', '-map', '1', '-c:v:0', 'bmp', '-c:v:1', codec, at(`${codec}.ico`));
      const picture = await pictureOf(assetAt(`${codec}.ico`, 'image', 'ico'));
      assert.deepEqual(picture.size, [size, size]);
      near(picture.at(0.5, 0.5), [255, 0, 0, 128]);
    });

  it('of PSD files are their composite', async () => {
    writeFileSync(at('layers.psd'), plainPsd(90, 60, [0, 128, 255]));
    const picture = await pictureOf(assetAt('layers.psd', 'image', 'psd'));
    assert.deepEqual(picture.size, [90, 60]);
    near(picture.at(0.5, 0.5), [0, 128, 255]);
  });

  it('of SVG are drawn at the size of the thumbnail', async () => {
    writeFileSync(at('icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 8"></svg>');
    assert.deepEqual((await pictureOf(assetAt('icon.svg', 'image', 'svg'))).size, [320, 160]);
  });

  it('of SVG load no other file', async () => {
    await redAndBlue(50, 50).png().toFile(at('outside.png'));
    const outside = ['outside.png', at('outside.png'), `file://${at('outside.png')}`];
    const images = outside.map((href) => `<image href="${href}" width="9" height="9"/>`).join('');
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="lime"/>`;
    writeFileSync(at('curious.svg'), `${drawing}${images}</svg>`);
    near((await pictureOf(assetAt('curious.svg', 'image', 'svg'))).at(0.2, 0.5), [0, 255, 0]);

    writeFileSync(at('text.svg'), '<rect width="9" height="9"/>');
    const entity = `<!DOCTYPE svg [<!ENTITY outside SYSTEM "file://${at('text.svg')}">]>`;
    writeFileSync(at('entity.svg'), `${entity}${drawing}&outside;</svg>`);
    await assert.rejects(get(assetAt('entity.svg', 'image', 'svg')), { code: 'no-preview' });
  });

  it('of an SVG of any size are drawn', async () => {
    const root = '<svg xmlns="http://www.w3.org/2000/svg"';
    for (const [attributes, size] of [
      ['width="60000" height="30000"', [320, 160]],
      ['width="2in" height="1in"', [320, 160]],
      ['width="100%" height="100%" viewBox="0 0 1 2"', [160, 320]],
    ] as const) {
      writeFileSync(at('sized.svg'), `${root} ${attributes}><rect width="9" height="9"/></svg>`);
      assert.deepEqual((await pictureOf(assetAt('sized.svg', 'image', 'svg'))).size, size, attributes);
    }
  });

  it('show what is there of a truncated photo', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const create = { width: 800, height: 800, channels: 3, background: 'red', noise } as const;
    const photo = await sharp({ create }).jpeg().toBuffer();
    writeFileSync(at('cut.jpg'), photo.subarray(0, photo.length / 2));
    assert.deepEqual((await pictureOf(assetAt('cut.jpg', 'image', 'jpg'))).size, [320, 320]);
  });

  it('refuse a bomb before decoding it', async () => {
    writeFileSync(at('bomb.png'), pngHeader(50_000, 50_000));
    const bomb = assetAt('bomb.png', 'image', 'png');
    const tooLarge = { code: 'no-preview', message: 'This picture is too large to preview.' };
    await assert.rejects(get(bomb), tooLarge);
  });

  it('say so when there is nothing to decode', async () => {
    writeFileSync(at('text.jpg'), 'this is text');
    for (const format of ['jpg', 'bmp', 'psd', 'ico', 'svg', 'heic'])
      await assert.rejects(get(assetAt('text.jpg', 'image', format)), { code: 'no-preview' });
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
