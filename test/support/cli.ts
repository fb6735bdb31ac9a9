import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line with a cache folder of its own, and with other programs first on PATH. */
export function startCli(args: readonly string[], cacheHome: string, programs = ''): ChildProcess {
  const searchPath = `${programs}:${process.env['PATH'] ?? ''}`;
  return spawn(process.execPath, [resolve('dist/cli.js'), ...args], {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome, PATH: searchPath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runCli(args: readonly string[], cacheHome: string): Promise<CliResult> {
  return resultOf(startCli(args, cacheHome));
}

export async function resultOf(child: ChildProcess): Promise<CliResult> {
  const [stdout, stderr] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}
