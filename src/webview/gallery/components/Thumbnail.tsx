import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { kindIcons } from '../../../common/kindIcons';
import { thumbnailWidths, type AssetCard } from '../../../protocol/schemas';
import { Icon } from '../../shared/Icon';
import { fitPicture, pickThumbnailWidth } from '../layout/tiles';
import type { Picture, ThumbnailLoader, ThumbnailWidth } from '../model/thumbnails';

interface ThumbnailProps {
  thumbnails: ThumbnailLoader;
  asset: AssetCard;
  /** Side of the square that the picture has to fit into. */
  boxPx: number;
  /** Drawn upon the picture. */
  children?: ComponentChildren;
}

/** A file's picture, in the place and shape it will have before it has come; its kind's icon where there is none. */
export function Thumbnail({ thumbnails, asset, boxPx, children }: ThumbnailProps) {
  const widthPx = pickThumbnailWidth(thumbnailWidths, boxPx, window.devicePixelRatio);
  const { picture, giveUp } = usePicture(thumbnails, asset, widthPx);
  const [loaded, setLoaded] = useState(false);
  const waiting = picture !== null && !loaded;
  const plate = picture === null || asset.kind === 'audio';
  return (
    <span class={`picture ${plate ? 'picture-plate' : ''}`} style={shapeOf(asset, boxPx)}>
      {waiting && <span class="skeleton picture-skeleton" />}
      {picture === null && <Icon name={kindIcons[asset.kind]} class="picture-icon" />}
      {typeof picture === 'string' && (
        <img
          class={asset.hasAlpha === true && loaded ? 'checkerboard' : ''}
          src={picture}
          alt=""
          draggable={false}
          decoding="async"
          onLoad={() => setLoaded(true)}
          onError={giveUp}
        />
      )}
      {children}
    </span>
  );
}

/** Undefined while it is made; the one before, in another size or version, is shown until then. */
function usePicture(thumbnails: ThumbnailLoader, asset: AssetCard, widthPx: ThumbnailWidth) {
  const canHaveOne = asset.error === null || asset.width !== null;
  const [shown, show] = useState<Picture | undefined>(canHaveOne ? undefined : null);
  const known = thumbnails.known(asset, widthPx);
  useEffect(() => {
    if (!canHaveOne) return undefined;
    if (known === undefined) return thumbnails.request(asset, widthPx, show);
    show(known);
    return undefined;
  }, [asset.id, asset.updatedAtMs, widthPx, canHaveOne]);
  const giveUp = () => {
    thumbnails.forget(asset, widthPx);
    show(null);
  };
  return { picture: known === undefined ? shown : known, giveUp };
}

/** Whatever has no size of its own (sound's waveforms, some drawings) takes the whole square. */
function shapeOf({ kind, width, height }: AssetCard, boxPx: number) {
  const hasSize = kind !== 'audio' && width !== null && height !== null && width > 0 && height > 0;
  const shape = hasSize ? fitPicture(boxPx, { width, height }) : { width: boxPx, height: boxPx };
  return { width: `${shape.width}px`, height: `${shape.height}px` };
}
