import type { AssetError, ProbeResult } from '../model';
import { askFfprobe } from './ffprobe';
import { formats } from './formats';
import { damaged, readHeaders, type HeaderAnswer } from './headers';
import { factsOf } from './streamFacts';
import { Turns } from './turns';

export { mediaKindOfName } from './formats';

/** What reading one file came to and what it took. */
export interface Probed {
  readonly result: ProbeResult;
  readonly bytesRead: number;
  /** Whether ffprobe was started for it. */
  readonly askedFfprobe: boolean;
  /** Whether this is about the file, and not about a moment's trouble in reaching it. */
  readonly isLasting: boolean;
}

export interface Prober {
  /**
   * Reads one file: what it is, by its content, and its facts. Never fails for a bad file, which is a result with an error
   * (`not-media` for what only has the name of media); rejects when aborted.
   */
  probe(filePath: string, signal: AbortSignal): Promise<Probed>;
}

export interface ProberParts {
  /** Null: what needs ffprobe answers `ffprobe-missing`, with its kind and format; the rest is read as ever. */
  readonly ffprobePath: string | null;
  /** How many ffprobes may run at a time. */
  readonly ffprobesAtOnce?: number;
  /** Where headers are read: by default right here, in the thread that asks. */
  readonly headersOf?: (filePath: string, signal: AbortSignal) => Promise<HeaderAnswer>;
}

export function createProber({ ffprobePath, ffprobesAtOnce = 1, headersOf = readHere }: ProberParts): Prober {
  const turns = new Turns(ffprobesAtOnce);
  return {
    async probe(filePath, signal) {
      signal.throwIfAborted();
      const { result, forFfprobe, ...cost } = await headersOf(filePath, signal);
      if (!forFfprobe) return { result, ...cost, askedFfprobe: false };
      if (ffprobePath === null) {
        return { result: { ...result, error: ffprobeMissing }, ...cost, askedFfprobe: false };
      }
      const told = await turns.take(signal, () => tellByFfprobe(ffprobePath, filePath, forFfprobe, signal));
      return { result: { ...result, ...told }, ...cost, askedFfprobe: true };
    },
  };
}

const readHere = (filePath: string) => Promise.resolve(readHeaders(filePath));

async function tellByFfprobe(
  ffprobePath: string,
  filePath: string,
  { format, endError }: NonNullable<HeaderAnswer['forFfprobe']>,
  signal: AbortSignal,
): Promise<Partial<ProbeResult>> {
  const { demuxer } = formats[format];
  if (demuxer === null) return { error: damaged };
  const answer = await askFfprobe(ffprobePath, filePath, demuxer, signal);
  if ('error' in answer) return { error: answer.error };
  const facts = factsOf(answer.reading, format);
  return facts ? { facts, error: endError } : { error: damaged };
}

const ffprobeMissing: AssetError = {
  code: 'ffprobe-missing',
  message: 'FFmpeg (ffprobe) is needed to read this file, and was not found.',
};
