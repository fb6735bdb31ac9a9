import { commands, window, type ExtensionContext } from 'vscode';
import { assetActions } from './host/assets/assetActions';
import { Commands, runCommand } from './host/commands/commandTable';
import { libraryCommands } from './host/commands/libraryCommands';
import { runPageCommand } from './host/commands/pageCommands';
import { ContextKeys } from './host/contextKeys';
import { Owner, type Disposable } from './host/disposal';
import { Gallery } from './host/gallery/gallery';
import { LibraryClient } from './host/libraryClient';
import { StatusModel } from './host/libraryStatus';
import { logTo, reportFailure } from './host/messages';
import { Notices } from './host/notices';
import { refusal } from './host/permission';
import { ViewOrder } from './host/preview/previewOrder';
import { Previews } from './host/preview/previews';
import { Resources } from './host/resources';
import { Scans } from './host/scans';
import { Session } from './host/session';
import { localFolders, Settings } from './host/settings/settings';
import { StatusBar } from './host/statusBar';
import { storageOf } from './host/storage';
import { TextEditors } from './host/textEditors';
import { Thumbnails } from './host/thumbnails';
import { LibraryTree } from './host/tree/libraryTree';
import { Rescans } from './host/watch/rescans';
import { Watcher } from './host/watch/watcher';

/** What other extensions, and our own tests, may know of this one. */
export interface MediaLibraryApi {
  readonly status: Pick<StatusModel, 'current' | 'onDidChange'>;
  readonly library: Pick<LibraryClient, 'request' | 'processId' | 'onDidRestart'>;
}

/** Puts the parts together. Each owns what it makes, and they go as they came, the last first. */
export function activate(context: ExtensionContext): MediaLibraryApi {
  const parts = new Owner();
  context.subscriptions.push(parts);
  const own = <T extends Disposable>(part: T): T => parts.own(part);
  const { extensionUri, workspaceState, globalState } = context;
  const channel = own(window.createOutputChannel('Media Library', { log: true }));
  const log = logTo(channel);
  const fail = (error: unknown) => reportFailure(error, channel);

  const storage = storageOf(context);
  const openSettings = (key: string) => void runCommand('mediaLibrary.openSettings', key);
  const settings = own(new Settings(openSettings, log));
  const library = own(
    new LibraryClient({
      modulePath: context.asAbsolutePath('dist/library.js'),
      location: storage.location,
      settings: () => settings.librarySettings(),
      refusal,
      log,
    }),
  );
  const status = own(new StatusModel(library));
  const scans = own(new Scans(library, status, channel));
  const resources = new Resources(localFolders);
  const thumbnails = new Thumbnails(library, storage.location.cacheFolder);
  const textEditors = own(new TextEditors());

  const order = own(new ViewOrder(() => library));
  own(library.onDidChangeView(({ viewId }) => order.viewChanged(viewId)));
  const previews = own(
    new Previews({
      extensionUri,
      workspaceState,
      globalState,
      library: () => (refusal() ? null : library),
      onDidChangeLibrary: status.onDidChange,
      thumbnails,
      cacheFolder: storage.cacheFolder,
      resources,
      order,
      act: (action, target) => actions[action]([target]),
      runCommand: runPageCommand,
      log,
    }),
  );
  const actions = assetActions(previews, resources, () => textEditors.current);
  const gallery = own(
    new Gallery(extensionUri, storage.cacheFolder, {
      library,
      status,
      thumbnails,
      actions,
      runPageCommand,
      showView: (viewId) => order.setView(viewId),
      log,
    }),
  );
  const tree = own(new LibraryTree(library, status, thumbnails, workspaceState));
  own(new StatusBar(status));
  own(new ContextKeys(status));
  own(new Notices(library, status, globalState, channel));
  const watcher = own(new Watcher(library, channel));
  own(new Rescans(library, scans, watcher, () => settings.values.scanOnOpen, log));
  const services = { library, scans, tree, gallery, previews, actions, channel, reportFailure: fail };
  own(new Commands(libraryCommands(services), channel));
  own(new Session(library, status, settings, scans, fail));

  if (process.env['MEDIA_LIBRARY_SHOW'] === '1') void showEverything();
  return { status, library };
}

/** For `npm start`. */
async function showEverything(): Promise<void> {
  await commands.executeCommand('workbench.view.extension.mediaLibrary');
  await runCommand('mediaLibrary.openGallery');
}
