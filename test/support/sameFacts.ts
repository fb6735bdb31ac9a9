import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MediaFacts } from '../../src/library/model';
import { withFile } from '../../src/library/probe/byteSource';
import { identify } from '../../src/library/probe/identify';
import { readFacts } from '../../src/library/probe/readers';
import type { GroundTruth } from './groundTruth';

const run = promisify(execFile);

/** Runs the real ffmpeg; options are parted by spaces, so that names must have none. */
export async function ffmpegInFolder(folder: string, options: string): Promise<void> {
  const all = ['-v', 'error', '-nostdin', '-y', ...options.split(' ').filter((option) => option !== '')];
  await run('ffmpeg', all, { cwd: folder });
}

/** Does all, a few at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 3 }, worker));
}

/** What our own readers say of a file, null when they leave it to ffprobe. */
export function factsInProcess(file: string): MediaFacts | null {
  return withFile(file, (source) => {
    const identity = identify(source, file);
    return 'format' in identity ? readFacts(source, { filePath: file, format: identity.format }) : null;
  });
}

/** Every fact that ffprobe knows, to the last digit; `exceptions` are what it gets wrong. */
export function assertSameFacts(
  file: string,
  { countedFrames, ...truth }: GroundTruth,
  exceptions: Partial<MediaFacts> = {},
): void {
  const facts = factsInProcess(file);
  assert.ok(facts, 'left to ffprobe');
  assert.ok(countedFrames === null || countedFrames > 0);
  const expected = { ...truth, ...exceptions };
  const actual = Object.fromEntries(Object.keys(expected).map((field) => [field, valueOf(facts, field)]));
  assert.deepEqual(actual, expected);
}

function valueOf(facts: MediaFacts, field: string): unknown {
  return Object.entries(facts).find(([name]) => name === field)?.[1];
}
