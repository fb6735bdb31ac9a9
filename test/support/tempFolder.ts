import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The smallest PNG there is: one transparent pixel. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture that is read without starting any process. */
export const tinySvg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

/** How a film in Windows Media begins, which none but ffprobe reads. */
export const beginningOfWmv = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');

/** A folder of its own for one test. */
export class TempFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'media-library-test-')));

  at(relative: string): string {
    return join(this.path, relative);
  }

  /** Writes a file, by default a picture, and answers with its path. */
  write(relative: string, content: string | Buffer = relative.endsWith('.svg') ? tinySvg : tinyPng): string {
    const path = this.at(relative);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(relative: string): string {
    rmSync(this.at(relative), { recursive: true });
    return this.at(relative);
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(this.at(to)), { recursive: true });
    renameSync(this.at(from), this.at(to));
  }

  link(relative: string, target: string): string {
    mkdirSync(dirname(this.at(relative)), { recursive: true });
    symlinkSync(target, this.at(relative));
    return this.at(relative);
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
