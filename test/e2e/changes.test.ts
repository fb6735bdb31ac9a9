import assert from 'node:assert/strict';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyPicture } from '../support/tinyPicture';
import { Session } from './support/session';
import { until } from '../../scripts/workbench/window.mts';

const fileCount = 35;
const promisedSeconds = 2;

describe('A folder that changes', function () {
  this.timeout(120_000);
  const session = Session.forTests({ env: { MEDIA_LIBRARY_SHOW: '1' } });

  it('shows a new file, and forgets a deleted one, within two seconds', async () => {
    const gallery = await session.gallery();
    await gallery.untilSummary(`${fileCount} files`);
    const added = join(session.folder, 'icons/added.png');
    await copyFile(join(session.folder, 'icons/badge.png'), added);
    await gallery.untilSummary(`${fileCount + 1} files`, promisedSeconds);
    await gallery.untilPicture('added.png');
    await session.window.treeRow('icons').filter({ hasText: '7' }).waitFor();
    await rm(added);
    await gallery.untilSummary(`${fileCount} files`, promisedSeconds);
    assert.equal(await gallery.card('added.png').count(), 0);
  });

  it('goes on when the library process is killed, and says so once', async () => {
    const { window, workbench } = session;
    const gallery = await session.gallery();
    const [library] = workbench.processes().filter(({ command }) => command.includes('dist/library.js'));
    assert.ok(library, 'the library process runs');
    process.kill(library.pid, 'SIGKILL');
    await until('a new library process', () =>
      Promise.resolve(
        workbench
          .processes()
          .find(({ pid, command }) => command.includes('dist/library.js') && pid !== library.pid),
      ),
    );
    await gallery.searchFor('harbour');
    await gallery.untilSummary('1 file');
    await gallery.searchFor('');
    await gallery.untilSummary(`${fileCount} files`);
    const messages = (await window.notificationTexts()).filter((text) => text.includes('started again'));
    assert.equal(messages.length, 1);
  });

  it('takes in ten thousand files at once and stays usable', async () => {
    const gallery = await session.gallery();
    const many = join(session.folder, 'many');
    await mkdir(many);
    for (let batch = 0; batch < 10_000; batch += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, place) => batch + place).map((number) =>
          writeFile(join(many, `frame ${number}.png`), tinyPicture(number)),
        ),
      );
    }
    await gallery.untilSummary('10,035 files', 60);
    const cards = await gallery.cards.count();
    assert.ok(cards < 200, `${cards} cards in the document`);
    await gallery.searchFor('frame 9999');
    await gallery.untilSummary('1 file', 5);
    await session.window.treeRow('many').filter({ hasText: '10,000' }).waitFor();
    await session.window.treeRow('many').click();
    await session.window.treeRow('frame 0').waitFor();
  });
});
