import { execFileSync } from 'node:child_process';

/** Runs the real ffmpeg to make a small file for a test. */
export function ffmpeg(...options: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
