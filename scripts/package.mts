/** `npm run package`: the VSIX for this machine's platform, with just what runs. Prints its path and size. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { endWhenInterrupted, run } from './processes.mts';

/** VS Code's name of this platform; npm installs the native parts of this one only, so no other can be packaged here. */
function thisTarget(): string {
  const musl = existsSync('node_modules/@img/sharp-linuxmusl-' + process.arch);
  return `${musl ? 'alpine' : process.platform}-${process.arch}`;
}

/** Builds, packages and returns the path of the VSIX. */
export async function packageExtension(): Promise<string> {
  const target = thisTarget();
  const work = resolve('.vscode-test');
  await mkdir(work, { recursive: true });
  const ignoreFile = resolve(work, `vscodeignore-${target}`);
  await writeFile(ignoreFile, nativePartsOnlyFor(target, await readFile('.vscodeignore', 'utf8')));
  const vsix = resolve(`media-library-${target}.vsix`);
  const vsce = ['node_modules/@vscode/vsce/vsce', 'package', '--target', target, '--ignoreFile', ignoreFile];
  const rest = ['--out', vsix, '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [...vsce, ...rest], { deadlineSeconds: 180 });
  const { size } = await stat(vsix);
  console.log(`${vsix}: ${(size / 1e6).toFixed(1)} MB`);
  return vsix;
}

/** `.vscodeignore` lets the binaries of every platform through, because it cannot know the target; this narrows it. */
function nativePartsOnlyFor(target: string, ignore: string): string {
  const [system = '', cpu = ''] = target.split('-');
  const prebuild = `${system === 'alpine' ? 'linuxmusl' : system}-${cpu}`;
  const ffprobeFolder = `${system === 'alpine' ? 'linux' : system}/${cpu}`;
  return ignore
    .replace('better-sqlite3/prebuilds/*', `better-sqlite3/prebuilds/${prebuild}.node`)
    .replace('ffprobe-static/bin/**', `ffprobe-static/bin/${ffprobeFolder}/*`);
}

if (import.meta.main) {
  endWhenInterrupted(130);
  await packageExtension();
}
