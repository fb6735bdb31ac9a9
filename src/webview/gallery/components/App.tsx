import { useEffect } from 'preact/hooks';
import type { Gallery } from '../model/gallery';
import { Announcer } from './Announcer';
import { AssetGrid } from './AssetGrid';
import { Banners } from './Banners';
import { EmptyState } from './EmptyState';
import { ScanProgress } from './ScanProgress';
import { Toolbar } from './Toolbar';

export function App({ gallery }: { gallery: Gallery }) {
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      gallery.focusSearch();
    };
    document.addEventListener('keydown', find);
    return () => document.removeEventListener('keydown', find);
  }, [gallery]);
  return (
    <div class="page">
      {hasToolbar(gallery) && <Toolbar gallery={gallery} />}
      <ScanProgress status={gallery.status} />
      <Banners gallery={gallery} />
      <main class="stage">
        <AssetGrid gallery={gallery} />
        <EmptyState gallery={gallery} />
      </main>
      <Announcer gallery={gallery} />
    </div>
  );
}

/** Where there can be no files, there is nothing to search or sort. */
function hasToolbar({ status }: Gallery): boolean {
  return status.value.state === 'starting' || status.value.state === 'ready';
}
