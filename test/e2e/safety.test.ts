import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { Session } from './support/session';
import { tinyPicture } from '../support/tinyPicture';

const hostileNames = [
  '<img src=x onerror=alert(1)>.png',
  '-rf.png',
  '$(touch pwned).png',
  '`touch pwned`.png',
  'a"b\'c.png',
  '100%41#?.png',
  'img%03d.png',
  'two\nlines.png',
  'concat:a|b.png',
  'exe\u202Egnp.png',
];

describe('A folder with hostile file names', function () {
  this.timeout(90_000);
  const session = Session.forTests({
    sample: false,
    env: { MEDIA_LIBRARY_SHOW: '1' },
    prepare: async (folder) => {
      await Promise.all(hostileNames.map((name, place) => writeFile(join(folder, name), tinyPicture(place))));
    },
  });

  it('shows every name as text, with its picture, and runs nothing', async () => {
    const gallery = await session.gallery();
    await gallery.untilSummary(`${hostileNames.length} files`);
    const shown = await gallery.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('title')));
    assert.deepEqual(shown.toSorted(), hostileNames.toSorted());
    for (const card of await gallery.cards.all()) await card.locator('img').first().waitFor();
    assert.equal(await gallery.frame.locator('img[src="x"]').count(), 0);
    assert.ok(!existsSync(join(session.folder, 'pwned')));
    await session.picture('hostile names');
  });

  it('previews one', async () => {
    const gallery = await session.gallery();
    await gallery.frame.locator('.card[title^="<img"]').dblclick();
    const preview = await session.preview();
    await preview.locator('img').first().waitFor();
    assert.equal(await preview.locator('img[src="x"]').count(), 0);
  });
});

describe('Restricted Mode', function () {
  this.timeout(90_000);
  const session = Session.forTests({ asksForTrust: true });

  it('reads no file, says why, and offers to trust the folder', async () => {
    const { window, workbench } = session;
    await window.openSidebar('Media Library');
    await window.page.getByText('In Restricted Mode no media file is read').waitFor();
    await window.page.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    const readers = workbench
      .processes()
      .filter(({ command }) => /ffmpeg|ffprobe|dist\/library\.js/.test(command));
    assert.deepEqual(readers, []);
    await session.picture('restricted mode');
  });
});

describe('For everybody', function () {
  this.timeout(90_000);
  const session = Session.forTests({ env: { MEDIA_LIBRARY_SHOW: '1' } });
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

  it('the gallery has nothing that axe calls serious', async () => {
    const gallery = await session.gallery();
    await gallery.untilPicture('badge.png');
    assert.deepEqual(await seriousFindings(gallery.frame), []);
    await gallery.show('List');
    assert.deepEqual(await seriousFindings(gallery.frame), []);
    await gallery.show('Grid');
  });

  it('neither has the preview', async () => {
    const gallery = await session.gallery();
    await gallery.card('badge.png').dblclick();
    const preview = await session.preview();
    await preview.locator('img').first().waitFor();
    assert.deepEqual(await seriousFindings(preview), []);
  });

  for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light']) {
    it(`can be seen in ${theme}`, async () => {
      await session.workbench.changeSettings({ 'workbench.colorTheme': theme });
      await session.window.page
        .locator('.monaco-workbench.hc-black, .monaco-workbench.vs, .monaco-workbench.hc-light')
        .waitFor();
      await session.showTab('badge.png');
      assert.deepEqual(await seriousFindings(await session.preview()), []);
      await session.picture(`preview ${theme}`);
      await session.showTab('Media Gallery');
      assert.deepEqual(await seriousFindings((await session.gallery()).frame), []);
      await session.picture(`gallery ${theme}`);
    });
  }

  /** The source is evaluated by the debugger, which the page's policy on scripts does not govern. */
  async function seriousFindings(frame: Frame): Promise<string[]> {
    await frame.evaluate(axe);
    return frame.evaluate(async () => {
      const { violations } = await globalThis.axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }
});
