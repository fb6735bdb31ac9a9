import type { KeyCommand } from './keys';
import type { Preview } from './model';

const panPx = 60;
const seekSeconds = 5;
const volumeStep = 0.1;

type Action = (preview: Preview) => void;

const actions: Readonly<Record<KeyCommand, Action>> = {
  previous: (preview) => void preview.step(-1),
  next: (preview) => void preview.step(1),
  leave: (preview) => void preview.leave(),
  zoomIn: ({ zoom }) => zoom.step('in'),
  zoomOut: ({ zoom }) => zoom.step('out'),
  fit: (preview) => preview.chooseZoom('fit'),
  actualSize: (preview) => preview.chooseZoom('actual'),
  panLeft: ({ zoom }) => zoom.panBy({ x: panPx, y: 0 }),
  panRight: ({ zoom }) => zoom.panBy({ x: -panPx, y: 0 }),
  panUp: ({ zoom }) => zoom.panBy({ x: 0, y: panPx }),
  panDown: ({ zoom }) => zoom.panBy({ x: 0, y: -panPx }),
  togglePlaying: onPlayer(togglePlaying),
  seekBack: onPlayer((media) => (media.currentTime -= seekSeconds)),
  seekForward: onPlayer((media) => (media.currentTime += seekSeconds)),
  volumeUp: onPlayer((media) => (media.volume = Math.min(1, media.volume + volumeStep))),
  volumeDown: onPlayer((media) => (media.volume = Math.max(0, media.volume - volumeStep))),
  toggleMuted: onPlayer((media) => (media.muted = !media.muted)),
};

/** What a key does, on whatever is shown. */
export function perform(preview: Preview, command: KeyCommand): void {
  actions[command](preview);
}

function onPlayer(act: (media: HTMLMediaElement) => void): Action {
  return ({ media }) => {
    if (media.value) act(media.value);
  };
}

function togglePlaying(media: HTMLMediaElement): void {
  if (media.paused) {
    // A file that cannot be played says so by its error event as well.
    media.play().catch(() => undefined);
  } else {
    media.pause();
  }
}
