import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { timed } from './report';

const run = promisify(execFile);

/** Files per second with one process per file, two at a time, as peers do it. */
export async function ffprobeRate(ffprobe: string, files: readonly string[]): Promise<number> {
  const peer = resolve('dist/dev/bench/support/ffprobePeer.main.js');
  const { stdout } = await run(process.execPath, [peer, ffprobe, ...files]);
  return (files.length / Number(stdout)) * 1000;
}

/** Milliseconds that `find` takes to print size, time and path of every file, to nowhere or into a pipe that is read. */
export function findMs(folders: readonly string[], output: 'ignore' | 'pipe'): Promise<number> {
  return timed(async () => {
    const args = [...folders, '-type', 'f', '-printf', '%s %T@ %p\n'];
    const find = spawn('find', args, { stdio: ['ignore', output, 'inherit'] });
    find.stdout?.resume();
    await once(find, 'close');
    if (find.exitCode !== 0) throw new Error(`find ended with ${find.exitCode}`);
  });
}

/** The same ones for the same arguments. */
export function sampleOf<T>(all: readonly T[], count: number, seed: number): T[] {
  const left = [...all];
  let state = seed + 1;
  const picked = [];
  while (picked.length < count && left.length > 0) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    picked.push(...left.splice(state % left.length, 1));
  }
  return picked;
}
