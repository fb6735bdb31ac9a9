/** FFmpeg from PATH; missing, it is installed where that can be done without asking, else the user is told how. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mts';

/** Where the program is found on PATH. */
export function findProgram(name: string): string | undefined {
  const fileName = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, fileName)).find((path) => existsSync(path));
}

/** Returns ffmpeg's path, or undefined after having said how to install it. */
export async function ensureFfmpeg(): Promise<string | undefined> {
  const found = findProgram('ffmpeg');
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && findProgram('apt-get') !== undefined) await installWithApt();
  const installed = findProgram('ffmpeg');
  if (installed === undefined) console.log(howToInstall());
  return installed;
}

async function installWithApt(): Promise<void> {
  console.log('FFmpeg is missing: installing it with apt-get …');
  const apt = (...args: string[]) =>
    run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' }, deadlineSeconds: 300 });
  const install = () => apt('install', '-y', '--no-install-recommends', 'ffmpeg');
  try {
    await install().catch(async () => {
      await apt('update'); // the package lists were missing or too old
      await install();
    });
  } catch (error) {
    console.log(
      `apt-get could not install FFmpeg: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function howToInstall(): string {
  const command =
    process.platform === 'darwin'
      ? 'brew install ffmpeg'
      : process.platform === 'win32'
        ? 'winget install Gyan.FFmpeg'
        : 'sudo apt-get install ffmpeg   (or the same with the package manager of your system)';
  return `FFmpeg is not installed, so videos and music will have no pictures. To install it:\n  ${command}`;
}
