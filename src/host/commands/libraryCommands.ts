import { commands, env, Uri, window, type LogOutputChannel } from 'vscode';
import { formatBytes, formatCount } from '../../common/format';
import type { Asset } from '../../library/model';
import type { AssetAction } from '../../protocol/pages';
import type { AssetActions } from '../assets/assetActions';
import { commandTargets } from '../assets/targets';
import type { Gallery } from '../gallery/gallery';
import type { LibraryClient } from '../libraryClient';
import type { Previews } from '../preview/previews';
import type { Scans } from '../scans';
import { Search } from '../search';
import type { LibraryTree } from '../tree/libraryTree';
import { BranchNode } from '../tree/nodes';
import type { CommandTable } from './commandTable';

export interface CommandServices {
  readonly library: LibraryClient;
  readonly scans: Scans;
  readonly tree: LibraryTree;
  readonly gallery: Gallery;
  readonly previews: Previews;
  readonly actions: AssetActions;
  readonly channel: LogOutputChannel;
  readonly reportFailure: (error: unknown) => void;
}

/** What package.json's key bindings pass along while the tree has the focus: the gallery may be the active editor then too. */
const focusedTree = 'tree';

const ffmpegHelp = Uri.parse('https://ffmpeg.org/download.html');

export function libraryCommands(services: CommandServices): CommandTable {
  const { library, scans, tree, gallery, previews, channel } = services;
  const act =
    (action: AssetAction) =>
    (...args: readonly unknown[]) =>
      actOnTargets(services, action, args);
  return {
    'mediaLibrary.scan': () => scans.scan(),
    'mediaLibrary.refresh': () => {
      tree.refresh();
      gallery.page?.loseViews();
      return scans.scan();
    },
    'mediaLibrary.cancelScan': () => scans.cancel(),
    'mediaLibrary.rescanFolder': (node) => scans.scanBelow(folderOf(node)),
    'mediaLibrary.openGallery': () => gallery.open(),
    'mediaLibrary.search': () => new Search(library, services.actions, services.reportFailure),
    'mediaLibrary.openPreview': act('openPreview'),
    'mediaLibrary.openPreviewToSide': act('openPreviewToSide'),
    'mediaLibrary.nextInPreview': () => previews.step(1),
    'mediaLibrary.previousInPreview': () => previews.step(-1),
    'mediaLibrary.insertIntoEditor': act('insertIntoEditor'),
    'mediaLibrary.revealInExplorer': act('revealInExplorer'),
    'mediaLibrary.copyPath': act('copyPath'),
    'mediaLibrary.copyRelativePath': act('copyRelativePath'),
    'mediaLibrary.groupBy': () => tree.chooseGrouping(),
    'mediaLibrary.toggleGalleryView': () => gallery.page?.perform('toggleView'),
    'mediaLibrary.selectAllInGallery': () => gallery.page?.perform('selectAll'),
    'mediaLibrary.rebuild': () => rebuild(scans),
    'mediaLibrary.clearThumbnails': () => clearThumbnails(services),
    'mediaLibrary.restartLibrary': () => library.restart(),
    'mediaLibrary.openSettings': (key) =>
      commands.executeCommand(
        'workbench.action.openSettings',
        typeof key === 'string' ? key : '@ext:media-library.media-library',
      ),
    'mediaLibrary.howToGetFfmpeg': () => env.openExternal(ffmpegHelp),
    'mediaLibrary.showLog': () => channel.show(),
  };
}

/** From the palette or a key it is about what is selected where the user works; failing that, the user is asked. */
async function actOnTargets(
  services: CommandServices,
  action: AssetAction,
  args: readonly unknown[],
): Promise<void> {
  const { library, actions } = services;
  const given = await commandTargets(args, library);
  const targets = given.length > 0 ? given : await selectedAssets(services, args[0] === focusedTree);
  if (targets.length > 0) await actions[action](targets);
  else new Search(library, actions, services.reportFailure, action);
}

async function selectedAssets(
  { library, tree, gallery }: CommandServices,
  inTree: boolean,
): Promise<readonly Asset[]> {
  const currentId = inTree ? null : gallery.currentId;
  return currentId === null ? tree.selectedAssets : await library.request('getAssets', { ids: [currentId] });
}

function folderOf(node: unknown): string | null {
  if (!(node instanceof BranchNode) || node.branch.node.type !== 'folder') return null;
  const { root, folder } = node.branch.node;
  return Uri.joinPath(Uri.file(root), folder).fsPath;
}

async function rebuild(scans: Scans): Promise<void> {
  const choice = await window.showWarningMessage(
    'Rebuild the media library?',
    {
      modal: true,
      detail: 'Everything known about the files is thrown away and read again. The files are not touched.',
    },
    'Rebuild',
  );
  if (choice) await scans.rebuild();
}

async function clearThumbnails({ library, gallery }: CommandServices): Promise<void> {
  const { files, bytes } = await library.request('clearThumbnails', null);
  gallery.page?.loseViews();
  window.setStatusBarMessage(
    `${formatCount(files, 'thumbnail', 'thumbnails')} removed, ${formatBytes(bytes)} freed.`,
    5000,
  );
}
