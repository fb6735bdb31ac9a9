import { writeFileSync } from 'node:fs';

/** Writes an executable shell script that stands in for a tool; answers its path. */
export function writeScript(path: string, ...lines: string[]): string {
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return path;
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
