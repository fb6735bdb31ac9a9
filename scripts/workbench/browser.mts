/** A Chromium to drive the workbench with: the system's own, else the one from the npm registry. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Keep it from calling home and from needing a sandbox or a GPU. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--enable-precise-memory-info', // the benchmarks read the size of the heap
];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = systemBrowsers.find((path) => existsSync(path)) ?? (await unpackBrowser());
  return chromium.launch({ executablePath, args: quietFlags });
}

/** The npm package unpacks itself into the temporary folder on first use, which two at once would spoil: it gets its own. */
async function unpackBrowser(): Promise<string> {
  const home = resolve('.vscode-test/chromium');
  await mkdir(home, { recursive: true });
  const shared = process.env['TMPDIR'];
  process.env['TMPDIR'] = home;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    return await packed.executablePath();
  } finally {
    if (shared === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = shared;
  }
}
