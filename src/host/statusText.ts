import type { ScanProgress } from '../library/model';
import type { LibraryStatus } from '../protocol/pages';
import { formatCount } from './describe';

/** `1,234 / 5,000 · 210/s` */
export function progressText(progress: ScanProgress): string {
  const total = `${formatCount(progress.filesTotal)}${progress.walkFinished ? '' : '+'}`;
  const rate = progress.filesPerSecond >= 1 ? ` · ${formatCount(Math.round(progress.filesPerSecond))}/s` : '';
  return `${formatCount(progress.filesDone)} / ${total}${rate}`;
}

/** What the status bar shows, with codicons; null to show nothing. */
export function statusBarText(status: LibraryStatus): string | null {
  switch (status.state) {
    case 'noFolder':
    case 'restricted':
    case 'starting':
      return null;
    case 'failed':
      return '$(error) Media Library';
    case 'ready':
      if (status.scan) return `$(sync~spin) ${progressText(status.scan)}`;
      return status.stats.total > 0 ? `$(file-media) ${formatCount(status.stats.total)}` : null;
  }
}
