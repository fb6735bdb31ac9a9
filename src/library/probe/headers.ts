import { basename, extname } from 'node:path';
import type { AssetError, MediaFacts, ProbeResult } from '../model';
import { BudgetError, NotAFileError, withFile, withinBounds, type ByteSource } from './byteSource';
import { isCutShort } from './completeness';
import { bareFacts } from './facts';
import { fingerprintOf } from './fingerprint';
import { formatOfName, formats, type FormatName } from './formats';
import { identify } from './identify';
import { readFacts } from './readers';

/** What a file's own headers say, and what it took to read them. Plain data: it travels between threads. */
export interface HeaderAnswer {
  /** What is known without ffprobe. */
  readonly result: ProbeResult;
  /** Set when only ffprobe can tell more: what to read the file as, and what is wrong with it in any case. */
  readonly forFfprobe: { readonly format: FormatName; readonly endError: AssetError | null } | null;
  readonly bytesRead: number;
  /** Whether this is about the file, and not about a moment's trouble in reaching it. */
  readonly isLasting: boolean;
}

/** Opens one file and reads what tells it from others and what it is. Synchronous; throws only for faults of ours. */
export function readHeaders(filePath: string): HeaderAnswer {
  try {
    return withFile(filePath, (source) => {
      const answer = answerOf(source, filePath);
      return { ...answer, bytesRead: source.bytesRead, isLasting: true };
    });
  } catch (error) {
    const isLasting = !(error instanceof BudgetError);
    return { result: failure(filePath, errorOf(error)), forFfprobe: null, bytesRead: 0, isLasting };
  }
}

/** The same for bytes from anywhere, as a file of that name. */
export function answerOf(
  source: ByteSource,
  filePath: string,
): Omit<HeaderAnswer, 'bytesRead' | 'isLasting'> {
  const fingerprint = fingerprintOf(source);
  const identity = identify(source, basename(filePath));
  if ('error' in identity) {
    return { result: { ...failure(filePath, identity.error), fingerprint }, forFfprobe: null };
  }
  const { format } = identity;
  const facts = readFacts(source, { filePath, format });
  const endError = withinBounds(() => isCutShort(source, format)) ? truncated : null;
  const result = (known: MediaFacts, error: AssetError | null) => ({ facts: known, error, fingerprint });
  if (facts) return { result: result(facts, endError), forFfprobe: null };
  const { kind, demuxer } = formats[format];
  const bare = bareFacts(kind, format);
  if (demuxer === null) return { result: result(bare, damaged), forFfprobe: null };
  return { result: result(bare, null), forFfprobe: { format, endError } };
}

/** A file of which no more is known than what its name promises. */
export function failure(filePath: string, error: AssetError): ProbeResult {
  const named = formatOfName(basename(filePath));
  const kind = named === null ? 'image' : formats[named].kind;
  return {
    facts: bareFacts(kind, named ?? extname(filePath).slice(1).toLowerCase()),
    error,
    fingerprint: null,
  };
}

const truncated: AssetError = { code: 'truncated', message: 'The end of this file is missing.' };
export const damaged: AssetError = {
  code: 'corrupt',
  message: 'This file is damaged: there is neither a picture nor sound in it.',
};

/** Anything but trouble with the file itself is a fault of ours, and is thrown on. */
function errorOf(error: unknown): AssetError {
  if (error instanceof BudgetError) {
    return { code: 'timeout', message: 'The beginning of this file could not be read in time.' };
  }
  if (error instanceof NotAFileError) {
    return { code: 'not-media', message: 'This is no file but a folder, pipe, socket or device.' };
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'vanished', message: 'This file is gone.' };
    case 'EACCES':
    case 'EPERM':
      return { code: 'unreadable', message: 'This file may not be read: permission was denied.' };
    default:
      return { code: 'unreadable', message: `This file cannot be read (${error.code}).` };
  }
}
