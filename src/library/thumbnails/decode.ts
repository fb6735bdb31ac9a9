import { ToolError, type ToolFailure } from '../media/childProcess';
import { runFfmpeg, type FfmpegRun } from '../media/ffmpeg';
import { formats, type Format } from '../probe/formats';
import { LibraryError, type Asset } from '../model';
import { noPreview, remainingMs, type PictureTask } from './pictureTask';

/** What to decode of a task's file; the options are FFmpeg's. */
export interface Decoding extends Pick<FfmpegRun, 'inputOptions' | 'outputOptions' | 'onChunk'> {
  readonly maxOutputBytes: number;
}

/** Has FFmpeg decode a task's file, or as much of it as can be decoded, be it nothing. Resolves with FFmpeg's log. */
export async function decode(task: PictureTask, { maxOutputBytes, ...decoding }: Decoding): Promise<string> {
  const run = { ...decoding, inputFile: task.asset.filePath, demuxer: demuxerOf(task.asset) };
  const limits = { signal: task.signal, deadlineMs: remainingMs(task), maxOutputBytes };
  try {
    return await runFfmpeg(ffmpegOf(task), run, limits);
  } catch (error) {
    if (error instanceof ToolError && undecodable.has(error.reason)) return error.stderr;
    throw error;
  }
}

const undecodable: ReadonlySet<ToolFailure> = new Set(['exit', 'signal', 'unexpected']);

function ffmpegOf({ ffmpegPath, asset }: PictureTask): string {
  if (ffmpegPath !== null) return ffmpegPath;
  throw new LibraryError('ffmpeg-missing', `A picture of “${asset.name}” needs FFmpeg, which was not found.`);
}

function demuxerOf({ format }: Asset): string {
  const known: Readonly<Record<string, Format>> = formats;
  const demuxer = known[format]?.demuxer ?? null;
  if (demuxer === null) throw noPreview('There are no previews of files of this format.');
  return demuxer;
}
