import { useEffect, useState } from 'preact/hooks';
import { kindIcons } from '../../../common/kindIcons';
import type { PreviewedAsset } from '../../../protocol/schemas';
import { Icon } from '../../shared/Icon';
import type { Preview } from '../model';

interface AudioFaceProps {
  preview: Preview;
  asset: PreviewedAsset;
}

/** What there is to look at while listening: the cover or a drawn waveform when the library has one, and who plays what. */
export function AudioFace({ preview, asset }: AudioFaceProps) {
  const [cover, setCover] = useState<string | null>(null);
  useEffect(() => {
    const left = new AbortController();
    void preview.thumbnail(left.signal).then((uri) => {
      if (!left.signal.aborted) setCover(uri);
    });
    return () => left.abort();
  }, [preview]);
  const byline = [asset.artist, asset.album].filter(Boolean).join(' · ');
  return (
    <div class="audio-face">
      {cover === null ? (
        <Icon name={kindIcons.audio} class="stage-icon" />
      ) : (
        <img class="audio-cover" src={cover} alt="" draggable={false} onError={() => setCover(null)} />
      )}
      <p class="audio-title">{asset.title}</p>
      {byline !== '' && <p class="audio-byline">{byline}</p>}
    </div>
  );
}
