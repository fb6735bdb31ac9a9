import { basename } from 'node:path';
import { commands, Disposable, type Uri, type Webview } from 'vscode';
import { LibraryError } from '../../library/model';
import { serve, type Handlers, type ServerEnd } from '../../protocol/connection';
import {
  previewContract,
  type AssetAction,
  type PreviewContract,
  type PreviewPageState,
  type PreviewSubject,
} from '../../protocol/pages';
import { coalesced } from '../coalesced';
import { Owner } from '../disposal';
import { wordsForPages } from '../messages';
import { webviewHtml } from '../webviewHtml';
import { webviewTransport } from '../webviewTransport';
import { Preferences } from './preferences';
import { readPreviewed, type PreviewedFile } from './previewedFile';
import type { PreviewOrder } from './previewOrder';
import type { PreviewServices } from './previewServices';
import { watchFile } from './watchFile';

/** What differs between a side panel and an editor. */
export interface PreviewFrame {
  /** For the page to keep; null where VS Code itself knows how to restore the frame. */
  readonly keep: PreviewPageState | null;
  /** Null: there is no stepping to another file. */
  readonly order: PreviewOrder | null;
  /** Null: cannot be pinned. */
  readonly pinned: boolean | null;
  setPinned(pinned: boolean): Promise<void>;
  /** Fails with `outside-workspace` for a file that this frame must not show. */
  uriOf(filePath: string): Promise<Uri>;
  /** Told before another file is shown. */
  willShow(filePath: string): Promise<void>;
}

/** The host's end of a preview: one file at a time, as it is on the disk now. */
export class PreviewPage extends Owner {
  private readonly server: ServerEnd<PreviewContract>;
  private readonly preferences: Preferences;
  /** As last read; null before that and once it is gone. */
  private file: PreviewedFile | null = null;
  private watching = new Disposable(() => undefined);

  constructor(
    private filePath: string,
    private readonly webview: Webview,
    private readonly frame: PreviewFrame,
    private readonly services: PreviewServices,
  ) {
    super();
    this.preferences = new Preferences(services.globalState);
    const transport = webviewTransport(webview);
    this.server = this.own(serve(previewContract, transport, this.handlers(), wordsForPages(services.log)));
    this.own(services.onDidChangeLibrary(() => void this.refresh()));
    if (frame.order) this.own(frame.order.onDidChange(() => void this.refresh()));
    this.own(new Disposable(() => void this.watching.dispose()));
    this.watch();
    webview.html = webviewHtml(webview, services.extensionUri, 'preview', 'Media Preview');
  }

  /** Fails with `outside-workspace`; then the page stays as it was. */
  async show(filePath: string): Promise<void> {
    await this.frame.uriOf(filePath);
    await this.frame.willShow(filePath);
    this.filePath = filePath;
    this.watch();
    await this.refresh();
  }

  /** To the file before or after this one, if there is one. */
  async step(delta: -1 | 1): Promise<void> {
    const id = this.file?.asset.id ?? null;
    const library = this.services.library();
    if (id === null || !library || !this.frame.order) return;
    const neighbour = await this.frame.order.neighbourOf(id, delta);
    if (neighbour === null) return;
    const [asset] = await library.request('getAssets', { ids: [neighbour] });
    if (!asset) throw new LibraryError('asset-unknown', 'That file is no longer in the library.');
    await this.show(asset.filePath);
  }

  readonly refresh = coalesced(async () => {
    try {
      this.server.notify('show', await this.read());
    } catch (error) {
      this.services.log('error', `${this.filePath} cannot be previewed: ${String(error)}`);
    }
  });

  private handlers(): Handlers<PreviewContract> {
    return {
      ready: async () => ({
        preferences: this.preferences.get(),
        keep: this.frame.keep,
        subject: await this.read(),
      }),
      thumbnail: (_, signal) => this.thumbnail(signal),
      setPreferences: async (preferences) => {
        await this.preferences.set(preferences);
        return null;
      },
      step: async ({ delta }) => {
        await this.step(delta);
        return null;
      },
      setPinned: async ({ pinned }) => {
        await this.frame.setPinned(pinned);
        await this.refresh();
        return null;
      },
      act: async ({ action }) => {
        await this.act(action);
        return null;
      },
      runCommand: async ({ command }) => {
        await this.services.runCommand(command);
        return null;
      },
      leave: async () => {
        await commands.executeCommand('workbench.action.focusPreviousGroup');
        return null;
      },
    };
  }

  private async read(): Promise<PreviewSubject> {
    const { filePath, frame, services } = this;
    const file = await readPreviewed(filePath, services.library(), services.log);
    // Another file was asked for meanwhile.
    if (filePath !== this.filePath) return await this.read();
    this.file = file;
    if (!file) return { state: 'gone', name: basename(filePath) };
    const { asset, factsFrom, version } = file;
    const uri = this.webview.asWebviewUri(await frame.uriOf(filePath)).with({ query: `v=${version}` });
    const position = asset.id === null || !frame.order ? null : await frame.order.placeOf(asset.id);
    return {
      state: 'shown',
      preview: { asset, uri: uri.toString(), position, pinned: frame.pinned, factsFrom },
    };
  }

  private async thumbnail(signal: AbortSignal): Promise<{ uri: string }> {
    const id = this.file?.asset.id ?? null;
    if (id === null) throw new LibraryError('no-preview', 'This file is not in the library.');
    const uri = await this.services.thumbnails.get(id, 640, signal);
    return { uri: this.webview.asWebviewUri(uri).toString() };
  }

  private async act(action: AssetAction): Promise<void> {
    const { file } = this;
    if (!file) throw new LibraryError('asset-unknown', 'This file is no longer there.');
    const { id, kind, title, width, height } = file.asset;
    await this.services.act(action, { filePath: file.filePath, id, kind, title, width, height });
  }

  private watch(): void {
    this.watching.dispose();
    this.watching = watchFile(this.filePath, () => void this.refresh());
  }
}
