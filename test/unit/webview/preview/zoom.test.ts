import assert from 'node:assert/strict';
import { Zoom } from '../../../../src/webview/preview/image/zoom';

const stage = { width: 400, height: 300 };
const photo = { width: 4000, height: 3000 };

function zoomOn(picture = photo): Zoom {
  const zoom = new Zoom();
  zoom.setStage(stage);
  zoom.setPicture(picture, 'fit');
  return zoom;
}

const placed = (zoom: Zoom) => zoom.placed.value;

describe('looking at a picture', () => {
  it('waits for both the picture and room for it', () => {
    const zoom = new Zoom();
    zoom.step('in');
    assert.equal(placed(zoom), null);
    zoom.setPicture(photo, 'fit');
    assert.equal(placed(zoom), null);
    zoom.setStage({ width: 0, height: 300 });
    assert.equal(placed(zoom), null);
    zoom.setStage(stage);
    assert.deepEqual(placed(zoom)?.size, stage);
  });

  it('keeps fitting while the stage changes', () => {
    const zoom = zoomOn();
    zoom.setStage({ width: 200, height: 150 });
    assert.deepEqual(placed(zoom)?.size, { width: 200, height: 150 });
    assert.deepEqual(zoom.pannable.value, { x: false, y: false });
  });

  it('keeps a scale chosen by hand while the stage changes', () => {
    const zoom = zoomOn();
    zoom.step('in');
    const { scale } = placed(zoom)!;
    zoom.setStage({ width: 200, height: 150 });
    assert.equal(placed(zoom)?.scale, scale);
    assert.equal(zoom.mode.value, 'free');
  });

  it('toggles between the whole picture and its every pixel', () => {
    const zoom = zoomOn();
    zoom.toggle({ x: 0, y: 0 });
    assert.equal(placed(zoom)?.scale, 1);
    assert.deepEqual(placed(zoom)?.offset, { x: 0, y: 0 });
    zoom.toggle({ x: 0, y: 0 });
    assert.equal(placed(zoom)?.scale, 0.1);
  });

  it('starts another picture as asked, but leaves one of the same size where the last one was', () => {
    const zoom = zoomOn();
    zoom.choose('actual');
    zoom.panBy({ x: -50, y: -70 });
    const { offset } = placed(zoom)!;
    zoom.setPicture({ ...photo }, 'fit');
    assert.deepEqual(placed(zoom)?.offset, offset);
    zoom.setPicture({ width: 800, height: 600 }, 'fit');
    assert.equal(placed(zoom)?.scale, 0.5);
    zoom.setPicture({ width: 1600, height: 600 }, 'actual');
    assert.equal(placed(zoom)?.scale, 1);
  });

  it('forgets a picture that went', () => {
    const zoom = zoomOn();
    zoom.setPicture(null, 'fit');
    assert.equal(placed(zoom), null);
    zoom.setPicture(photo, 'fit');
    assert.ok(placed(zoom));
  });
});
