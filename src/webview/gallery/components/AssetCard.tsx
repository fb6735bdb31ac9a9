import { kindIcons } from '../../../common/kindIcons';
import { troubleOf } from '../../../common/sentences';
import type { AssetCard as Asset } from '../../../protocol/schemas';
import { FileName } from '../../shared/FileName';
import { formatBytes } from '../../../common/format';
import { Icon } from '../../shared/Icon';
import { dimensionsOf } from '../layout/listColumns';
import { tilePaddingPx } from '../layout/tiles';
import type { Gallery } from '../model/gallery';
import { Thumbnail } from './Thumbnail';

/** Narrower cards have room for one detail only. */
const wideBoxPx = 140;

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
  const details = asset ? detailsOf(asset, boxPx) : '';
  return (
    <div
      class="card"
      role="gridcell"
      data-index={index}
      tabIndex={tabbable ? 0 : -1}
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={asset && describe(asset, details)}
      aria-busy={asset ? undefined : true}
      title={asset && pathOf(asset)}
      style={{ width: `${widthPx}px` }}
    >
      <div class="card-name">
        {asset ? <FileName name={asset.name} /> : <span class="skeleton skeleton-text" />}
      </div>{' '}
      <div class="card-details">{details}</div>{' '}
      <div class="card-picture" style={{ height: `${boxPx}px` }}>
        {asset ? (
          <Thumbnail key={asset.id} thumbnails={gallery.thumbnails} asset={asset} boxPx={boxPx}>
            <CardBadges asset={asset} />
          </Thumbnail>
        ) : (
          <span class="skeleton card-picture-skeleton" />
        )}
      </div>
    </div>
  );
}

function CardBadges({ asset }: { asset: Asset }) {
  const trouble = troubleOf(asset);
  return (
    <>
      {trouble && (
        <span class="card-error" title={trouble}>
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

/** What a card shows, word for word and in its order, and what it shows by a sign. */
function describe(asset: Asset, details: string): string {
  const { name, kind, durationFormatted } = asset;
  const shown = [name, details, durationFormatted ?? ''].join(' ').trim();
  return [shown, kind, troubleOf(asset)].filter(Boolean).join(', ');
}

/** Most telling first. */
function detailsOf(asset: Asset, boxPx: number): string {
  const details = [dimensionsOf(asset) || asset.format.toUpperCase(), formatBytes(asset.sizeBytes)];
  return details.slice(0, boxPx < wideBoxPx ? 1 : 2).join(' · ');
}

function pathOf({ folder, name }: Asset): string {
  return folder === '' ? name : `${folder}/${name}`;
}
