/** Makes media: `node scripts/make-media.mjs sample|fixtures FOLDER` (ffmpeg from PATH, or from $FFMPEG). */
import { pathToFileURL } from 'node:url';
import { makeFixtures } from './media/fixtures.mjs';
import { makeSample } from './media/sample.mjs';

export { makeFixtures, makeSample };

const isRunAlone = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isRunAlone) {
  const make = { sample: makeSample, fixtures: makeFixtures }[process.argv[2]];
  const folder = process.argv[3];
  if (!make || !folder) {
    console.error('usage: node scripts/make-media.mjs sample|fixtures FOLDER');
    process.exitCode = 2;
  } else {
    await make(folder, { ffmpeg: process.env.FFMPEG ?? 'ffmpeg' });
  }
}
