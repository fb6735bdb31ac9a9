import type { Gallery } from '../model/gallery';
import { Announcer } from './Announcer';
import { AssetGrid } from './AssetGrid';
import { Banners } from './Banners';
import { EmptyState } from './EmptyState';
import { ScanProgress } from './ScanProgress';
import { Toolbar } from './Toolbar';
import { useKeys } from './keys';

export function App({ gallery }: { gallery: Gallery }) {
  useKeys(gallery);
  return (
    <div class="page">
      {hasToolbar(gallery) && <Toolbar gallery={gallery} />}
      <main class="page-body">
        <h1 class="visually-hidden">Media gallery</h1>
        <ScanProgress status={gallery.status} />
        <Banners gallery={gallery} />
        <div class="stage">
          <AssetGrid gallery={gallery} />
          <EmptyState gallery={gallery} />
        </div>
      </main>
      <Announcer gallery={gallery} />
    </div>
  );
}

/** Where there can be no files, there is nothing to search or sort. */
function hasToolbar({ status }: Gallery): boolean {
  return status.value.state === 'starting' || status.value.state === 'ready';
}
