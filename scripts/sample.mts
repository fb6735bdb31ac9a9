/** The folder of real media that is opened when no other is named, and that the tests work on copies of. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { makeSample } from './make-media.mjs';

/** Makes the sample once; made beside its place and moved there, so that half a sample is never taken for one. */
export async function ensureSample(ffmpeg: string): Promise<string> {
  const folder = resolve('.media-library-sample');
  if (existsSync(folder)) return folder;
  console.log('Making a sample folder of photos, clips and music …');
  const draft = `${folder}.${process.pid}`;
  try {
    await makeSample(draft, { ffmpeg });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
