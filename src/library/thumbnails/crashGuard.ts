import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { noPreview } from './pictureTask';

/** Twice, because a process may also be ended from outside while it is at an innocent picture. */
const maxCrashes = 2;

/**
 * Does work that may bring down this whole process, as a bug in a native decoder can. A marker file lies at `markerPath`
 * meanwhile; one whose process is gone tells of a crash, and what crashed twice is refused. So a hostile picture costs two
 * restarts and not an endless row of them.
 */
export async function guardedAgainstCrashes<T>(markerPath: string, work: () => Promise<T>): Promise<T> {
  const crashes = await crashesToldBy(markerPath);
  if (crashes >= maxCrashes)
    throw noPreview('Decoding this picture made the library stop, so it is not tried again.');
  await mkdir(dirname(markerPath), { recursive: true });
  await writeFile(markerPath, `${process.pid} ${crashes}`);
  try {
    return await work();
  } finally {
    await rm(markerPath, { force: true });
  }
}

async function crashesToldBy(markerPath: string): Promise<number> {
  let marker: string;
  try {
    marker = await readFile(markerPath, 'utf8');
  } catch {
    return 0; // No marker, no crash; and one that cannot be read cannot be written either, which is reported.
  }
  const [pid = 0, crashesBefore = 0] = marker.split(' ').map(Number);
  return isRunning(pid) ? crashesBefore : crashesBefore + 1;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
