import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one suite of tests, gone when the suite is over. */
export function scratchFolder(): { at: (...names: string[]) => string } {
  let folder = '';
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'media-library-test-')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { at: (...names) => join(folder, ...names) };
}

/** Writes an executable shell script, such as one that stands in for a tool. */
export function writeScript(path: string, ...lines: string[]): string {
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return path;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
