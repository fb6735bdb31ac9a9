import { readFile } from 'node:fs/promises';
import type { Frame } from './frameParser';
import { readFrame } from './frames';
import { largestPictureIn } from './ico';
import { noPreview, type PictureTask } from './pictureTask';
import { frameToWebp, pictureToWebp, svgToWebp } from './webp';

/** A still picture as WebP; the first one of an animation. */
export async function imagePicture(task: PictureTask): Promise<Buffer> {
  const { format, filePath } = task.asset;
  switch (format) {
    case 'svg':
      return svgToWebp(await readDocument(task), task);
    case 'ico':
      return iconPicture(task);
    case 'heic':
      return heicPicture(task);
    case 'jpg':
    case 'png':
    case 'apng':
    case 'gif':
    case 'webp':
    case 'avif':
    case 'tiff':
      return pictureToWebp(looksLikeOptions(filePath) ? await readDocument(task) : filePath, task);
    default:
      return frameToWebp(await decodeStill(task), task);
  }
}

async function iconPicture(task: PictureTask): Promise<Buffer> {
  const largest = largestPictureIn(await readDocument(task));
  if (largest === undefined) throw noPreview('There is no picture in this icon file.');
  if (largest.png !== null) return pictureToWebp(largest.png, task);
  return frameToWebp(await decodeStill(task, `v:${largest.index}`), task);
}

/** An FFmpeg that does not put the tiles of a photo together (before 8) gives one of them: better no picture than that. */
async function heicPicture(task: PictureTask): Promise<Buffer> {
  const { frame, log } = await readFrame(task, null);
  const { width, height } = task.asset;
  const isWhole = frame && (width === null || height === null || sameAspect(frame, { width, height }));
  if (!isWhole)
    throw noPreview('This FFmpeg does not decode photos of this kind (HEIC); a newer one may.', log);
  return frameToWebp(frame, task);
}

function sameAspect(a: Pick<Frame, 'width' | 'height'>, b: Pick<Frame, 'width' | 'height'>): boolean {
  return Math.abs(Math.log((a.width * b.height) / (a.height * b.width))) < 0.05;
}

/** Decodes with FFmpeg what sharp does not. */
async function decodeStill(task: PictureTask, stream: string | null = null): Promise<Frame> {
  const { frame, log } = await readFrame(task, stream);
  if (frame === undefined) throw noPreview('This picture cannot be decoded.', log);
  return frame;
}

/** libvips takes brackets at the end of a path for options of its decoder. */
function looksLikeOptions(filePath: string): boolean {
  return filePath.endsWith(']');
}

/** What is read into memory whole is refused beyond this size. */
const maxDocumentBytes = 64 * 2 ** 20;

async function readDocument({ asset, signal }: PictureTask): Promise<Buffer> {
  if (asset.sizeBytes > maxDocumentBytes) throw noPreview('This picture is too large to preview.');
  return readFile(asset.filePath, { signal });
}
