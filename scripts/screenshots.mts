/** `npm run screenshots`: takes the README's pictures in the real workbench, with the sample folder, into docs/images. */
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { ensureFfmpeg } from './ffmpeg.mts';
import { endWhenInterrupted, run } from './processes.mts';
import { ensureSample } from './sample.mts';
import { launchBrowser } from './workbench/browser.mts';
import { startWorkbench, type Workbench } from './workbench/server.mts';
import { until, WorkbenchWindow } from './workbench/window.mts';

const notes = `# Three days in the Dolomites

We came down from the Rifugio before sunrise.

![The ridge at dusk](footage/drone/ridge%20at%20dusk.mov)

## What is still to do

- cut the drone footage to the first song of the album
- a still for the cover: \`IMG_2103.JPG\` or the panorama?
`;

endWhenInterrupted(130);
const ffmpeg = await ensureFfmpeg();
if (ffmpeg === undefined) throw new Error('The sample folder is made with FFmpeg.');
const sample = await ensureSample(ffmpeg);
await run(process.execPath, ['esbuild.mjs', '--production'], { deadlineSeconds: 120 });

const parent = await mkdtemp(join(tmpdir(), 'media-library-screenshots-'));
const folder = join(parent, 'Summer film');
await cp(sample, folder, { recursive: true });
await writeFile(join(folder, 'notes.md'), notes);
const workbench = await startWorkbench({ folder, env: { MEDIA_LIBRARY_SHOW: '1' } });
const browser = await launchBrowser();
try {
  const window = await WorkbenchWindow.open(browser, workbench, { width: 1200, height: 760 });
  await takeAll(window, workbench);
} finally {
  await browser.close();
  await workbench.stop();
  await rm(parent, { recursive: true, force: true });
}

async function takeAll(window: WorkbenchWindow, server: Workbench): Promise<void> {
  const gallery = await window.webview('.page .files .card');
  await window.treeRow('photos').click();
  await untilPicturesLoaded(gallery);
  await take(window, 'gallery-dark');

  await server.changeSettings({ 'workbench.colorTheme': 'Default High Contrast' });
  await window.page.locator('.monaco-workbench.hc-black').waitFor();
  await take(window, 'gallery-high-contrast');

  await server.changeSettings({ 'workbench.colorTheme': 'Default Light Modern' });
  await window.page.locator('.monaco-workbench.vs').waitFor();
  await gallery.locator('vscode-button[aria-label="List"]').click();
  await untilPicturesLoaded(gallery);
  await take(window, 'list-light');

  await server.changeSettings({ 'workbench.colorTheme': 'Default Dark Modern' });
  await window.page.locator('.monaco-workbench.vs-dark').waitFor();
  await gallery.locator('vscode-button[aria-label="Grid"]').click();
  await window.openFromExplorer('notes.md');
  await window.openSidebar('Media Library');
  await window.treeRow('footage').click();
  await window.treeRow('drone').click();
  await window.treeRow('ridge at dusk.mov').hover();
  await window.treeRow('ridge at dusk.mov').locator('[aria-label*="to the Side"]').click();
  const preview = await window.webview('main.preview video');
  await untilTrue(preview, `() => document.querySelector('video').readyState > 0`);
  await preview.evaluate(`document.querySelector('video').currentTime = 2`);
  await untilTrue(
    preview,
    `() => {
      const { seeking, readyState, currentTime } = document.querySelector('video');
      return currentTime === 2 && !seeking && readyState > 2;
    }`,
  );
  await window.page.waitForTimeout(3000); // the player's spinner ends its turn before it goes, and has no event
  await take(window, 'preview-beside-code');
}

async function untilPicturesLoaded(gallery: Frame): Promise<void> {
  await untilTrue(
    gallery,
    `() => document.querySelectorAll('.skeleton').length === 0 &&
      [...document.querySelectorAll('.files img')].every((image) => image.complete && image.naturalWidth > 0)`,
  );
}

/** The condition is the source of a function that runs in the page. */
async function untilTrue(frame: Frame, condition: string): Promise<void> {
  await until('the pictures', async () => (await frame.evaluate<boolean>(`(${condition})()`)) || undefined);
}

/** A palette makes the picture a third of its size and looks the same. */
async function take(window: WorkbenchWindow, name: string): Promise<void> {
  await window.page.mouse.move(0, 0);
  await mkdir('docs/images', { recursive: true });
  const file = `docs/images/${name}.png`;
  await sharp(await window.page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(file);
  console.log(`${file}: ${((await stat(file)).size / 1000).toFixed(0)} kB`);
}
