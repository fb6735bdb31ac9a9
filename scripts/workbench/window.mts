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

  /** As its user reloads it, so that the workbench keeps its state first. */
  async reload(): Promise<void> {
    const reloaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await reloaded;
    await this.#untilReady();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /**
   * Runs a command by the title that the command palette shows, such as `Media Library: Open Gallery`; asks again while
   * the extension has not come up yet, because an open palette does not take in new commands.
   */
  async runCommand(title: string): Promise<void> {
    const picker = this.page.locator('.quick-input-widget');
    const entry = picker.locator('.monaco-list-row').filter({ hasText: title }).first();
    await until(`the command ${title}`, async () => {
      await this.page.keyboard.press('F1');
      await picker.locator('input.input').first().fill(`>${title}`);
      const clicked = entry.click({ timeout: 2000 }).then(() => true);
      return clicked.catch(() => undefined);
    });
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

  /** A file in the Explorer's tree: shows the Explorer, then opens the file in an editor that stays. */
  async openFromExplorer(name: string): Promise<void> {
    await this.openSidebar('Explorer');
    await this.treeRow(name).dblclick();
    await this.page.locator('.tab').filter({ hasText: name }).first().waitFor();
  }

  /** What was said in notifications and not dismissed; the driver mode of the workbench shows them in their centre only. */
  async notificationTexts(): Promise<string[]> {
    const centre = this.page.locator('.notifications-center');
    await this.runCommand('Notifications: Show Notifications');
    await centre.waitFor();
    const texts = await centre.locator('.notification-list-item-message').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return texts;
  }

  get statusBar(): Locator {
    return this.page.locator('.part.statusbar');
  }

  /**
   * Waits for the webview whose content matches `selector` and returns its frame. Content sits two iframes deep, and a
   * webview that is hidden and shown again gets new frames: ask again after such a change.
   */
  async webview(selector: string, deadlineSeconds = 60): Promise<Frame> {
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
