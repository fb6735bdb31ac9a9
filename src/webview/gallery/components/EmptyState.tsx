import type { LibraryStatus, PageCommand } from '../../../protocol/pages';
import { Button, ProgressRing } from '../../shared/controls';
import { formatCount } from '../../../common/format';
import { Icon } from '../../shared/Icon';
import type { Gallery } from '../model/gallery';
import { wholeLibrary } from '../model/viewStore';

/** What is said where no file can be shown. An action is a command of the host, or one of the page's own. */
interface Message {
  /** A codicon; null while something is being waited for. */
  readonly icon: string | null;
  readonly title: string;
  readonly text: string;
  readonly actions: readonly { readonly label: string; readonly run: PageCommand | (() => void) }[];
}

export function EmptyState({ gallery }: { gallery: Gallery }) {
  const message = messageFor(gallery, gallery.status.value);
  if (!message) return null;
  return (
    <section class="empty-state" aria-labelledby="empty-title">
      {message.icon === null ? <ProgressRing label={message.title} /> : <Icon name={message.icon} />}
      <h2 id="empty-title">{message.title}</h2>
      {message.text && <p>{message.text}</p>}
      <div class="empty-actions">
        {message.actions.map(({ label, run }, place) => (
          <Button
            key={label}
            appearance={place === 0 ? 'primary' : 'secondary'}
            onClick={typeof run === 'string' ? () => gallery.run(run) : run}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  );
}

function messageFor(gallery: Gallery, status: LibraryStatus): Message | null {
  switch (status.state) {
    case 'noFolder':
      return {
        icon: 'folder-opened',
        title: 'No folder is open',
        text: 'Open a folder to see its images, videos and audio here.',
        actions: [{ label: 'Open Folder', run: 'openFolder' }],
      };
    case 'restricted':
      return {
        icon: 'workspace-untrusted',
        title: 'This workspace is in Restricted Mode',
        text: 'Reading media runs decoders on its files. Trust the workspace to see them.',
        actions: [{ label: 'Manage Workspace Trust', run: 'manageTrust' }],
      };
    case 'starting':
      return { icon: null, title: 'Opening the media library…', text: '', actions: [] };
    case 'failed':
      return {
        icon: 'error',
        title: 'The media library could not be opened',
        text: status.message,
        actions: [
          { label: 'Try Again', run: 'restartLibrary' },
          { label: 'Show Log', run: 'showLog' },
        ],
      };
    case 'ready':
      return gallery.view.state.value?.total === 0 ? messageForNothing(gallery, status) : null;
  }
}

function messageForNothing(gallery: Gallery, { stats, scan }: LibraryStatus & { state: 'ready' }): Message {
  const { search } = gallery.view.query.value;
  if (stats.total > 0) {
    return {
      icon: 'search',
      title: search ? `Nothing matches “${search}”` : 'Nothing of this kind',
      text: `${formatCount(stats.total, 'file is', 'files are')} hidden by the search or filter.`,
      actions: [
        { label: 'Show Everything', run: () => gallery.setQuery({ search: '', kinds: wholeLibrary.kinds }) },
      ],
    };
  }
  if (scan) {
    return {
      icon: null,
      title: 'Looking for media…',
      text: scan.currentFolder,
      actions: [{ label: 'Cancel', run: 'cancelScan' }],
    };
  }
  if (stats.lastScanAtMs === null) {
    return {
      icon: 'file-media',
      title: 'Nothing has been scanned yet',
      text: 'Scan the workspace to find its images, videos and audio.',
      actions: [{ label: 'Scan Workspace', run: 'scan' }],
    };
  }
  return {
    icon: 'file-media',
    title: 'No media found',
    text: 'There are no images, videos or audio files here, or the settings leave them out.',
    actions: [
      { label: 'Scan Again', run: 'scan' },
      { label: 'Open Settings', run: 'openSettings' },
    ],
  };
}
