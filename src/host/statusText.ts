import { formatNumber } from '../common/format';
import type { ScanProgress } from '../library/model';
import type { LibraryStatus } from '../protocol/pages';

/** `1,234 / 5,000 · 210/s` */
export function progressText(progress: ScanProgress): string {
  const total = `${formatNumber(progress.filesTotal)}${progress.walkFinished ? '' : '+'}`;
  const rate =
    progress.filesPerSecond >= 1 ? ` · ${formatNumber(Math.round(progress.filesPerSecond))}/s` : '';
  return `${formatNumber(progress.filesDone)} / ${total}${rate}`;
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
      return status.stats.total > 0 ? `$(file-media) ${formatNumber(status.stats.total)}` : null;
  }
}
