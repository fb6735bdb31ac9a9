import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as v from 'valibot';
import type { TempFolder } from './tempFolder';

/** Media that a test makes with the machine's ffmpeg, and what its ffprobe says of them. */

export interface Made {
  /** The file's name, and with its extension the muxer. */
  readonly name: string;
  /** Of ffmpeg, separated by single spaces. */
  readonly options: string;
}

export const madePicture = '-f lavfi -i testsrc2=s=66x50:r=30000/1001:d=0.1';
export const madeSound = '-f lavfi -i sine=r=48000:d=0.2';

/** One ffmpeg makes all files: starting it costs more than what it does. */
export function makeAll(folder: TempFolder, input: string, files: readonly Made[]): void {
  const outputs = files.flatMap(({ name, options }) => [
    ...options.split(' ').filter(Boolean),
    folder.at(name),
  ]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input.split(' '), ...outputs], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

export type ProbedStream = Readonly<Record<string, unknown>>;

const answer = v.object({ streams: v.array(v.record(v.string(), v.unknown())) });

/** The first stream. */
export function probed(file: string): ProbedStream {
  const json = execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', file], {
    encoding: 'utf8',
  });
  const [stream] = v.parse(answer, JSON.parse(json)).streams;
  assert.ok(stream, file);
  return stream;
}
