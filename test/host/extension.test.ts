import assert from 'node:assert/strict';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  commands,
  extensions,
  TabInputCustom,
  TabInputWebview,
  Uri,
  window,
  workspace,
  type Event,
} from 'vscode';
import type { MediaLibraryApi } from '../../src/extension';
import { commandIds } from '../../src/host/ids';
import type { Asset } from '../../src/library/model';
import type { LibraryStatus } from '../../src/protocol/pages';

/** Resolves with what `look` finds, now or when the event says that things have changed. */
function until<R>(event: Event<unknown>, look: () => R | undefined): Promise<R> {
  return new Promise((resolve) => {
    const subscription = event(() => check());
    const check = () => {
      const found = look();
      if (found === undefined) return;
      subscription.dispose();
      resolve(found);
    };
    check();
  });
}

function next<T>(event: Event<T>): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      subscription.dispose();
      resolve(value);
    });
  });
}

/** The number of assets once no scan runs and one has finished. */
function settledTotal(status: LibraryStatus): number | undefined {
  const settled = status.state === 'ready' && !status.scan && status.stats.lastScanAtMs !== null;
  return settled ? status.stats.total : undefined;
}

describe('the extension', () => {
  let api: MediaLibraryApi;
  let folder: string;
  let total: number;

  const settled = () => until(api.status.onDidChange, () => settledTotal(api.status.current));
  const settledAt = (count: number) =>
    until(api.status.onDidChange, () => settledTotal(api.status.current) === count || undefined);
  const findAsset = (name: string) => api.library.request('findAsset', { filePath: join(folder, name) });

  async function firstImage(): Promise<Asset> {
    const query = { search: '', kinds: ['image'], sort: { field: 'name', descending: false } } as const;
    const { viewId } = await api.library.request('openView', query);
    const { rows } = await api.library.request('viewRows', { viewId, offset: 0, count: 500 });
    await api.library.request('closeView', { viewId });
    const healthy = rows.find(({ error, format }) => error === null && format === 'png') ?? rows[0];
    assert.ok(healthy);
    return healthy;
  }

  before(async () => {
    const extension = extensions.getExtension<MediaLibraryApi>('media-library.media-library');
    assert.ok(extension);
    api = await extension.activate();
    folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    total = await settled();
  });

  it('scans the workspace when it opens', () => assert.ok(total > 0));

  it('has every command', async () => {
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !known.has(id)),
      [],
    );
  });

  it('takes new and deleted files in by itself', async () => {
    const { filePath } = await firstImage();
    const copy = join(folder, 'appeared.png');
    const appeared = settledAt(total + 1);
    await copyFile(filePath, copy);
    await appeared;
    assert.equal((await findAsset('appeared.png'))?.name, 'appeared.png');
    const vanished = settledAt(total);
    await rm(copy);
    await vanished;
    assert.equal(await findAsset('appeared.png'), null);
  });

  it('starts the library again when its process is killed, and loses nothing', async () => {
    const killed = api.library.processId;
    assert.ok(killed !== null);
    const restarted = next(api.library.onDidRestart);
    process.kill(killed, 'SIGKILL');
    assert.equal(await restarted, 'died');
    assert.equal(await settled(), total);
    assert.notEqual(api.library.processId, killed);
  });

  it('answers what was asked while the process died', async () => {
    const killed = api.library.processId;
    assert.ok(killed !== null);
    process.kill(killed, 'SIGKILL');
    const stats = await api.library.request('stats', null);
    assert.equal(stats.total, total);
  });

  it('fails a view of a process that is gone with view-unknown', async () => {
    const query = { search: '', kinds: [], sort: { field: 'name', descending: false } } as const;
    const { viewId } = await api.library.request('openView', query);
    await api.library.request('closeView', { viewId });
    await assert.rejects(api.library.request('viewRows', { viewId, offset: 0, count: 1 }), {
      code: 'view-unknown',
    });
  });

  it('opens one gallery, however often it is asked', async () => {
    await commands.executeCommand('mediaLibrary.openGallery');
    await commands.executeCommand('mediaLibrary.openGallery');
    const galleries = () =>
      tabsOf(TabInputWebview).filter(({ viewType }) => viewType.endsWith('mediaLibrary.gallery'));
    const found = await until(window.tabGroups.onDidChangeTabs, () => galleries().length || undefined);
    assert.equal(found, 1);
  });

  it('opens a file as a read-only editor where that is asked for', async () => {
    const { filePath } = await firstImage();
    await commands.executeCommand('vscode.openWith', Uri.file(filePath), 'mediaLibrary.preview');
    assert.ok(tabsOf(TabInputCustom).some(({ viewType }) => viewType === 'mediaLibrary.preview'));
  });

  it('writes an asset into a document at every cursor', async () => {
    const { filePath } = await firstImage();
    const document = await workspace.openTextDocument({ language: 'markdown', content: 'Look: \n' });
    await window.showTextDocument(document);
    await commands.executeCommand('mediaLibrary.insertIntoEditor', Uri.file(filePath));
    assert.match(document.getText(), /^!\[.+\]\(.+\)Look: \n$/);
  });
});

function tabsOf<T>(kind: new (...args: never[]) => T): T[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.flatMap(({ input }) => (input instanceof kind ? [input] : []));
}
