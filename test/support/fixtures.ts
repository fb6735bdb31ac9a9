import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeFixtures } from '../../scripts/media/fixtures.mjs';

/**
 * The folder of generated media, made when it is first asked for. Its name has the hash of the scripts that make it:
 * changed scripts make another one, and several test processes may ask at once.
 */
export async function fixturesFolder(): Promise<string> {
  const hash = createHash('sha256');
  for (const script of globSync('scripts/media/*.mjs').sort()) hash.update(readFileSync(script));
  const folder = resolve('test/fixtures/generated', hash.digest('hex').slice(0, 12));
  if (!existsSync(folder)) await makeFixtures(folder, { ffmpeg: process.env['FFMPEG'] ?? 'ffmpeg' });
  return folder;
}
