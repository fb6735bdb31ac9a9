/** Runs test/host inside a real extension host: of desktop VS Code where it can be had, else of the web workbench. */
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type Outcome, readOutcomes } from './outcomes.mts';
import { launchBrowser } from './workbench/browser.mts';
import { startWorkbench } from './workbench/server.mts';
import { WorkbenchWindow, until } from './workbench/window.mts';

const testsPath = 'dist/dev/test/host/index.js';

/** `sample` is copied first, so that the tests may change their workspace. */
export async function runHostTests(sample: string, outcomesFile: string): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'media-library-host-'));
  const folder = join(parent, 'workspace');
  await cp(sample, folder, { recursive: true });
  const env = { MEDIA_LIBRARY_PROJECT: process.cwd(), TEST_OUTCOMES: outcomesFile };
  try {
    await ((await desktopAvailable()) ? inDesktop(folder, env) : inWebWorkbench(folder, env, outcomesFile));
  } finally {
    await rm(parent, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A desktop needs a screen, and VS Code either downloaded before or within reach. */
async function desktopAvailable(): Promise<boolean> {
  if (process.platform === 'linux' && !process.env['DISPLAY']) return false;
  if (existsSync('.vscode-test') && readdirSync('.vscode-test').some((name) => name.startsWith('vscode-')))
    return true;
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      method: 'HEAD',
      signal: AbortSignal.timeout(5000),
    });
    return answer.ok;
  } catch {
    return false; // no network, or one that ends at a wall
  }
}

async function inDesktop(folder: string, env: Record<string, string>): Promise<void> {
  console.log('In the extension host of desktop VS Code:');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', `--user-data-dir=${folder}-data`] : [];
  await runTests({
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: resolve(testsPath),
    extensionTestsEnv: env,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', ...asRoot],
  });
}

async function inWebWorkbench(
  folder: string,
  env: Record<string, string>,
  outcomesFile: string,
): Promise<void> {
  console.log('In the extension host of the web workbench (no desktop VS Code within reach):');
  const workbench = await startWorkbench({ folder, testsPath, env });
  const browser = await launchBrowser();
  try {
    const window = await WorkbenchWindow.open(browser, workbench);
    await until('the host tests to end', () => Promise.resolve(readOutcomes(outcomesFile)), 300).catch(
      (error: unknown) => {
        console.log(
          workbench.log(),
          window.consoleLines.filter((line) => line.startsWith('error')).join('\n'),
        );
        throw error;
      },
    );
    report(readOutcomes(outcomesFile) ?? []);
  } finally {
    await browser.close();
    await workbench.stop();
  }
}

/** The extension host has no terminal: its outcomes are printed here. */
function report(outcomes: readonly Outcome[]): void {
  for (const { title, passed, reason } of outcomes) {
    console.log(passed ? `  ✔ ${title}` : `  ✘ ${title}\n${reason ?? ''}`);
  }
}
