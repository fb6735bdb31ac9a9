import assert from 'node:assert/strict';
import { Session } from './support/session';
import { until } from '../../scripts/workbench/window.mts';

const fileCount = 35;

describe('Browsing the sample folder', function () {
  this.timeout(90_000);
  const session = Session.forTests({ env: { MEDIA_LIBRARY_SHOW: '1' } });

  it('shows the folders with their counts, and below them files in natural order', async () => {
    const { window } = session;
    await (await session.gallery()).untilSummary(`${fileCount} files`);
    for (const [folder, count] of [
      ['footage', 8],
      ['icons', 6],
      ['music', 7],
      ['photos', 10],
    ] as const) {
      await window
        .treeRow(folder)
        .filter({ hasText: `${count}` })
        .waitFor();
    }
    await window.treeRow('photos').click();
    await window.treeRow('2024 Dolomites').click();
    await window.treeRow('panorama.jpg').waitFor();
    const labels = await window.treeRows.locator('.label-name').allInnerTexts();
    const first = labels.indexOf('IMG_2041.jpg');
    assert.deepEqual(labels.slice(first, first + 4), [
      'IMG_2041.jpg',
      'IMG_2047.jpg',
      'IMG_2103.JPG',
      'panorama.jpg',
    ]);
  });

  it('lists what could not be read under Problems, each with its reason', async () => {
    const { window } = session;
    await window.treeRow('photos').click();
    await window.treeRow('Problems').click();
    const row = window.treeRow('empty.mp4');
    await row.waitFor();
    assert.match(await row.innerText(), /empty/i);
    assert.match(await window.treeRow('not downloaded.png').innerText(), /Git LFS/);
    await window.treeRow('Problems').click();
  });

  it('shows the pictures of photos, clips and music', async () => {
    const gallery = await session.gallery();
    for (const name of [
      'badge.png',
      'aurora.webp',
      'cells.webm',
      'drifting colours.mp4',
      '01 First Snow.mp3',
    ]) {
      await gallery.untilPicture(name);
    }
    await session.picture('gallery dark');
  });

  it('narrows as one types, and says so when nothing matches', async () => {
    const gallery = await session.gallery();
    await gallery.searchFor('harbour');
    await gallery.untilSummary('1 file');
    await gallery.card('02 Harbour.mp3').waitFor();
    await gallery.searchFor('no such thing');
    await gallery.frame.getByText('Nothing matches “no such thing”').waitFor();
    await gallery.searchFor('');
    await gallery.untilSummary(`${fileCount} files`);
  });

  it('filters by kind', async () => {
    const gallery = await session.gallery();
    const music = gallery.frame.locator('.kinds vscode-button').nth(2);
    await music.click();
    await gallery.untilSummary('7 files');
    await music.click();
    await gallery.untilSummary(`${fileCount} files`);
  });

  it('is walked through with the keyboard', async () => {
    const gallery = await session.gallery();
    const { keyboard } = session.window.page;
    await gallery.card('01 First Snow.mp3').click();
    await keyboard.press('ArrowRight');
    await gallery.untilFocused('02 Harbour.mp3');
    await keyboard.press('End');
    await gallery.untilFocused('zoom.mp4');
    await keyboard.press('Home');
    await gallery.untilFocused('01 First Snow.mp3');
    await keyboard.type('met');
    await gallery.untilFocused('metronome.wav');
    await keyboard.press('Control+a');
    await gallery.untilSummary(`${fileCount} of ${fileCount} selected`);
    await keyboard.press('Escape');
    await gallery.untilSummary(`${fileCount} files`);
    await keyboard.press('Home');
    await gallery.untilFocused('01 First Snow.mp3');
  });

  it('sorts its list by a click on a column', async () => {
    const gallery = await session.gallery();
    await gallery.show('List');
    const name = gallery.frame.locator('.list-sort').first();
    await gallery.untilColumn(0, (names) => names[0] === '01 First Snow.mp3');
    await name.click();
    // The file with the cursor stays in sight, now at the other end.
    await gallery.untilColumn(0, (names) => names.at(-1) === '01 First Snow.mp3');
    await session.picture('list dark');
    await name.click();
    await gallery.untilColumn(0, (names) => names[0] === '01 First Snow.mp3');
    await gallery.show('Grid');
  });

  it('plays a film in a preview beside the code', async () => {
    const { window } = session;
    const gallery = await session.gallery();
    await gallery.searchFor('flyover');
    await gallery.untilSummary('1 file');
    await gallery.card('valley flyover.mp4').click();
    await window.page.keyboard.press('Control+Enter');
    const preview = await session.preview();
    const film = preview.locator('video');
    await film.evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
    await until('the film to play', () =>
      film.evaluate(
        (video: HTMLVideoElement) => (video.readyState >= 2 && video.currentTime > 0.2) || undefined,
      ),
    );
    await session.picture('preview dark');
    assert.equal(await window.page.locator('.editor-group-container').count(), 2);
  });

  it('goes on to the next file in the same panel', async () => {
    const { window } = session;
    const gallery = await session.gallery();
    await gallery.searchFor('');
    await gallery.untilSummary(`${fileCount} files`);
    await session.showTab('valley flyover.mp4');
    const preview = await session.preview();
    await preview.getByText(`of ${fileCount}`).waitFor();
    await preview.locator('vscode-button[aria-label^="Next"]').click();
    await preview.locator('video[aria-label="VID_20240615_101500.mp4"], img').first().waitFor();
    assert.equal(await window.page.locator('.editor-group-container').count(), 2);
  });

  it('has its view, search and selection back after a reload', async () => {
    const { window } = session;
    const gallery = await session.gallery();
    await gallery.searchFor('2024');
    await gallery.untilSummary('6 files');
    await gallery.card('IMG_2047.jpg').click();
    await gallery.show('List');
    await window.reload();
    const restored = await session.gallery();
    await restored.frame.locator('.files-list').waitFor();
    await restored.untilSummary('6 files');
    assert.equal(await restored.search.inputValue(), '2024');
    await restored.frame.locator('.list-row[aria-selected="true"]', { hasText: 'IMG_2047.jpg' }).waitFor();
  });
});
