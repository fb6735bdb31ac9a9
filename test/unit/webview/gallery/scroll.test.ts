import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  clampScrollTop,
  maxContentPx,
  scrollGeometry,
  scrollTopToShow,
  topOfRow,
  visibleRows,
} from '../../../../src/webview/gallery/layout/scroll';

const rowHeight = fc.integer({ min: 1, max: 600 });
const viewport = fc.integer({ min: 0, max: 5000 });
const rowCount = fc.nat(50_000);
/** Browsers scroll by fractions of a pixel. */
const scrollTop = fc.nat(240_000_000).map((eighths) => eighths / 8);

describe('visibleRows', () => {
  it('is the rows of which a pixel is seen', () => {
    assert.deepEqual(visibleRows(0, 100, 50, 10, 0), { first: 0, end: 2 });
    assert.deepEqual(visibleRows(1, 100, 50, 10, 0), { first: 0, end: 3 });
    assert.deepEqual(visibleRows(120, 100, 50, 10, 1), { first: 1, end: 6 });
    assert.deepEqual(visibleRows(450, 100, 50, 10, 3), { first: 6, end: 10 });
    assert.deepEqual(visibleRows(0, 100, 50, 0, 1), { first: 0, end: 0 });
  });

  it('covers the viewport as far as there are rows, and never more than the viewport needs', () => {
    fc.assert(
      fc.property(
        scrollTop,
        viewport,
        rowHeight,
        rowCount,
        fc.nat(5),
        (top, height, row, count, overscan) => {
          const { first, end } = visibleRows(top, height, row, count, overscan);
          assert.ok(0 <= first && first <= end && end <= count);
          assert.ok(first === count || first * row <= top);
          assert.ok(end === count || end * row >= top + height);
          assert.ok(end - first <= Math.ceil(height / row) + 1 + 2 * overscan);
        },
      ),
    );
  });
});

describe('scrollTopToShow', () => {
  it('does not move when the row is seen already', () => {
    const geometry = scrollGeometry(100, 50, 200);
    assert.equal(scrollTopToShow(4, 180, geometry), 180);
    assert.equal(scrollTopToShow(2, 180, geometry), 100);
    assert.equal(scrollTopToShow(10, 180, geometry), 350);
  });

  it('brings the whole row into the viewport, wherever one stood', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(400_000), rowHeight, viewport, (row, top, height, view) => {
        fc.pre(view >= height);
        const geometry = scrollGeometry(10_000, height, view);
        const shown = scrollTopToShow(row, top, geometry);
        assert.ok(shown <= topOfRow(row, geometry));
        assert.ok(shown + view >= topOfRow(row, geometry) + height);
        assert.equal(shown, clampScrollTop(shown, geometry));
      }),
    );
  });
});

describe('scrollGeometry', () => {
  it('never asks for an element that the browser cannot draw', () => {
    assert.equal(scrollGeometry(10_000, 200, 800).contentPx, 2_000_000);
    assert.equal(scrollGeometry(10_000_000, 200, 800).contentPx, maxContentPx);
  });

  it('keeps scroll positions inside the content', () => {
    const geometry = scrollGeometry(10, 50, 200);
    assert.equal(clampScrollTop(-5, geometry), 0);
    assert.equal(clampScrollTop(1000, geometry), 300);
    assert.equal(clampScrollTop(1000, scrollGeometry(2, 50, 200)), 0);
  });
});
