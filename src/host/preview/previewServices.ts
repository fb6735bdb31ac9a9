import type { Event, Memento, Uri } from 'vscode';
import type { AssetId, Log } from '../../library/model';
import type { AssetAction, PageCommand } from '../../protocol/pages';
import type { ActionTarget } from '../assets/assetActions';
import type { Resources } from '../resources';
import type { Thumbnails } from '../thumbnails';
import type { PreviewLibrary } from './previewedFile';
import type { PreviewOrder } from './previewOrder';

/** What previews need of the rest of the host. */
export interface PreviewServices {
  readonly extensionUri: Uri;
  /** For what is to outlive a window's reload; in this workspace, and everywhere. */
  readonly workspaceState: Memento;
  readonly globalState: Memento;
  /** Null in Restricted Mode, where nothing reads a file but the page's own decoders. */
  readonly library: () => PreviewLibrary | null;
  /** Something in the library, or whether there is one, has changed. */
  readonly onDidChangeLibrary: Event<unknown>;
  readonly thumbnails: Pick<Thumbnails, 'get'>;
  /** Where they lie. */
  readonly cacheFolder: Uri;
  readonly resources: Resources;
  readonly order: PreviewOrder;
  readonly act: (action: AssetAction, target: ActionTarget) => Promise<void>;
  readonly runCommand: (command: PageCommand) => Promise<void>;
  readonly log: Log;
}

/** What can be asked to be previewed. */
export type PreviewTarget = AssetId | Uri;
