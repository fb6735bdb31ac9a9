import assert from 'node:assert/strict';
import { basename } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { until } from '../../../scripts/workbench/window.mts';

/** The gallery as its user sees it; file names are matched whole. */
export class GalleryPage {
  readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  get cards(): Locator {
    return this.frame.locator('.card');
  }

  get search(): Locator {
    return this.frame.locator('vscode-text-field input');
  }

  get summary(): Locator {
    return this.frame.locator('.summary');
  }

  /** The card's tooltip is its path. */
  card(fileName: string): Locator {
    return this.frame.locator(
      `.card[title=${JSON.stringify(fileName)}], .card[title$=${JSON.stringify(`/${fileName}`)}]`,
    );
  }

  button(label: string): Locator {
    return this.frame.locator(`vscode-button[aria-label=${JSON.stringify(label)}]`);
  }

  /** Waits until the toolbar's summary reads so, such as `35 files`. */
  async untilSummary(text: RegExp | string, deadlineSeconds = 30): Promise<void> {
    const matches = (shown: string) => (typeof text === 'string' ? shown === text : text.test(shown));
    let shown = '';
    await until(
      `the summary ${String(text)}`,
      async () => {
        shown = (await this.summary.textContent()) ?? '';
        return matches(shown) || undefined;
      },
      deadlineSeconds,
    ).catch((error: unknown) => {
      throw new Error(`The summary reads “${shown}”`, { cause: error });
    });
  }

  /** Waits until the card's picture has really been decoded. */
  async untilPicture(fileName: string): Promise<void> {
    const picture = this.card(fileName).locator('img').first();
    await until(`the picture of ${fileName}`, async () => {
      if ((await picture.count()) === 0) return undefined;
      const width = await picture.evaluate((image) =>
        image instanceof HTMLImageElement ? image.naturalWidth : 0,
      );
      return width > 0 || undefined;
    });
  }

  /** Types into the search box as a user does. */
  async searchFor(text: string): Promise<void> {
    await this.search.fill(text);
  }

  async show(view: 'Grid' | 'List'): Promise<void> {
    await this.button(view).click();
    await this.frame.locator(view === 'List' ? '.files-list' : '.files-grid').waitFor();
  }

  /** The text of one column of the list, top to bottom, as far as rows are in the document. */
  async column(index: number): Promise<string[]> {
    const rows = await this.frame.locator('.list-row').all();
    const placed = await Promise.all(
      rows.map(async (row) => ({
        place: Number(await row.getAttribute('data-index')),
        text: (await row.locator('.list-cell').nth(index).textContent()) ?? '',
      })),
    );
    return placed.sort((a, b) => a.place - b.place).map(({ text }) => text);
  }

  /** Waits until the texts of a column are as wanted. */
  async untilColumn(index: number, wanted: (texts: readonly string[]) => boolean): Promise<void> {
    await until(
      `column ${index} to be in order`,
      async () => wanted(await this.column(index)) || undefined,
      10,
    );
  }

  /** The name of the file that the keyboard cursor is on. */
  async focused(): Promise<string> {
    return basename((await this.frame.locator('.card:focus').getAttribute('title')) ?? '');
  }

  async untilFocused(fileName: string): Promise<void> {
    let shown = '';
    await until(
      `the cursor on ${fileName}`,
      async () => {
        if ((await this.frame.locator('.card:focus').count()) === 0) return undefined;
        shown = await this.focused();
        return shown === fileName || undefined;
      },
      10,
    ).catch(() => assert.equal(shown, fileName));
  }
}
