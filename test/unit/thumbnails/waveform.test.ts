import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barCount, createLoudnessMeter, drawWaveform } from '../../../src/library/thumbnails/waveform';

const level = (value: number, count: number) => new Int16Array(count).fill(value);

describe('loudness meter', () => {
  it('has nothing to say of nothing', () => {
    assert.deepEqual(createLoudnessMeter().parts(8), []);
  });

  it('tells silence from sound in order, for lengths far beyond its memory', () => {
    for (const samples of [100, 5_000, 1_000_000]) {
      const meter = createLoudnessMeter();
      meter.add(level(0, samples));
      meter.add(level(16384, samples));
      const parts = meter.parts(10);
      assert.ok(parts.slice(0, 4).every((part) => part === 0));
      assert.ok(parts.slice(6).every((part) => Math.abs(part - 0.5) < 1e-6));
    }
  });

  it('gives as many parts as asked for, each between 0 and 1, however the samples arrive', () => {
    const pieces = fc.array(fc.int16Array({ maxLength: 400 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 64 }), (chunks, count) => {
        const [inPieces, atOnce] = [createLoudnessMeter(), createLoudnessMeter()];
        for (const chunk of chunks) inPieces.add(chunk);
        atOnce.add(Int16Array.from(chunks.flatMap((chunk) => [...chunk])));
        const parts = inPieces.parts(count);
        assert.deepEqual(parts, atOnce.parts(count));
        assert.ok(parts.every((part) => part >= 0 && part <= 1));
        assert.ok(parts.length === count || chunks.every((chunk) => chunk.length === 0));
      }),
    );
  });
});

describe('waveform drawing', () => {
  it('lies inside its picture, on whole pixels, at every size', () => {
    for (const widthPx of [160, 320, 640]) {
      const svg = drawWaveform(new Array<number>(barCount(widthPx)).fill(0.4), widthPx);
      const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)];
      assert.equal(bars.length, barCount(widthPx));
      for (const [x, y, width, height] of bars.map((bar) => bar.slice(1).map(Number))) {
        assert.ok(Number.isInteger(x) && Number.isInteger(width));
        assert.ok(x! >= 0 && x! + width! <= widthPx && y! >= 0 && y! + height! <= widthPx);
      }
    }
  });

  it('shows silence as dots, and quiet noise not as loud', () => {
    const heightOf = (loudness: number) => {
      const svg = drawWaveform(new Array<number>(barCount(320)).fill(loudness), 320);
      return Number(/height="(\d+)" rx/.exec(svg)?.[1]);
    };
    assert.equal(heightOf(0), 3);
    assert.ok(heightOf(0.0003) < heightOf(0.5) / 2);
    assert.equal(heightOf(0.05), heightOf(0.5));
  });
});
