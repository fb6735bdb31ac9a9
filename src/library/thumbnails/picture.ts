import { ToolError } from '../media/childProcess';
import { LibraryError, type AssetErrorCode } from '../model';
import { waveformPicture } from './audio';
import { readFrame } from './frames';
import { imagePicture } from './image';
import { noPreview, type PictureTask } from './pictureTask';
import { videoPicture } from './video';
import { frameToWebp, svgToWebp } from './webp';

/** Makes a picture (WebP) of an asset of any kind. Fails with a LibraryError `no-preview`, `ffmpeg-missing` or `cancelled`. */
export async function makePicture(task: PictureTask): Promise<Buffer> {
  const { error } = task.asset;
  if (error !== null && hopeless.has(error.code)) throw noPreview(error.message);
  try {
    return await pictureOf(task);
  } catch (failure) {
    if (failure instanceof LibraryError) throw failure;
    if (task.signal.aborted) throw new LibraryError('cancelled', 'Cancelled.', { cause: failure });
    if (failure instanceof ToolError && failure.reason === 'missing')
      throw new LibraryError('ffmpeg-missing', 'FFmpeg could not be started.', { cause: failure });
    throw noPreview(sentenceFor(failure), failure);
  }
}

/** Of these files there is nothing to be seen; of others that have an error, there may be. */
const hopeless: ReadonlySet<AssetErrorCode> = new Set([
  'empty',
  'unreadable',
  'vanished',
  'not-media',
  'lfs-pointer',
]);

async function pictureOf(task: PictureTask): Promise<Buffer> {
  switch (task.asset.kind) {
    case 'image':
      return imagePicture(task);
    case 'video':
      return frameToWebp(await videoPicture(task), task);
    case 'audio':
      return audioPicture(task);
  }
}

async function audioPicture(task: PictureTask): Promise<Buffer> {
  if (task.asset.format === 'mid')
    throw noPreview('MIDI files hold notes, not sound, so there is nothing to draw.');
  const { frame: cover } = await readFrame(task, 'v:0');
  return cover ? frameToWebp(cover, task) : svgToWebp(await waveformPicture(task), task);
}

function sentenceFor(failure: unknown): string {
  if (!(failure instanceof ToolError)) return 'This file cannot be read.';
  return failure.reason === 'timeout'
    ? 'It takes too long to make a preview of this file.'
    : 'FFmpeg cannot decode this file.';
}
