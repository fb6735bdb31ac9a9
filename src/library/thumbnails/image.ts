import { readFile } from 'node:fs/promises';
import { readFrame } from './frames';
import { largestPngIn } from './ico';
import { noPreview, type PictureTask } from './pictureTask';
import { frameToWebp, pictureToWebp, svgToWebp } from './webp';

/** A still picture as WebP; the first one of an animation. */
export async function imagePicture(task: PictureTask): Promise<Buffer> {
  const { format, filePath } = task.asset;
  if (format === 'svg') return svgToWebp(await readDocument(task), task);
  const png = format === 'ico' ? largestPngIn(await readDocument(task)) : null;
  if (png !== null) return pictureToWebp(png, task);
  const demuxer = demuxers[format];
  if (demuxer !== undefined) return frameToWebp(await decode(task, demuxer), task);
  return pictureToWebp(looksLikeOptions(filePath) ? await readDocument(task) : filePath, task);
}

/** What sharp does not decode, with FFmpeg's demuxer for it: forced, because FFmpeg goes by the name of a picture. */
const demuxers: Readonly<Record<string, string>> = {
  bmp: 'bmp_pipe',
  heic: 'mov',
  ico: 'ico',
  psd: 'psd_pipe',
};

async function decode(task: PictureTask, demuxer: string) {
  const { frame, log } = await readFrame(task, { inputOptions: ['-f', demuxer], stream: 'v' });
  if (frame === undefined) throw noPreview('This picture cannot be decoded.', log);
  return frame;
}

/** libvips takes brackets at the end of a path for options of its decoder. */
function looksLikeOptions(filePath: string): boolean {
  return filePath.endsWith(']');
}

/** What is read into memory whole is refused beyond this size. */
const maxDocumentBytes = 64 * 2 ** 20;

function readDocument({ asset, signal }: PictureTask): Promise<Buffer> {
  if (asset.sizeBytes > maxDocumentBytes) throw noPreview('This picture is too large to preview.');
  return readFile(asset.filePath, { signal });
}
