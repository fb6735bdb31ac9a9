import { topOfRow } from '../layout/scroll';
import { tileGapPx } from '../layout/tiles';
import type { Gallery } from '../model/gallery';
import { AssetCard } from './AssetCard';

/** One row of cards. */
export function GridRow({ gallery, row }: { gallery: Gallery; row: number }) {
  const { layout, selection, view } = gallery;
  const { columns, cardWidthPx } = layout.layout.value;
  const first = row * columns;
  const count = Math.min(columns, layout.total.value - first);
  const selected = selection.selected.value;
  const top = topOfRow(row, layout.geometry.value) + tileGapPx;
  return (
    <div class="grid-row" role="row" aria-rowindex={row + 1} style={{ transform: `translateY(${top}px)` }}>
      {Array.from({ length: Math.max(0, count) }, (_, column) => {
        const asset = view.rows.at(first + column);
        return (
          <AssetCard
            key={column}
            gallery={gallery}
            asset={asset}
            index={first + column}
            column={column}
            widthPx={cardWidthPx}
            selected={asset !== undefined && selected.has(asset.id)}
            tabbable={gallery.tabbableIndex.value === first + column}
          />
        );
      })}
    </div>
  );
}
