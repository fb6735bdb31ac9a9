import type { AssetError } from '../model';
import { runTool, ToolError } from '../media/childProcess';
import { readingOfFfprobe } from './ffprobeOutput';
import type { Reading } from './reading';

const deadlineMs = 15_000;
const maxOutputBytes = 4 * 1024 * 1024;
/** How much of a file is read to learn about its streams: FFmpeg's own default, said so that it is a bound. */
const probeBytes = 5_000_000;
/** The largest single block of memory; a film of many hours has an index of some ten million bytes. */
const maxBlockBytes = 512 * 1024 * 1024;

/** What ffprobe says of a file, or why there is nothing. */
export type FfprobeAnswer = { readonly reading: Reading } | { readonly error: AssetError };

/** Reads one file with one demuxer and no other; never a second file, never the network. Rejects only when aborted. */
export async function askFfprobe(
  ffprobePath: string,
  filePath: string,
  demuxer: string,
  signal: AbortSignal,
): Promise<FfprobeAnswer> {
  // prettier-ignore
  const args = [
    '-v', 'error', '-max_alloc', `${maxBlockBytes}`,
    '-protocol_whitelist', 'file', '-probesize', `${probeBytes}`, '-f', demuxer,
    // Chosen entries would do, but their names differ between versions.
    '-print_format', 'json', '-show_format', '-show_streams', '-show_chapters',
    `file:${filePath}`,
  ];
  try {
    const { stdout } = await runTool(ffprobePath, args, { signal, deadlineMs, maxOutputBytes });
    const reading = readingOfFfprobe(JSON.parse(stdout.toString('utf8')));
    if (reading) return { reading };
    return { error: failed('ffprobe said something that we do not understand.') };
  } catch (error) {
    if (error instanceof SyntaxError) return { error: failed('ffprobe did not finish what it said.') };
    if (!(error instanceof ToolError)) throw error;
    signal.throwIfAborted();
    return { error: errorOf(error) };
  }
}

function failed(message: string): AssetError {
  return { code: 'ffprobe-failed', message };
}

function errorOf({ reason, message, stderr }: ToolError): AssetError {
  switch (reason) {
    case 'exit':
      return refusal(stderr);
    case 'timeout':
      return {
        code: 'timeout',
        message: `ffprobe was still reading this file after ${deadlineMs / 1000} seconds.`,
      };
    case 'missing':
      return { code: 'ffprobe-missing', message: 'ffprobe could not be started.' };
    case 'signal':
      return failed('ffprobe crashed while reading this file.');
    case 'flood':
    case 'unexpected':
    case 'aborted':
      return failed(`ffprobe was stopped: ${message}.`);
  }
}

/** ffprobe has one exit code for everything, so that its words must tell. */
function refusal(words: string): AssetError {
  if (/Unknown input format/i.test(words)) {
    return { code: 'unsupported', message: 'This version of ffprobe cannot read this format.' };
  }
  if (/moov atom not found|End of file|partial file|truncat/i.test(words)) {
    return { code: 'truncated', message: 'The end of this file is missing.' };
  }
  return { code: 'corrupt', message: 'This file is damaged: ffprobe cannot make sense of its content.' };
}
