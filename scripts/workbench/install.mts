/**
 * Installs VS Code's web workbench from the npm registry. The package `code-server` carries VS Code's own server and
 * workbench in `lib/vscode`; its entry point and its slow install script are not used.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from '../processes.mts';

/** code-server 4.139.1 is VS Code 1.139.1. */
const version = '4.139.1';

/** Returns the path of the workbench's `server-main.js`, installing it when this is the first time (half a minute). */
export async function installWorkbench(): Promise<string> {
  const home = resolve('.vscode-test', `workbench-${version}`);
  const server = join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');
  if (!existsSync(server)) await installInto(home);
  return server;
}

/** Installs beside the final place and moves there when complete, so that an interrupted install is never taken for one. */
async function installInto(home: string): Promise<void> {
  console.log(`Installing the VS Code web workbench (code-server ${version}) from npm …`);
  const draft = `${home}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
  await npm(draft, ['install', `code-server@${version}`, '--save-exact', '--ignore-scripts']);

  const vscode = join(draft, 'node_modules/code-server/lib/vscode');
  // Not `npm ci`: the shrinkwrap file inside is out of step with its package.json.
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  await buildLogging(vscode);
  await rm(home, { recursive: true, force: true });
  await rename(draft, home);
}

/**
 * The log writer is the one native part without a ready-made binary. Without a C++ compiler the workbench runs all the
 * same, but its Output panel stays empty.
 */
async function buildLogging(vscode: string): Promise<void> {
  try {
    await npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog']);
  } catch {
    console.log('No C++ compiler here: the Output panel of this workbench will stay empty. All else works.');
  }
}

function npm(cwd: string, args: readonly string[]): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return run(program, [...args, ...quiet], { cwd, deadlineSeconds: 300 });
}
