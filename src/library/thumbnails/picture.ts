import { FfmpegError } from '../media/ffmpeg';
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
  const { frame: cover } = await readFrame(task, { inputOptions: [], stream: 'v:0' });
  return cover ? frameToWebp(cover, task) : svgToWebp(await waveformPicture(task), task);
}

function sentenceFor(failure: unknown): string {
  if (failure instanceof FfmpegError) {
    if (failure.failure === 'timeout') return 'It takes too long to make a preview of this file.';
    if (failure.failure === 'not-started') return failure.message + '.';
    return 'FFmpeg cannot decode this file.';
  }
  if (isFileGone(failure)) return 'This file is no longer there.';
  return 'This file cannot be read.';
}

function isFileGone(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'ENOENT';
}
