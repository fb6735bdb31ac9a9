/** A folder of mixed media in the gallery of a real VS Code: `gallery.bench [--files N] [--json FILE]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Frame } from 'playwright-core';
import { launchBrowser } from '../scripts/workbench/browser.mts';
import { startWorkbench } from '../scripts/workbench/server.mts';
import { until, WorkbenchWindow } from '../scripts/workbench/window.mts';
import { makeCorpus } from './support/corpus';
import { Report, median, percentile95, timed } from './support/report';

const { files } = parseArgs({ options: { files: { type: 'string' } }, strict: false }).values;
const fileCount = Number(files ?? 10_000);
const rounds = 5;
const scanDeadlineSeconds = 1800;
const fling = { pixelsPerSecond: 6000, seconds: 10 };
const words = ['lake_1', 'forest', 'hero_42', 'theme_9', 'city'];

const home = mkdtempSync(join(tmpdir(), 'gallery-bench-'));
void main(join(home, 'corpus')).finally(() => rmSync(home, { recursive: true }));

async function main(corpus: string): Promise<void> {
  await makeCorpus(corpus, fileCount);
  const workbench = await startWorkbench({ folder: corpus });
  const browser = await launchBrowser();
  try {
    const window = await WorkbenchWindow.open(browser, workbench);
    await measure(window);
  } finally {
    await browser.close();
    await workbench.stop();
  }
}

async function measure(window: WorkbenchWindow): Promise<void> {
  const report = new Report();
  await window.openSidebar('Media Library');
  const scanMs = await timed(() => untilScanned(window));
  report.add('first scan, from an open window to the last row', (fileCount / scanMs) * 1000, 'files/s');

  const emptyWindowBytes = await window.page.evaluate(heapBytes);
  const cards = [];
  const pictures = [];
  for (let round = 0; round < rounds; round++) {
    const opened = performance.now();
    await window.runCommand('Media Library: Open Gallery');
    const frame = await window.webview('.card-name');
    cards.push(performance.now() - opened);
    await frame.locator('.card-picture img').first().waitFor();
    pictures.push(performance.now() - opened);
    if (round < rounds - 1) await window.runCommand('View: Close All Editors');
  }
  report.add('Open Gallery chosen → first cards', median(cards), 'ms');
  report.add('Open Gallery chosen → first picture', median(pictures), 'ms');

  const frame = await window.webview('.card-name');
  const scrolling = await frame.evaluate(scrollDown, fling);
  report.add('scrolling: median frame', scrolling.medianFrameMs, 'ms');
  report.add('scrolling: longest frame', scrolling.longestFrameMs, 'ms');
  report.add(
    'after scrolling: every card on screen has its picture',
    await timed(() => untilPictured(frame)),
    'ms',
  );
  report.add('page: elements', await frame.evaluate(() => document.querySelectorAll('*').length), 'elements');
  const galleryBytes = (await frame.evaluate(heapBytes)) - emptyWindowBytes;
  report.add('page: JavaScript heap, over the window without it', galleryBytes / 2 ** 20, 'MiB');

  const searches = [];
  for (const word of words) searches.push(await searchMs(window, frame, word));
  report.add('last key of a search → its first card, p95', percentile95(searches), 'ms');
  report.finish();
}

/** The status bar counts files while a scan runs, and says how many there are after it. */
async function untilScanned(window: WorkbenchWindow): Promise<void> {
  const all = new Intl.NumberFormat('en-US').format(fileCount);
  await until(
    `${all} files in the library`,
    async () => {
      const said = await window.statusBar.innerText();
      return said.includes(all) && !said.includes('/') ? true : undefined;
    },
    scanDeadlineSeconds,
  );
}

async function untilPictured(frame: Frame): Promise<void> {
  await until('pictures of all cards', () =>
    frame.evaluate(() => (document.querySelector('.card .skeleton') ? undefined : true)),
  );
}

async function searchMs(window: WorkbenchWindow, frame: Frame, word: string): Promise<number> {
  const box = frame.locator('.search input');
  await box.fill('');
  await untilFirstCard(frame, () => true);
  await box.fill(word.slice(0, -1));
  await box.press('End');
  await untilFirstCard(frame, (name, typed) => name.includes(typed), word.slice(0, -1));
  const began = performance.now();
  await window.page.keyboard.type(word.slice(-1));
  await untilFirstCard(frame, (name, typed) => name.includes(typed), word);
  return performance.now() - began;
}

async function untilFirstCard(
  frame: Frame,
  isRight: (name: string, typed: string) => boolean,
  typed = '',
): Promise<void> {
  await until(`a card for “${typed}”`, async () => {
    const name = await frame.evaluate(() => document.querySelector('.card')?.getAttribute('aria-label'));
    return name !== null && name !== undefined && isRight(name, typed) ? true : undefined;
  });
}

/** Runs in the page: scrolls at a steady speed and measures the time between frames. */
function scrollDown(speed: typeof fling): Promise<{ medianFrameMs: number; longestFrameMs: number }> {
  return new Promise((resolve) => {
    const scroller = document.querySelector('.files');
    const frames: number[] = [];
    const began = performance.now();
    let last = began;
    const step = (now: number) => {
      frames.push(now - last);
      last = now;
      if (scroller) scroller.scrollTop = ((now - began) / 1000) * speed.pixelsPerSecond;
      if (now - began < speed.seconds * 1000) requestAnimationFrame(step);
      else {
        frames.sort((a, b) => a - b);
        resolve({
          medianFrameMs: frames[Math.floor(frames.length / 2)] ?? NaN,
          longestFrameMs: frames.at(-1) ?? NaN,
        });
      }
    };
    requestAnimationFrame(step);
  });
}

/** Runs in a page, whose heap here is that of the whole window; only Chromium tells. */
function heapBytes(): number {
  const memory: unknown = Reflect.get(performance, 'memory');
  const used: unknown = memory && typeof memory === 'object' ? Reflect.get(memory, 'usedJSHeapSize') : NaN;
  return Number(used);
}
