import type { Frame } from './frameParser';
import { readFrame, readFrames, type FrameSource } from './frames';
import { noPreview, type PictureTask } from './pictureTask';
import { isTelling, mostTelling } from './posterChoice';

/**
 * The picture of a clip: its cover if it has one, else the first frame from a tenth of its length on that is not black or
 * plain. Where there is none, another look is taken elsewhere in the clip, and the best of all frames seen is used.
 */
export async function videoPicture(task: PictureTask): Promise<Frame> {
  const seen: Frame[] = [];
  let log = '';
  for (const look of looksAt(task.asset.durationSeconds)) {
    log = await readFrames(task, look, (frame) => {
      seen.push(frame);
      return !isTelling(frame);
    });
    const coverStream = attachedStreamIn(log);
    const cover = coverStream && (await readFrame(task, coverStream)).frame;
    if (cover) return cover;
    if (seen.some(isTelling)) break;
  }
  const picture = seen.find(isTelling) ?? mostTelling(seen);
  if (picture === undefined) throw noPreview('No picture in this video can be decoded.', log);
  return picture;
}

const maxFrames = 5;
/** Clips up to this length are decoded whole where keyframes alone show nothing. */
const shortSeconds = 60;
/** The first video stream that is not an attached picture. */
const film = 'V:0';

function looksAt(durationSeconds: number | null): FrameSource[] {
  const duration = durationSeconds ?? 0;
  // The end of a seek may lie behind the last frame, and some streams mark no keyframes.
  const fromTheStart = { inputOptions: [], stream: film, filters: [], maxFrames };
  if (duration === 0) return [keyframesFrom(0), fromTheStart];
  const elsewhere = duration > shortSeconds ? keyframesFrom(duration / 2) : evenlyThrough(duration);
  return [keyframesFrom(duration / 10), elsewhere, fromTheStart];
}

function keyframesFrom(startSeconds: number): FrameSource {
  const inputOptions = ['-ss', startSeconds.toFixed(3), '-noaccurate_seek', '-skip_frame', 'nokey'];
  return { inputOptions, stream: film, filters: [], maxFrames };
}

function evenlyThrough(durationSeconds: number): FrameSource {
  const frames = 2 * maxFrames;
  const perSecond = Math.min(25, frames / durationSeconds);
  return { inputOptions: [], stream: film, filters: [`fps=${perSecond.toFixed(4)}`], maxFrames: frames };
}

/** What FFmpeg says of its input tells, at no cost, whether a picture is attached and as which stream. */
function attachedStreamIn(log: string): string | undefined {
  return /^ *Stream #0:(\d+).*: Video: .*\(attached pic\)/m.exec(log)?.[1];
}
