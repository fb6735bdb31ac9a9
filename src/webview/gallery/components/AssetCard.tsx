import type { AssetCard as Asset } from '../../../protocol/schemas';
import { FileName } from '../../shared/FileName';
import { formatBytes } from '../../shared/format';
import { Icon, kindIcons } from '../../shared/Icon';
import { dimensionsOf } from '../layout/listColumns';
import { tilePaddingPx } from '../layout/tiles';
import type { Gallery } from '../model/gallery';
import { Thumbnail } from './Thumbnail';

interface AssetCardProps {
  gallery: Gallery;
  /** Undefined until its row has come. */
  asset: Asset | undefined;
  index: number;
  column: number;
  widthPx: number;
  selected: boolean;
  tabbable: boolean;
}

export function AssetCard({ gallery, asset, index, column, widthPx, selected, tabbable }: AssetCardProps) {
  const boxPx = widthPx - 2 * tilePaddingPx;
  return (
    <div
      class="card"
      role="gridcell"
      data-index={index}
      tabIndex={tabbable ? 0 : -1}
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={asset && [asset.name, asset.kind, detailsOf(asset)].join(', ')}
      aria-busy={asset ? undefined : true}
      title={asset?.name}
      style={{ width: `${widthPx}px` }}
    >
      <div class="card-picture" style={{ height: `${boxPx}px` }}>
        {asset ? (
          <Thumbnail key={asset.id} thumbnails={gallery.thumbnails} asset={asset} boxPx={boxPx}>
            <CardBadges asset={asset} />
          </Thumbnail>
        ) : (
          <span class="skeleton card-picture-skeleton" />
        )}
      </div>
      <div class="card-name">
        {asset ? <FileName name={asset.name} /> : <span class="skeleton skeleton-text" />}
      </div>
      <div class="card-details">{asset && detailsOf(asset)}</div>
    </div>
  );
}

function CardBadges({ asset }: { asset: Asset }) {
  return (
    <>
      {asset.error && (
        <span class="card-error" role="img" aria-label={asset.error.message} title={asset.error.message}>
          <Icon name="warning" />
        </span>
      )}
      {asset.durationFormatted !== null && (
        <span class="card-duration numeric">
          {asset.kind !== 'image' && <Icon name={asset.kind === 'video' ? 'play' : kindIcons.audio} />}
          {asset.durationFormatted}
        </span>
      )}
    </>
  );
}

function detailsOf(asset: Asset): string {
  return [dimensionsOf(asset) || asset.format.toUpperCase(), formatBytes(asset.sizeBytes)].join(' · ');
}
