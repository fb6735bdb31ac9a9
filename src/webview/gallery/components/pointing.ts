import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AssetId } from '../../../library/model';
import type { Gallery } from '../model/gallery';
import type { Spot } from '../model/selection';

/** More files than this are not handed to a context menu. */
const maxContextIds = 1000;

/** The file drawn where something happened; null beside the files, or where its row has not come yet. */
export function spotAt({ view }: Gallery, target: EventTarget | null): Spot | null {
  const element = target instanceof Element ? target.closest('[data-index]') : null;
  if (!(element instanceof HTMLElement)) return null;
  const index = Number(element.dataset['index']);
  const id = view.rows.at(index)?.id;
  return id === undefined ? null : { index, id };
}

/**
 * VS Code builds its own context menu from `data-vscode-context` while the `contextmenu` event bubbles past us. An effect
 * keeps the attribute in step at once: rendering would come too late for a file that this very click selects.
 */
export function useContextMenu(gallery: Gallery, scroller: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const stop = effect(() => {
      element.dataset['vscodeContext'] = contextOf(gallery.selection.selected.value);
    });
    const selectFirst = (event: Event) => {
      const spot = spotAt(gallery, event.target);
      if (!spot) gallery.selection.clear();
      else if (!gallery.selection.selected.peek().has(spot.id)) gallery.selection.only(spot);
      else gallery.selection.moveCursor(spot);
    };
    element.addEventListener('contextmenu', selectFirst);
    return () => {
      stop();
      element.removeEventListener('contextmenu', selectFirst);
    };
  }, [gallery, scroller]);
}

function contextOf(selected: ReadonlySet<AssetId>): string {
  return JSON.stringify({
    webviewSection: selected.size > 0 ? 'asset' : 'gallery',
    assetIds: [...selected].slice(0, maxContextIds),
    preventDefaultContextMenuItems: true,
  });
}
