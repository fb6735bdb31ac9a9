import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, extensions, TabInputWebview, Uri, ViewColumn, window, workspace, type Tab } from 'vscode';
import type { MediaLibraryApi } from '../../src/extension';
import { readPreviewed } from '../../src/host/preview/previewedFile';
import { ViewOrder } from '../../src/host/preview/previewOrder';
import { watchFile } from '../../src/host/preview/watchFile';
import type { Asset } from '../../src/library/model';

const byName = { search: '', kinds: [], sort: { field: 'name', descending: false } } as const;
const noLog = () => undefined;

describe('previews', () => {
  let api: MediaLibraryApi;
  let workspaceFolder: string;
  let elsewhere: string;
  let viewId: number;
  let assets: readonly Asset[];

  before(async () => {
    const extension = extensions.getExtension<MediaLibraryApi>('media-library.media-library');
    assert.ok(extension);
    api = await extension.activate();
    workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    elsewhere = await mkdtemp(join(tmpdir(), 'media-library-preview-'));
    await scanned();
    ({ viewId } = await api.library.request('openView', byName));
    ({ rows: assets } = await api.library.request('viewRows', { viewId, offset: 0, count: 500 }));
    assert.ok(assets.length > 2);
  });

  after(async () => {
    await api.library.request('closeView', { viewId });
    await closeEditors();
    await rm(elsewhere, { recursive: true });
  });

  /** Resolves when the first scan of this window is over. */
  function scanned(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const { current } = api.status;
        if (current.state !== 'ready' || current.scan || current.stats.lastScanAtMs === null) return;
        subscription.dispose();
        resolve();
      };
      const subscription = api.status.onDidChange(look);
      look();
    });
  }

  describe('in a panel', () => {
    const show = (asset: Asset) =>
      commands.executeCommand('mediaLibrary.openPreviewToSide', Uri.file(asset.filePath));

    beforeEach(closeEditors);

    it('open beside what is edited and use their panel again', async () => {
      await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown' }));
      await show(assets[0]!);
      const panel = await panelOf(assets[0]!);
      assert.equal(panel.group.viewColumn, ViewColumn.Two);
      await show(assets[1]!);
      await panelOf(assets[1]!);
      assert.equal(panels().length, 1);
    });

    it('refuse a link that leads out of the workspace', async () => {
      const secret = join(elsewhere, 'secret.png');
      const link = join(workspaceFolder, 'leads-out.png');
      await writeFile(secret, 'secret');
      await symlink(secret, link);
      try {
        await commands.executeCommand('mediaLibrary.openPreviewToSide', Uri.file(link));
        await show(assets[0]!);
        await panelOf(assets[0]!);
        assert.equal(panels().length, 1);
      } finally {
        await rm(link);
      }
    });
  });

  describe('in the order of a view', () => {
    const order = () => {
      const ordered = new ViewOrder(() => api.library);
      ordered.setView(viewId);
      return ordered;
    };

    it('know their place and their neighbours', async () => {
      const [first, second] = assets;
      assert.deepEqual(await order().placeOf(second!.id), { index: 1, total: assets.length });
      assert.equal(await order().neighbourOf(first!.id, 1), second!.id);
      assert.equal(await order().neighbourOf(second!.id, -1), first!.id);
    });

    it('have nobody before the first or after the last', async () => {
      assert.equal(await order().neighbourOf(assets[0]!.id, -1), null);
      assert.equal(await order().neighbourOf(assets.at(-1)!.id, 1), null);
    });

    it('have no place without a view, or in one that does not hold them', async () => {
      const without = new ViewOrder(() => api.library);
      assert.equal(await without.placeOf(assets[0]!.id), null);
      assert.equal(await order().neighbourOf(987_654_321, 1), null);
    });
  });

  describe('of a file', () => {
    it('take their facts from the library, but not its place on the disk', async () => {
      const [asset] = assets;
      const file = await readPreviewed(asset!.filePath, api.library, noLog);
      assert.equal(file?.factsFrom, 'library');
      assert.equal(file.asset.id, asset!.id);
      assert.equal(file.asset.codec, asset!.codec);
      assert.ok(!JSON.stringify(file.asset).includes(workspaceFolder));
    });

    it('do with its name and size in Restricted Mode', async () => {
      const filePath = join(elsewhere, 'Holiday.MP4');
      await writeFile(filePath, 'twelve bytes');
      const file = await readPreviewed(filePath, null, noLog);
      assert.equal(file?.factsFrom, 'restricted');
      const { id, kind, format, title, sizeBytes, codec } = file.asset;
      assert.deepEqual(
        { id, kind, format, title, sizeBytes, codec },
        { id: null, kind: 'video', format: 'mp4', title: 'Holiday', sizeBytes: 12, codec: null },
      );
    });

    it('read a file that is not in the library, without keeping it', async () => {
      const filePath = join(elsewhere, 'empty.png');
      await writeFile(filePath, '');
      const file = await readPreviewed(filePath, api.library, noLog);
      assert.equal(file?.asset.error?.code, 'empty');
      assert.equal(file.asset.id, null);
      assert.equal(await api.library.request('findAsset', { filePath }), null);
    });

    it('see that it is gone', async () => {
      assert.equal(await readPreviewed(join(elsewhere, 'none.png'), api.library, noLog), null);
    });

    it('hear of it being written, replaced and deleted, whatever it is called', async () => {
      const filePath = join(workspaceFolder, 'odd [1] {a} *.txt');
      const draft = join(elsewhere, 'draft.txt');
      await writeFile(filePath, 'one');
      const changed = (change: () => Promise<void>) =>
        new Promise<void>((resolve, reject) => {
          const watching = watchFile(filePath, () => {
            watching.dispose();
            resolve();
          });
          change().catch(reject);
        });
      await changed(() => writeFile(filePath, 'another'));
      await writeFile(draft, 'a third');
      await changed(() => rename(draft, filePath));
      await changed(() => rm(filePath));
    });
  });
});

function panels(): Tab[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('mediaLibrary.previewPanel'),
  );
}

/** Once VS Code shows this asset in a panel. */
function panelOf({ name }: Asset): Promise<Tab> {
  return new Promise((resolve) => {
    const look = () => {
      const found = panels().find(({ label }) => label === name);
      if (!found) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = window.tabGroups.onDidChangeTabs(look);
    look();
  });
}

async function closeEditors(): Promise<void> {
  await commands.executeCommand('workbench.action.closeAllEditors');
}
