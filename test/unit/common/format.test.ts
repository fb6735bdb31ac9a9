import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as format from '../../../src/common/format';

describe('format', () => {
  it('shows sizes in units of 1024', () => {
    assert.equal(format.formatBytes(0), '0 B');
    assert.equal(format.formatBytes(1023), '1,023 B');
    assert.equal(format.formatBytes(1024), '1 KB');
    assert.equal(format.formatBytes(1536 * 1024), '1.5 MB');
    assert.equal(format.formatBytes(1024 ** 3 - 1), '1 GB');
    assert.equal(format.formatBytes(2 ** 50), '1,024 TB');
  });

  it('never shows 1,024 of a unit that has a bigger one', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (bytes) => {
        assert.ok(!format.formatBytes(bytes).startsWith('1,024'));
      }),
    );
  });

  it('shows durations as clocks do', () => {
    assert.equal(format.formatDuration(0), '0:00');
    assert.equal(format.formatDuration(7.4), '0:07');
    assert.equal(format.formatDuration(59.6), '0:59');
    assert.equal(format.formatDuration(754), '12:34');
    assert.equal(format.formatDuration(3723), '1:02:03');
    assert.equal(format.formatDuration(-1), '0:00');
  });

  it('counts in singular and plural', () => {
    assert.equal(format.formatCount(1, 'file', 'files'), '1 file');
    assert.equal(format.formatCount(0, 'file', 'files'), '0 files');
    assert.equal(format.formatCount(1234, 'file', 'files'), '1,234 files');
  });

  it('gives rates and dimensions their units', () => {
    assert.equal(format.formatDimensions(1920, 1080), '1920 × 1080');
    assert.equal(format.formatBitRate(128_000), '128 kb/s');
    assert.equal(format.formatBitRate(4_500_000), '4.5 Mb/s');
    assert.equal(format.formatFrameRate(30000 / 1001), '29.97 fps');
    assert.equal(format.formatSampleRate(44_100), '44.1 kHz');
  });

  it('shows dates in the reader’s language, with and without the time', () => {
    const noon = new Date(2024, 5, 9, 12, 34).getTime();
    assert.match(format.formatDate(noon), /2024/);
    assert.match(format.formatDateTime(noon), /34/);
  });
});
