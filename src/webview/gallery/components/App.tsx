import type { Gallery } from '../model/gallery';
import { Announcer } from './Announcer';
import { AssetGrid } from './AssetGrid';
import { Banners } from './Banners';
import { EmptyState } from './EmptyState';
import { ScanProgress } from './ScanProgress';
import { Toolbar } from './Toolbar';

export function App({ gallery }: { gallery: Gallery }) {
  return (
    <div class="page">
      <Toolbar gallery={gallery} />
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
