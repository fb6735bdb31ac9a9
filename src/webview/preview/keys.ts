import type { AssetKind } from '../../library/model';

export type KeyCommand =
  | 'previous'
  | 'next'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'actualSize'
  | 'panLeft'
  | 'panRight'
  | 'panUp'
  | 'panDown'
  | 'togglePlaying'
  | 'seekBack'
  | 'seekForward'
  | 'volumeUp'
  | 'volumeDown'
  | 'toggleMuted'
  | 'leave';

export type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

export interface KeyContext {
  readonly kind: AssetKind;
  /** Whether a picture sticks out of its stage, so that arrows move it. */
  readonly pannable: { readonly x: boolean; readonly y: boolean };
}

const playerKeys: Readonly<Record<string, KeyCommand>> = {
  ' ': 'togglePlaying',
  k: 'togglePlaying',
  ArrowLeft: 'seekBack',
  ArrowRight: 'seekForward',
  ArrowUp: 'volumeUp',
  ArrowDown: 'volumeDown',
  m: 'toggleMuted',
};

const imageKeys: Readonly<Record<string, KeyCommand>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
  '1': 'actualSize',
};

/** Null: not ours. Alt with an arrow is a keybinding, as VS Code would else go back in its own history. */
export function keyCommand(key: Key, { kind, pannable }: KeyContext): KeyCommand | null {
  if (key.altKey || key.ctrlKey || key.metaKey) return null;
  if (key.key === 'Escape') return 'leave';
  if (key.key === 'PageUp') return 'previous';
  if (key.key === 'PageDown') return 'next';
  if (kind !== 'image') return playerKeys[key.key] ?? null;
  switch (key.key) {
    case 'ArrowLeft':
      return pannable.x ? 'panLeft' : 'previous';
    case 'ArrowRight':
      return pannable.x ? 'panRight' : 'next';
    case 'ArrowUp':
      return pannable.y ? 'panUp' : null;
    case 'ArrowDown':
      return pannable.y ? 'panDown' : null;
    default:
      return imageKeys[key.key] ?? null;
  }
}
