import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyPicture } from '../support/tinyPicture';
import { Session } from './support/session';

const fileCount = 35;

describe('A workspace folder that cannot be read', function () {
  this.timeout(120_000);
  const session = Session.forTests({ env: { MEDIA_LIBRARY_SHOW: '1' } });

  it('keeps its files, which say that they are missing until it is back', async () => {
    const { window, folder } = session;
    const gallery = await session.gallery();
    await gallery.untilSummary(`${fileCount} files`);
    await gallery.searchFor('harbour');
    await gallery.untilSummary('1 file');
    const trouble = gallery.cards.first().locator('.card-error');
    await rename(folder, `${folder} away`);
    await window.runCommand('Media Library: Scan Workspace');
    await trouble.waitFor();
    assert.match((await trouble.getAttribute('title')) ?? '', /cannot be read/);
    assert.match((await gallery.cards.first().getAttribute('aria-label')) ?? '', /Missing/);
    await session.picture('missing');
    await rename(`${folder} away`, folder);
    await window.runCommand('Media Library: Scan Workspace');
    await trouble.waitFor({ state: 'detached' });
    await gallery.searchFor('');
    await gallery.untilSummary(`${fileCount} files`);
  });
});

describe('A folder that VS Code does not watch', function () {
  this.timeout(120_000);
  const session = Session.forTests({
    env: { MEDIA_LIBRARY_SHOW: '1' },
    settings: { 'files.watcherExclude': { '**/unwatched/**': true } },
    prepare: (folder) => mkdir(join(folder, 'unwatched')),
  });

  it('is looked at all the same, and that is said once', async () => {
    const gallery = await session.gallery();
    await gallery.untilSummary(`${fileCount} files`);
    const unwatched = join(session.folder, 'unwatched');
    await writeFile(join(unwatched, 'first.png'), tinyPicture(1));
    await gallery.untilSummary(`${fileCount + 1} files`, 40);
    await writeFile(join(unwatched, 'second.png'), tinyPicture(2));
    await gallery.untilSummary(`${fileCount + 2} files`, 40);
    const said = (await session.window.notificationTexts()).filter((text) => text.includes('did not tell'));
    assert.equal(said.length, 1);
  });
});
