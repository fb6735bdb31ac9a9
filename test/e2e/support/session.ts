import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { endWhenInterrupted } from '../../../scripts/processes.mts';
import { launchBrowser } from '../../../scripts/workbench/browser.mts';
import { type Workbench, type WorkbenchOptions, startWorkbench } from '../../../scripts/workbench/server.mts';
import { GalleryPage } from './galleryPage';
import { WorkbenchWindow } from '../../../scripts/workbench/window.mts';

const gallerySelector = '.page .files, .page .empty-state';
const previewSelector = 'main.preview';

export interface SessionOptions extends Omit<WorkbenchOptions, 'folder'> {
  /** Without the sample media the folder begins empty. */
  sample?: boolean;
  /** Fills the folder further before it is opened. */
  prepare?: (folder: string) => Promise<unknown>;
}

/** A real workbench on a folder of its own, with one window in a real browser, for the tests of one `describe`. */
export class Session {
  folder = '';
  #browser: Browser | undefined;
  #workbench: Workbench | undefined;
  #window: WorkbenchWindow | undefined;

  /** Opens before the tests of the surrounding `describe`, closes after them, keeps a picture of each failure. */
  static forTests(options: SessionOptions = {}): Session {
    const session = new Session();
    before(async function () {
      this.timeout(180_000);
      await session.#open(options);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await session.#keepPicture(this.currentTest.fullTitle());
    });
    after(async function () {
      this.timeout(30_000);
      await session.#close();
    });
    return session;
  }

  get window(): WorkbenchWindow {
    if (!this.#window) throw new Error('The window is open during tests only.');
    return this.#window;
  }

  get workbench(): Workbench {
    if (!this.#workbench) throw new Error('The workbench runs during tests only.');
    return this.#workbench;
  }

  /** The gallery, which is open or about to open. */
  async gallery(): Promise<GalleryPage> {
    return new GalleryPage(await this.window.webview(gallerySelector));
  }

  async preview(): Promise<Frame> {
    return this.window.webview(previewSelector);
  }

  async showTab(title: string): Promise<void> {
    await this.window.page.locator('.tab').filter({ hasText: title }).first().click();
  }

  /** For people to look at. */
  async picture(name: string): Promise<void> {
    await mkdir('.vscode-test/shots', { recursive: true });
    const path = resolve('.vscode-test/shots', `${name.replace(/[^\w.-]+/g, '-')}.png`);
    await this.window.page.screenshot({ path });
    console.log(`      ${path}`);
  }

  async #open({ sample = true, prepare, ...options }: SessionOptions): Promise<void> {
    endWhenInterrupted(130);
    this.folder = join(await mkdtemp(join(tmpdir(), 'media-library-e2e-')), 'holiday');
    await (sample ? cp(sampleFolder(), this.folder, { recursive: true }) : mkdir(this.folder));
    await prepare?.(this.folder);
    this.#workbench = await startWorkbench({ ...options, folder: this.folder });
    this.#browser = await launchBrowser();
    this.#window = await WorkbenchWindow.open(this.#browser, this.#workbench);
  }

  async #close(): Promise<void> {
    await this.#browser?.close();
    await this.#workbench?.stop();
    if (this.folder !== '')
      await rm(join(this.folder, '..'), { recursive: true, force: true, maxRetries: 5 });
  }

  async #keepPicture(title: string): Promise<void> {
    if (!this.#window) {
      console.log(this.#workbench?.log().slice(-2000));
      return;
    }
    await this.picture(`failed ${title}`);
  }
}

function sampleFolder(): string {
  const folder = process.env['SAMPLE_FOLDER'];
  if (folder === undefined)
    throw new Error('Run these tests with npm, which makes the sample folder for them.');
  return folder;
}
