import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewState } from '../../../protocol/pages';
import { noPictures, noSound, playFailure, type MediaFailure } from '../failure';
import type { Preview } from '../model';
import { Failure } from '../StageMessage';
import { Waiting } from '../Waiting';
import { AudioFace } from './AudioFace';

interface PlayerProps {
  preview: Preview;
  shown: PreviewState;
}

/** Video and audio, by the browser's own player and its controls. */
export function Player({ preview, shown }: PlayerProps) {
  const { asset, uri } = shown;
  const [failure, setFailure] = useState<MediaFailure | null>(null);
  const [loaded, setLoaded] = useState(false);
  const media = useRef<HTMLVideoElement>(null);
  useEffect(() => adopt(preview, media.current), [preview]);

  if (failure) return <Failure preview={preview} shown={shown} sentence={playFailure(asset, failure)} />;

  const onLoadedMetadata = (player: HTMLMediaElement) => {
    preview.observe(observedOf(player));
    preview.note.value = noteOn(shown, player);
    setLoaded(true);
  };
  const attributes = {
    src: uri,
    controls: true,
    preload: 'metadata',
    controlsList: 'nodownload noremoteplayback',
    onLoadedMetadata: (event: { currentTarget: HTMLMediaElement }) => onLoadedMetadata(event.currentTarget),
    onVolumeChange: (event: { currentTarget: HTMLMediaElement }) => keepVolume(preview, event.currentTarget),
    onError: (event: { currentTarget: HTMLMediaElement }) => setFailure(failureOf(event.currentTarget.error)),
  } as const;
  return (
    <div class={`stage player player-${asset.kind}`}>
      {!loaded && <Waiting />}
      {asset.kind === 'audio' && <AudioFace preview={preview} asset={asset} />}
      {asset.kind === 'audio' ? (
        <audio ref={media} {...attributes} aria-label={asset.name} />
      ) : (
        <video ref={media} {...attributes} playsInline aria-label={asset.name} />
      )}
    </div>
  );
}

/** Gives the player to the keys, as loud as the last one was, until it leaves the stage. */
function adopt(preview: Preview, media: HTMLMediaElement | null): (() => void) | undefined {
  if (!media) return;
  const { volume, muted } = preview.preferences.peek();
  media.volume = volume;
  media.muted = muted;
  preview.media.value = media;
  return () => {
    if (preview.media.peek() === media) preview.media.value = null;
    // An element that was taken out plays, and loads, on.
    media.pause();
    media.removeAttribute('src');
    media.load();
  };
}

function keepVolume(preview: Preview, { volume, muted }: HTMLMediaElement): void {
  const kept = preview.preferences.peek();
  if (kept.volume !== volume || kept.muted !== muted) preview.prefer({ volume, muted });
}

function observedOf(media: HTMLMediaElement) {
  return {
    ...(Number.isFinite(media.duration) && { durationSeconds: media.duration }),
    ...(media instanceof HTMLVideoElement &&
      media.videoWidth > 0 && { width: media.videoWidth, height: media.videoHeight }),
  };
}

function noteOn({ asset }: PreviewState, media: HTMLMediaElement): string | null {
  const isBlind = media instanceof HTMLVideoElement && media.videoWidth === 0;
  return isBlind ? noPictures(asset) : noSound(asset, (type) => media.canPlayType(type));
}

function failureOf(error: MediaError | null): MediaFailure {
  switch (error?.code) {
    case MediaError.MEDIA_ERR_NETWORK:
      return 'network';
    case MediaError.MEDIA_ERR_DECODE:
      return 'decode';
    default:
      return 'unsupported';
  }
}
