import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { withFile } from '../../src/library/probe/byteSource';
import { formats, formatOfName } from '../../src/library/probe/formats';
import { readFacts } from '../../src/library/probe/readers';
import type { MediaFacts } from '../../src/library/model';
import { groundTruth } from './groundTruth';

/** Real files that ffmpeg makes, read in process and held against the machine's ffprobe. */

const run = promisify(execFile);

/** One ffmpeg for several outputs; two run at a time, so that a test file stays short. */
export async function makeMedia(commands: readonly (readonly string[])[]): Promise<void> {
  const waiting = [...commands];
  const worker = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) {
      await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
    }
  };
  await Promise.all([worker(), worker()]);
}

/** Moving bars and a tone of so many seconds. */
export function barsAndTone(rate: string, seconds: number, size = '64x48'): readonly string[] {
  // prettier-ignore
  return [
    '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`,
    '-f', 'lavfi', '-i', `sine=r=48000:d=${seconds}`,
  ];
}

export interface ReadFile {
  /** Null when ffprobe must be asked. */
  readonly facts: MediaFacts | null;
  readonly bytesRead: number;
}

/** What our reader says of a file, which its name tells the format of. */
export function readInProcess(filePath: string): ReadFile {
  const format = formatOfName(basename(filePath));
  assert.ok(format, filePath);
  return withFile(filePath, (source) => {
    const facts = readFacts(source, { filePath, format });
    return { facts, bytesRead: source.bytesRead };
  });
}

/** Asserts that our reader answers, and in every field as ffprobe does. */
export async function assertAsFfprobe(filePath: string): Promise<void> {
  const { facts } = readInProcess(filePath);
  assert.ok(facts, `${basename(filePath)} is not answered in process`);
  await assertFacts(filePath, facts);
}

/** Asserts that what our reader answers, if it does, is right; answers whether it did. */
export async function assertNotWrong(filePath: string): Promise<boolean> {
  const { facts } = readInProcess(filePath);
  if (facts) await assertFacts(filePath, facts);
  return facts !== null;
}

async function assertFacts(filePath: string, facts: MediaFacts): Promise<void> {
  const format = formatOfName(basename(filePath));
  assert.ok(format);
  const truth = await groundTruth(filePath, formats[format].demuxer);
  assert.deepEqual(rounded({ ...facts, ...truth }, facts), rounded(facts, facts), basename(filePath));
}

/** Quotients may differ in their last digit. Only the fields that both have. */
function rounded(of: object, like: object): Record<string, unknown> {
  const entries = Object.entries(of).filter(([name]) => name in like);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'number' ? Number(value.toFixed(6)) : value]),
  );
}
