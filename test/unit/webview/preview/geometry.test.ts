import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  centred,
  fitScale,
  fitted,
  nextStep,
  overflows,
  panned,
  restaged,
  zoomedTo,
  type Point,
  type Scene,
  type View,
} from '../../../../src/webview/preview/image/geometry';

const length = fc.integer({ min: 1, max: 20_000 });
const size = fc.record({ width: length, height: length });
const scene: fc.Arbitrary<Scene> = fc.record({ picture: size, stage: size });
const scale = fc.double({ min: 0.1, max: 64, noNaN: true });
const ratio = fc.double({ min: 0, max: 1, noNaN: true });
const move = fc.double({ min: -50_000, max: 50_000, noNaN: true });

function near(actual: number, expected: number, message: string): void {
  const tolerance = 1e-6 * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= tolerance, `${message}: ${actual} instead of ${expected}`);
}

/** No gap beside a larger picture, equal gaps beside a smaller one. */
function assertSettled({ picture, stage }: Scene, view: View): void {
  const check = (offset: number, whole: number, room: number, axis: string) => {
    if (whole <= room) near(offset, (room - whole) / 2, `${axis}: centred`);
    else assert.ok(offset <= 1e-6 && offset + whole >= room - 1e-6, `${axis}: a gap at ${offset}`);
  };
  check(view.offset.x, picture.width * view.scale, stage.width, 'x');
  check(view.offset.y, picture.height * view.scale, stage.height, 'y');
}

const pictureAt = (view: View, point: Point): Point => ({
  x: (point.x - view.offset.x) / view.scale,
  y: (point.y - view.offset.y) / view.scale,
});

describe('the geometry of a picture on its stage', () => {
  it('fits the whole picture and never enlarges it', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const view = fitted(given);
        assert.ok(view.scale <= 1);
        assert.deepEqual(overflows(given, view), { x: false, y: false });
        assertSettled(given, view);
      }),
    );
    assert.equal(fitScale({ picture: { width: 16, height: 16 }, stage: { width: 800, height: 600 } }), 1);
  });

  it('keeps what lies under the pointer where it is, unless an edge would come off the stage', () => {
    fc.assert(
      fc.property(scene, scale, scale, ratio, ratio, (given, from, to, across, down) => {
        const point = { x: across * given.stage.width, y: down * given.stage.height };
        const before = centred(given, from);
        const after = zoomedTo(given, before, to, point);
        assertSettled(given, after);
        const fixed = pictureAt(before, point);
        const free = {
          scale: to,
          offset: { x: point.x - fixed.x * to, y: point.y - fixed.y * to },
        };
        const settledFree = panned(given, free, { x: 0, y: 0 });
        near(after.offset.x, settledFree.offset.x, 'x');
        near(after.offset.y, settledFree.offset.y, 'y');
      }),
    );
  });

  it('bounds the scale, but lets every picture be seen whole', () => {
    fc.assert(
      fc.property(scene, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (given, wanted) => {
        const view = zoomedTo(given, fitted(given), wanted, { x: 0, y: 0 });
        assert.ok(view.scale <= 64 && view.scale >= Math.min(0.1, fitScale(given)));
      }),
    );
  });

  it('pans no further than the edges', () => {
    fc.assert(
      fc.property(scene, scale, move, move, (given, at, x, y) => {
        assertSettled(given, panned(given, centred(given, at), { x, y }));
      }),
    );
  });

  it('keeps the middle in the middle when the stage changes its size', () => {
    const picture = { width: 4000, height: 4000 };
    const before = { picture, stage: { width: 400, height: 300 } };
    const after = { picture, stage: { width: 700, height: 200 } };
    const view = panned(before, centred(before, 1), { x: 120, y: -80 });
    const moved = restaged(before.stage, after, view);
    assert.deepEqual(pictureAt(moved, { x: 350, y: 100 }), pictureAt(view, { x: 200, y: 150 }));
  });

  it('steps through round scales, both ways, to an end', () => {
    assert.equal(nextStep(1, 'in'), 1.5);
    assert.equal(nextStep(1, 'out'), 0.7);
    assert.equal(nextStep(0.4213, 'in'), 0.5);
    assert.equal(nextStep(0.9999, 'out'), 0.7);
    assert.equal(nextStep(64, 'in'), 64);
  });

  it('sees an overflow in the direction that has one', () => {
    const wide = { picture: { width: 1000, height: 100 }, stage: { width: 500, height: 500 } };
    assert.deepEqual(overflows(wide, centred(wide, 1)), { x: true, y: false });
  });
});
