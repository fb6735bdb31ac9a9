import type { Log } from '../../library/model';
import type { PageCommand } from '../../protocol/pages';
import type { AssetActions } from '../assets/assetActions';
import type { LibraryClient } from '../libraryClient';
import type { StatusModel } from '../libraryStatus';
import type { Thumbnails } from '../thumbnails';

/** What the gallery needs of the rest of the host. */
export interface GalleryServices {
  readonly library: LibraryClient;
  readonly status: StatusModel;
  readonly thumbnails: Thumbnails;
  readonly actions: AssetActions;
  readonly runPageCommand: (command: PageCommand) => Promise<void>;
  /** Told which view is in front, for previous and next in the preview; null when there is none. */
  readonly showView: (viewId: number | null) => void;
  readonly log: Log;
}
