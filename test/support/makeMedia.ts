import { execFileSync } from 'node:child_process';

/** Runs the real ffmpeg to make a small file for a test. */
export function ffmpeg(...options: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A picture to be attached to a film or a piece of music; answers its path. */
export function blueCover(path: string): string {
  ffmpeg('-f', 'lavfi', '-i', 'color=blue:s=500x500:d=0.04', '-frames:v', '1', path);
  return path;
}
