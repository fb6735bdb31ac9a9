import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import type { Asset } from '../../src/library/model';
import { createThumbnails, type ThumbnailWidth } from '../../src/library/thumbnails/thumbnails';
import { assetFor } from './assets';
import { TempFolder } from './tempFolder';

/** A folder for one suite of tests, and the thumbnails of what the tests put into it. */
export function pictureStudio() {
  const folder = new TempFolder();
  const thumbnails = createThumbnails({
    cacheFolder: folder.at('cache'),
    limitBytes: 1e9,
    ffmpegPath: 'ffmpeg',
    concurrency: 2,
    log: () => undefined,
  });
  after(async () => {
    await thumbnails.dispose();
    folder.dispose();
  });

  const at = (name: string) => folder.at(name);
  const get = (asset: Asset, widthPx: ThumbnailWidth = 320) =>
    thumbnails.get(asset, widthPx, new AbortController().signal);

  return {
    at,
    get,
    assetAt: (name: string, kind: Asset['kind'], format: string, facts: Partial<Asset> = {}) =>
      assetFor(at(name), { kind, format, ...facts }),

    /** The size and the colours of an asset's thumbnail; `at` takes a place from 0 to 1 and gives RGBA. */
    pictureOf: async (asset: Asset, widthPx?: ThumbnailWidth) => {
      const picture = sharp(await get(asset, widthPx));
      const { width, height, format } = await picture.metadata();
      assert.equal(format, 'webp');
      const pixels = await picture.ensureAlpha().raw().toBuffer();
      return {
        size: [width, height],
        at: (x: number, y: number) => {
          const offset = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
          return [...pixels.subarray(offset, offset + 4)];
        },
      };
    },
  };
}

/** Passes colours that lossy compression has changed a little. */
export function near(actual: readonly number[], expected: readonly number[]): void {
  const isNear = expected.every((value, index) => Math.abs(value - (actual[index] ?? -999)) < 40);
  assert.ok(isNear, `${actual.join(',')} is not near ${expected.join(',')}`);
}

/** A picture whose left half is red and whose right half is blue. */
export function redAndBlue(width: number, height: number): Sharp {
  const blue = { width: width / 2, height, channels: 3, background: 'blue' } as const;
  return sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: { create: blue }, left: width / 2, top: 0 },
  ]);
}
