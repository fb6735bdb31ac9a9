import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { maxPixels } from '../media/ffmpeg';
import type { Frame } from './frameParser';
import { noPreview, remainingMs, type PictureTask } from './pictureTask';

// Pictures are made beside the scan and the editor: one thread for each, and nothing is kept in memory in between.
sharp.concurrency(1);
sharp.cache(false);

// Formats that are not media, such as libvips' own, are no way in.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif', 'Svg'].map(
    (format) => `VipsForeignLoad${format}`,
  ),
});

const inputOptions = {
  limitInputPixels: maxPixels,
  sequentialRead: true,
  // What is there of a truncated picture is shown.
  failOn: 'none',
  autoOrient: true,
} satisfies SharpOptions;

/** A picture that sharp can decode, by absolute path or as the bytes of a file. */
export function pictureToWebp(picture: string | Buffer, task: PictureTask): Promise<Buffer> {
  return encode(() => sharp(picture, inputOptions), task);
}

export function frameToWebp({ width, height, pixels }: Frame, task: PictureTask): Promise<Buffer> {
  return encode(() => sharp(pixels, { raw: { width, height, channels: 4 } }), task);
}

/** CSS pixels in an inch, at which librsvg draws one unit as one pixel. */
const unitDensity = 72;
const maxDensity = 100_000;

/** Drawn at the size of the thumbnail, whatever its own. From bytes, so that it has no folder to load other files from. */
export async function svgToWebp(svg: Buffer, task: PictureTask): Promise<Buffer> {
  return encode(async () => {
    // No pixels are made here, and the size that a drawing gives itself is no reason to refuse it.
    const { width, height } = await sharp(svg, { ...inputOptions, limitInputPixels: false }).metadata();
    const density = (unitDensity * task.widthPx) / Math.max(width, height);
    return sharp(svg, { ...inputOptions, density: Math.min(maxDensity, Math.max(1, density)) });
  }, task);
}

async function encode(open: () => Sharp | Promise<Sharp>, task: PictureTask): Promise<Buffer> {
  const { widthPx } = task;
  try {
    const picture = await open();
    return await picture
      .resize({ width: widthPx, height: widthPx, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78, effort: 2 })
      .timeout({ seconds: Math.ceil(remainingMs(task) / 1000) })
      .toBuffer();
  } catch (error) {
    throw noPreview(sentenceFor(error), error);
  }
}

function sentenceFor(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.includes('exceeds pixel limit')) return 'This picture is too large to preview.';
  if (reason.includes('timeout')) return 'It takes too long to make a preview of this picture.';
  return 'This picture cannot be decoded.';
}
