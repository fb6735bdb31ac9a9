import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeScript } from '../support/fakeTool';
import { beginningOfWmv, TempFolder } from '../support/tempFolder';
import { tinyPicture } from '../support/tinyPicture';
import { Session } from './support/session';

const pictureCount = 2000;
const filmCount = 4;

describe('A scan', function () {
  this.timeout(120_000);
  const tools = new TempFolder();
  after(() => tools.dispose());
  const ffprobe = writeScript(
    tools.at('ffprobe'),
    `[ "$1" = -version ] && echo 'ffprobe version 7' && exit`,
    'exec sleep 600',
  );
  const session = Session.forTests({
    sample: false,
    settings: { 'mediaLibrary.scanOnOpen': false, 'mediaLibrary.ffprobePath': ffprobe },
    prepare: async (folder) => {
      await mkdir(join(folder, 'pictures'));
      const numbers = Array.from({ length: pictureCount }, (_, index) => index);
      await Promise.all(
        numbers.map((number) => writeFile(join(folder, 'pictures', `${number}.png`), tinyPicture(number))),
      );
      for (let film = 0; film < filmCount; film++)
        await writeFile(join(folder, `${film}.wmv`), beginningOfWmv);
    },
  });

  it('waits until it is asked for when the settings say so', async () => {
    await session.window.openSidebar('Media Library');
    await session.window.page.getByText('has not been scanned yet').waitFor();
  });

  it('ends within a second of Cancel, keeping what was read and leaving no process', async () => {
    const { window, workbench } = session;
    await window.page.getByRole('button', { name: 'Scan Workspace' }).click();
    const progress = window.statusBar.getByText(/2,000 \/ 2,004/);
    await progress.waitFor();
    await window.page.locator('.sidebar').hover();
    await window.page
      .locator('.sidebar [aria-label^="Cancel Scan"], .sidebar [aria-label^="Media Library: Cancel Scan"]')
      .first()
      .click();
    await progress.waitFor({ state: 'hidden', timeout: 1500 });
    assert.deepEqual(
      workbench.processes().filter(({ command }) => /ffmpeg|ffprobe|sleep 600/.test(command)),
      [],
    );
  });

  it('goes on from there when asked again', async () => {
    await session.window.runCommand('Media Library: Open Gallery');
    const gallery = await session.gallery();
    await gallery.untilSummary('2,000 files', 60);
    await session.workbench.changeSettings({ 'mediaLibrary.ffprobePath': '' });
    await session.window.runCommand('Media Library: Scan Workspace');
    await gallery.untilSummary('2,004 files', 60);
  });
});
