import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frameParser } from '../../../src/library/thumbnails/frameParser';
import { isTelling, lightness, mostTelling } from '../../../src/library/thumbnails/posterChoice';

function pam(width: number, height: number, fill: number): Buffer {
  const header = `P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`;
  return Buffer.concat([Buffer.from(header), Buffer.alloc(width * height * 4, fill)]);
}

/** A frame whose pixels are these shades of grey. */
function grey(...shades: number[]) {
  const pixels = Buffer.from(shades.flatMap((shade) => [shade, shade, shade, 255]));
  return { width: shades.length, height: 1, pixels };
}

describe('frames from FFmpeg', () => {
  it('are the same however the stream is cut', () => {
    const size = fc.integer({ min: 1, max: 9 });
    const pictures = fc.array(fc.tuple(size, size, fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(pictures, fc.array(fc.integer({ min: 1, max: 90 })), (sizes, cuts) => {
        const parse = frameParser();
        let rest = Buffer.concat(sizes.map(([width, height, fill]) => pam(width, height, fill)));
        const frames = [...cuts, rest.length].flatMap((length) => {
          const chunk = rest.subarray(0, length);
          rest = rest.subarray(length);
          return parse(chunk);
        });
        assert.deepEqual(
          frames.map(({ width, height, pixels }) => [width, height, pixels[0], pixels.length]),
          sizes.map(([width, height, fill]) => [width, height, fill, width * height * 4]),
        );
      }),
    );
  });

  it('are refused when they are something else', () => {
    assert.throws(() => frameParser()(Buffer.alloc(300, 'x')), /no header/);
    assert.throws(() => frameParser()(Buffer.from('P7\nWIDTH 3\nENDHDR\n')), /no HEIGHT/);
  });
});

describe('choice of a poster frame', () => {
  const black = grey(0, 0, 2, 0);
  const plain = grey(120, 120, 121, 120);
  const faint = grey(10, 30, 20, 15);
  const scene = grey(10, 200, 90, 160);

  it('measures lightness in Rec. 709 luma', () => {
    assert.deepEqual(lightness(grey(0, 100)), { mean: 50, deviation: 50 });
    const green = { width: 1, height: 1, pixels: Buffer.from([0, 255, 0, 255]) };
    assert.ok(Math.abs(lightness(green).mean - 182.4) < 0.1);
  });

  it('knows black, white, plain and fading frames from a scene', () => {
    for (const dull of [black, plain, faint, grey(255, 255, 250, 255)]) assert.equal(isTelling(dull), false);
    assert.equal(isTelling(scene), true);
  });

  it('takes the frame with the most contrast, the earlier of equals', () => {
    assert.equal(mostTelling([black, plain, faint]), faint);
    const [one, other] = [grey(0, 90), grey(0, 90)];
    assert.equal(mostTelling([one, other]), one);
    assert.equal(mostTelling([]), undefined);
  });
});
