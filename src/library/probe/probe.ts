import { basename, extname } from 'node:path';
import type { AssetError, ProbeResult } from '../model';
import { NotAFileError, withByteSource, type ByteSource } from './byteSource';
import { isCutShort } from './completeness';
import { DeadlineError, withDeadline } from './deadline';
import { bareFacts } from './facts';
import { formatOfName, formats } from './formats';
import { identify } from './identify';
import { readersOf, type MediaFile } from './readers';

export { mediaKindOfName } from './formats';

export interface Prober {
  /**
   * Reads one file: what it is, by its content, and its facts. Never fails for a bad file, which is a result with an error
   * (`not-media` for what only has the name of media); rejects when aborted.
   */
  probe(filePath: string, signal: AbortSignal): Promise<ProbeResult>;
}

/** For reading headers and for ffprobe, which has a shorter one, together. */
const deadlineMs = 20_000;

/** `ffprobePath` null: what needs ffprobe answers `ffprobe-missing`, with its kind and format; the rest is read as ever. */
export function createProber({ ffprobePath }: { readonly ffprobePath: string | null }): Prober {
  return {
    probe: async (filePath, signal) => {
      try {
        return await withDeadline(signal, deadlineMs, (inner) =>
          withByteSource(filePath, (source) => readContent({ filePath, source, ffprobePath, signal: inner })),
        );
      } catch (error) {
        signal.throwIfAborted();
        return failure(filePath, errorOf(error));
      }
    },
  };
}

async function readContent(file: Omit<MediaFile, 'format'>): Promise<ProbeResult> {
  const identity = await identify(file.source, basename(file.filePath));
  if ('error' in identity) return failure(file.filePath, identity.error);
  const { format } = identity;
  for (const reader of readersOf(format)) {
    const result = await reader({ ...file, format });
    if (result) return result.error ? result : { ...result, error: await endError(file.source, format) };
  }
  return failure(file.filePath, { code: 'corrupt', message: 'This file is damaged.' });
}

async function endError(source: ByteSource, format: MediaFile['format']): Promise<AssetError | null> {
  const isCut = await isCutShort(source, format);
  return isCut ? { code: 'truncated', message: 'The end of this file is missing.' } : null;
}

/** A file of which no more is known than what its name promises. */
function failure(filePath: string, error: AssetError): ProbeResult {
  const named = formatOfName(basename(filePath));
  const kind = named === null ? 'image' : formats[named].kind;
  return { facts: bareFacts(kind, named ?? extname(filePath).slice(1).toLowerCase()), error };
}

/** Anything but trouble with the file itself is a fault of ours, and is thrown on. */
function errorOf(error: unknown): AssetError {
  if (error instanceof NotAFileError) {
    return { code: 'not-media', message: 'This is no file but a folder, pipe, socket or device.' };
  }
  if (error instanceof DeadlineError) {
    return { code: 'timeout', message: `Reading this file took longer than ${deadlineMs / 1000} seconds.` };
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
