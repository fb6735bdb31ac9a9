import { decode } from './decode';
import { frameParser, type Frame } from './frameParser';
import type { PictureTask } from './pictureTask';

/** What to read out of the task's file; the options are FFmpeg's. */
export interface FrameSource {
  readonly inputOptions: readonly string[];
  /** Stream specifier of `-map`; null leaves the choice to FFmpeg, which takes the largest picture. */
  readonly stream: string | null;
  /** Applied before scaling. */
  readonly filters: readonly string[];
  readonly maxFrames: number;
}

/**
 * Reads frames as they are displayed: turned, with their pixel aspect, scaled down into a square of the task's width.
 * `onFrame` answers false when it has seen enough. A file that FFmpeg cannot decode simply has no (more) frames.
 * Resolves with FFmpeg's log.
 */
export function readFrames(
  task: PictureTask,
  source: FrameSource,
  onFrame: (frame: Frame) => boolean,
): Promise<string> {
  const parse = frameParser();
  // With consecutive times, or FFmpeg would fill the gaps between chosen frames with copies.
  const filters = [...source.filters, fitInside(task.widthPx), 'settb=1/25', 'setpts=N'].join(',');
  return decode(task, {
    inputOptions: source.inputOptions,
    // prettier-ignore
    outputOptions: [
      ...(source.stream === null ? ['-an', '-sn'] : ['-map', `0:${source.stream}`]),
      '-vf', filters, '-r', '25', '-frames:v', `${source.maxFrames}`,
      '-f', 'image2pipe', '-c:v', 'pam', '-pix_fmt', 'rgba',
    ],
    maxOutputBytes: source.maxFrames * (task.widthPx * task.widthPx * 4 + 1024),
    onChunk: (chunk) => parse(chunk).every(onFrame),
  });
}

/** The first frame of a stream, undefined when there is none that can be decoded. */
export async function readFrame(
  task: PictureTask,
  stream: FrameSource['stream'],
): Promise<{ frame: Frame | undefined; log: string }> {
  let frame: Frame | undefined;
  const log = await readFrames(task, { inputOptions: [], stream, filters: [], maxFrames: 1 }, (first) => {
    frame = first;
    return false;
  });
  return { frame, log };
}

function fitInside(widthPx: number): string {
  const factor = `min(1,${widthPx}/max(iw*sar,ih))`;
  return `scale=w='max(1,round(iw*sar*${factor}))':h='max(1,round(ih*${factor}))',setsar=1`;
}
