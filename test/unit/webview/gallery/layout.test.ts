import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { moveCursor } from '../../../../src/webview/gallery/layout/navigation';
import { rangesOf } from '../../../../src/webview/gallery/layout/ranges';
import {
  cardSizes,
  fitPicture,
  gridLayout,
  pickThumbnailWidth,
  tileGapPx,
} from '../../../../src/webview/gallery/layout/tiles';

describe('gridLayout', () => {
  it('fills the width with cards near the size that was asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 6000 }),
        fc.integer({ min: cardSizes.min, max: cardSizes.max }),
        (width, size) => {
          const { columns, cardWidthPx } = gridLayout(width, size);
          const used = columns * cardWidthPx + (columns + 1) * tileGapPx;
          assert.ok(used <= width && width - used < columns, 'no more and no less than the width');
          assert.ok(cardWidthPx > size * 0.6 && cardWidthPx < size * 1.6, `${cardWidthPx} for ${size}`);
        },
      ),
    );
  });

  it('has a column even where there is no room', () => {
    assert.equal(gridLayout(0, 176).columns, 1);
    assert.ok(gridLayout(0, 176).cardWidthPx >= 1);
  });
});

describe('fitPicture', () => {
  it('keeps the shape, stays in the square and does not enlarge', () => {
    assert.deepEqual(fitPicture(160, { width: 4000, height: 3000 }), { width: 160, height: 120 });
    assert.deepEqual(fitPicture(160, { width: 1080, height: 1920 }), { width: 90, height: 160 });
    assert.deepEqual(fitPicture(160, { width: 16, height: 16 }), { width: 16, height: 16 });
    assert.deepEqual(fitPicture(160, { width: 100_000, height: 1 }), { width: 160, height: 1 });
  });
});

describe('pickThumbnailWidth', () => {
  const offered = [160, 320, 640] as const;

  it('is sharp on the screen it is shown on, and no larger than that takes', () => {
    assert.equal(pickThumbnailWidth(offered, 160, 1), 160);
    assert.equal(pickThumbnailWidth(offered, 161, 1), 320);
    assert.equal(pickThumbnailWidth(offered, 160, 2), 320);
    assert.equal(pickThumbnailWidth(offered, 400, 2), 640);
  });
});

describe('moveCursor', () => {
  const at = (index: number) => ({ index, total: 10, columns: 4, pageRows: 2 });

  it('walks along rows and columns', () => {
    assert.equal(moveCursor('ArrowRight', at(3)), 4);
    assert.equal(moveCursor('ArrowLeft', at(4)), 3);
    assert.equal(moveCursor('ArrowDown', at(1)), 5);
    assert.equal(moveCursor('ArrowUp', at(5)), 1);
    assert.equal(moveCursor('Home', at(5)), 0);
    assert.equal(moveCursor('End', at(5)), 9);
    assert.equal(moveCursor('PageDown', at(1)), 9);
    assert.equal(moveCursor('PageUp', at(9)), 1);
  });

  it('goes to the last file where the row below is shorter, and stays in the last row', () => {
    assert.equal(moveCursor('ArrowDown', at(7)), 9);
    assert.equal(moveCursor('ArrowDown', at(8)), 8);
  });

  it('leaves sideways keys to the list, and other keys to others', () => {
    assert.equal(moveCursor('ArrowLeft', { ...at(3), columns: 1 }), null);
    assert.equal(moveCursor('Enter', at(3)), null);
  });

  it('never leaves the files, and pages and arrows keep to their column', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(499),
        fc.integer({ min: 2, max: 20 }),
        fc.nat(10),
        (key, total, start, columns, pageRows) => {
          const index = start % total;
          const target = moveCursor(key, { index, total, columns, pageRows });
          assert.ok(target !== null && target >= 0 && target < total);
          const vertical = key.startsWith('Page') || key === 'ArrowUp' || key === 'ArrowDown';
          if (vertical) assert.ok(target % columns === index % columns || target === total - 1);
        },
      ),
    );
  });
});

describe('rangesOf', () => {
  it('names every aligned range that a span touches', () => {
    assert.deepEqual(rangesOf({ first: 0, end: 0 }, 100), []);
    assert.deepEqual(rangesOf({ first: 0, end: 100 }, 100), [0]);
    assert.deepEqual(rangesOf({ first: 99, end: 201 }, 100), [0, 1, 2]);
  });
});
