import type { MediaFacts, ProbeResult } from '../model';
import type { ByteSource } from './byteSource';
import { bareFacts } from './facts';
import { askFfprobe } from './ffprobe';
import { factsOf } from './ffprobeFacts';
import { formats, type FormatName } from './formats';

/** A file of known format, opened for its readers. */
export interface MediaFile {
  readonly filePath: string;
  readonly format: FormatName;
  readonly source: ByteSource;
  readonly ffprobePath: string | null;
  readonly signal: AbortSignal;
}

/** Answers null when the next reader should be asked. */
export type Reader = (file: MediaFile) => Promise<ProbeResult | null>;

/** Who reads what. The first that has an answer is believed. */
export const readers: Readonly<Partial<Record<FormatName, readonly Reader[]>>> = {};

export function readersOf(format: FormatName): readonly Reader[] {
  return readers[format] ?? [byFfprobe];
}

/** Reads the headers in this process; null where it cannot make sense of them. */
export function byHeader(
  read: (source: ByteSource, format: FormatName) => Promise<MediaFacts | null>,
): Reader {
  return async ({ source, format }) => {
    const facts = await read(source, format);
    return facts && { facts, error: null };
  };
}

async function byFfprobe({ filePath, format, ffprobePath, signal }: MediaFile): Promise<ProbeResult> {
  const { kind, demuxer } = formats[format];
  const known = bareFacts(kind, format);
  if (demuxer === null) return { facts: known, error: damaged };
  if (ffprobePath === null) return { facts: known, error: ffprobeMissing };
  const answer = await askFfprobe(ffprobePath, filePath, demuxer, signal);
  if ('error' in answer) return { facts: known, error: answer.error };
  const facts = factsOf(answer.output, format);
  return facts ? { facts, error: null } : { facts: known, error: damaged };
}

const damaged = {
  code: 'corrupt',
  message: 'This file is damaged: there is neither a picture nor sound in it.',
} as const;
const ffprobeMissing = {
  code: 'ffprobe-missing',
  message: 'FFmpeg (ffprobe) is needed to read this file, and was not found.',
} as const;
