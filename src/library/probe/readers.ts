import type { MediaFacts, ProbeResult } from '../model';
import type { ByteSource } from './byteSource';
import { bareFacts } from './facts';
import { askFfprobe } from './ffprobe';
import { factsOf } from './ffprobeFacts';
import { formats, type FormatName } from './formats';
import { readGif } from './headers/gif';
import { readHeif } from './headers/heif';
import { readIco } from './headers/ico';
import { readJpeg } from './headers/jpeg';
import { readMidi } from './headers/midi';
import { readPng } from './headers/png';
import { readSvg } from './headers/svg';
import { readWebp } from './headers/webp';

/** A file of known format, opened for its readers. */
export interface MediaFile {
  readonly filePath: string;
  readonly format: FormatName;
  readonly source: ByteSource;
  readonly ffprobePath: string | null;
  readonly signal: AbortSignal;
}

/** Answers null when the next reader should be asked. */
type Reader = (file: MediaFile) => Promise<ProbeResult | null>;

/**
 * Who reads what; the first that has an answer is believed. Headers are read in this process, at a hundredth of what
 * starting ffprobe costs, where they tell all that ffprobe would; anything not listed is ffprobe's.
 */
const readers: Readonly<Partial<Record<FormatName, readonly Reader[]>>> = {
  jpg: [byHeader(readJpeg), byFfprobe],
  png: [byHeader(readPng), byFfprobe],
  apng: [byHeader(readPng), byFfprobe],
  gif: [byHeader(readGif), byFfprobe],
  webp: [byHeader(readWebp), byFfprobe],
  heic: [byHeader(readHeif), byFfprobe],
  avif: [byHeader(readHeif), byFfprobe],
  ico: [byHeader(readIco), byFfprobe],
  svg: [byHeader(readSvg)],
  mid: [byHeader(readMidi)],
};

export function readersOf(format: FormatName): readonly Reader[] {
  return readers[format] ?? [byFfprobe];
}

type HeaderReader = (
  source: ByteSource,
  file: Pick<MediaFile, 'filePath' | 'format'>,
) => Promise<MediaFacts | null>;

/** Header readers trust what they read: a header that leads beyond its own end is a RangeError, and no answer. */
export function byHeader(read: HeaderReader): Reader {
  return async (file) => {
    try {
      const facts = await read(file.source, file);
      return facts && { facts, error: null };
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
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
