import type { PreviewState } from '../../protocol/pages';
import { refusal } from './failure';
import { ImageStage } from './image/ImageStage';
import type { Preview } from './model';
import { Player } from './player/Player';
import { Failure } from './StageMessage';

interface StageProps {
  preview: Preview;
  shown: PreviewState;
}

/** The file itself. Made anew for every file and every version of it. */
export function Stage({ preview, shown }: StageProps) {
  const { asset } = shown;
  const refused = refusal(asset);
  if (refused !== null) return <Failure preview={preview} shown={shown} sentence={refused} />;
  return asset.kind === 'image' ? (
    <ImageStage preview={preview} shown={shown} />
  ) : (
    <Player preview={preview} shown={shown} />
  );
}
