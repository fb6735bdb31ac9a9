import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from './support/session';
import { tinyPicture } from '../support/tinyPicture';
import { until } from '../../scripts/workbench/window.mts';

const fileCount = 12_000;

describe('A scan', function () {
  this.timeout(120_000);
  const session = Session.forTests({
    sample: false,
    settings: { 'mediaLibrary.scanOnOpen': false, 'mediaLibrary.concurrency': 1 },
    prepare: async (folder) => {
      for (let part = 0; part < fileCount; part += 1000) {
        const place = join(folder, `part ${part / 1000}`);
        await mkdir(place);
        const numbers = Array.from({ length: 1000 }, (_, index) => part + index);
        await Promise.all(
          numbers.map((number) => writeFile(join(place, `${number}.png`), tinyPicture(number))),
        );
      }
    },
  });

  it('waits until it is asked for when the settings say so', async () => {
    await session.window.openSidebar('Media Library');
    await session.window.page.getByText('has not been scanned yet').waitFor();
  });

  it('ends within a second of Cancel, keeping what was read', async () => {
    const { window, workbench } = session;
    await window.page.getByRole('button', { name: 'Scan Workspace' }).click();
    const progress = window.statusBar.getByText(/\d \/ [\d,]+/);
    await progress.waitFor();
    await window.page.locator('.sidebar').hover();
    await window.page
      .locator('.sidebar [aria-label^="Cancel Scan"], .sidebar [aria-label^="Media Library: Cancel Scan"]')
      .first()
      .click();
    await progress.waitFor({ state: 'hidden', timeout: 1500 });
    assert.deepEqual(
      workbench.processes().filter(({ command }) => /ffmpeg|ffprobe/.test(command)),
      [],
    );
  });

  it('goes on from there when asked again', async () => {
    await session.window.runCommand('Media Library: Open Gallery');
    const gallery = await session.gallery();
    await session.window.runCommand('Media Library: Scan Workspace');
    await gallery.untilSummary('12,000 files', 60);
    await until('the last card', async () => ((await gallery.cards.count()) > 0 ? true : undefined));
  });
});
