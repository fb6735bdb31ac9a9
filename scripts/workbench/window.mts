/** One window of the web workbench in a browser, and what a user does in it. */
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import type { Workbench } from './server.mts';

export interface WindowOptions {
  /** CSS pixels. Default 1280 × 800. */
  width?: number;
  height?: number;
}

export class WorkbenchWindow {
  readonly page: Page;
  /** What the page and the extension host wrote to the console. */
  readonly consoleLines: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('console', (message) => this.consoleLines.push(`${message.type()}: ${message.text()}`));
  }

  /** Opens the workbench and waits until its activity bar, editors and status bar are there. */
  static async open(
    browser: Browser,
    workbench: Workbench,
    { width = 1280, height = 800 }: WindowOptions = {},
  ): Promise<WorkbenchWindow> {
    const context = await browser.newContext({ viewport: { width, height } });
    const opened = new WorkbenchWindow(context, await context.newPage());
    await opened.page.goto(workbench.url);
    await opened.#untilReady();
    return opened;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#untilReady();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Runs a command by the title that the command palette shows, such as `Media Library: Open Gallery`. */
  async runCommand(title: string): Promise<void> {
    const picker = this.page.locator('.quick-input-widget');
    await this.page.keyboard.press('F1');
    await picker.locator('input.input').first().fill(`>${title}`);
    const entry = picker.locator('.monaco-list-row').filter({ hasText: title }).first();
    await entry.click();
    await picker.waitFor({ state: 'hidden' });
  }

  /** Shows the sidebar of an activity bar entry, such as `Media Library`. */
  async openSidebar(title: string): Promise<void> {
    const tab = this.page
      .locator('.activitybar [role="tab"]')
      .filter({ has: this.page.locator(`[aria-label^="${title}"]`) });
    if ((await tab.first().getAttribute('aria-selected')) !== 'true') await tab.first().click();
  }

  /** Rows of the tree in the sidebar, in order, as far as they are on screen. */
  get treeRows(): Locator {
    return this.page.locator('.sidebar .monaco-list-row');
  }

  treeRow(label: string): Locator {
    return this.treeRows.filter({ hasText: label }).first();
  }

  get notifications(): Locator {
    return this.page.locator('.notification-toast');
  }

  get statusBar(): Locator {
    return this.page.locator('.part.statusbar');
  }

  /**
   * Waits for the webview whose content matches `selector` and returns its frame. Content sits two iframes deep, and a
   * webview that is hidden and shown again gets new frames: ask again after such a change.
   */
  async webview(selector: string, deadlineSeconds = 30): Promise<Frame> {
    return until(
      `a webview with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (frame.url().includes('fake.html') && (await hasVisible(frame, selector))) return frame;
        }
        return undefined;
      },
      deadlineSeconds,
    );
  }

  async #untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.activitybar .action-item').first().waitFor({ timeout: 60_000 });
  }
}

async function hasVisible(frame: Frame, selector: string): Promise<boolean> {
  try {
    return await frame.locator(selector).first().isVisible();
  } catch {
    return false; // the frame went away while it was asked; another look finds its successor
  }
}

/** Looks again and again until `look` returns something; throws, naming `what`, after the deadline. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  deadlineSeconds = 30,
): Promise<Found> {
  const deadline = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${deadlineSeconds} s in vain for ${what}.`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
