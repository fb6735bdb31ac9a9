import { useRef, useState } from 'preact/hooks';
import type { PreviewState } from '../../../protocol/pages';
import type { PreviewedAsset } from '../../../protocol/schemas';
import { imageFailure } from '../failure';
import type { Preview } from '../model';
import { Failure } from '../StageMessage';
import { Waiting } from '../Waiting';
import type { Size } from './geometry';
import { usePointing } from './usePointing';
import { useStageSize } from './useStageSize';
import type { Placed } from './zoom';

interface ImageStageProps {
  preview: Preview;
  shown: PreviewState;
}

/** The file, or a small copy of it where the editor cannot decode the file, or neither. */
type Source = { readonly uri: string; readonly isCopy: boolean } | null;

/** An SVG need not say how large it is; browsers then assume this. */
const unsized: Size = { width: 300, height: 150 };
/** From here on every pixel is to be seen as one. */
const pixelatedAbove = 2;

export function ImageStage({ preview, shown }: ImageStageProps) {
  const { asset, uri } = shown;
  const [source, setSource] = useState<Source>({ uri, isCopy: false });
  const [loaded, setLoaded] = useState(false);
  const stage = useRef<HTMLDivElement>(null);
  useStageSize(stage, preview.zoom);
  usePointing(stage, preview.zoom);

  if (!source) return <Failure preview={preview} shown={shown} sentence={imageFailure(asset)} />;

  const onLoad = ({ naturalWidth, naturalHeight }: HTMLImageElement) => {
    const size = {
      width: naturalWidth || (asset.width ?? unsized.width),
      height: naturalHeight || (asset.height ?? unsized.height),
    };
    preview.zoom.setPicture(size, preview.preferences.value.zoom);
    if (source.isCopy) preview.note.value = `${imageFailure(asset)} This is a small copy of it.`;
    else preview.observe(size);
    setLoaded(true);
  };
  const onError = async () => {
    const copy = source.isCopy ? null : await preview.thumbnail();
    if (copy === null) preview.zoom.setPicture(null, 'fit');
    setSource(copy === null ? null : { uri: copy, isCopy: true });
  };

  const view = loaded ? preview.zoom.placed.value : null;
  return (
    <div ref={stage} class={`stage canvas ${isPannable(preview) ? 'canvas-pannable' : ''}`}>
      {!view && <Waiting />}
      <img
        class={pictureClasses(asset, view)}
        style={view ? styleOf(view) : { visibility: 'hidden' }}
        src={source.uri}
        alt={asset.name}
        draggable={false}
        onLoad={(event) => onLoad(event.currentTarget)}
        onError={() => void onError()}
      />
    </div>
  );
}

function isPannable({ zoom }: Preview): boolean {
  return zoom.pannable.value.x || zoom.pannable.value.y;
}

function pictureClasses({ hasAlpha }: PreviewedAsset, view: Placed | null): string {
  const pixelated = view && view.scale > pixelatedAbove ? 'pixelated' : '';
  // The board lies behind the picture: an opaque one hides it.
  return `picture ${hasAlpha === false ? '' : 'checkerboard'} ${pixelated}`;
}

function styleOf({ size, offset }: Placed) {
  return {
    width: `${size.width}px`,
    height: `${size.height}px`,
    transform: `translate(${offset.x}px, ${offset.y}px)`,
    visibility: 'visible',
  };
}
