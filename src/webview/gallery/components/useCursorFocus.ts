import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Gallery } from '../model/gallery';

/**
 * The focus goes with the cursor. It stays with it when files come and go and elements are made anew, until the reader
 * puts it somewhere else. Never takes the focus from another part of VS Code.
 */
export function useCursorFocus(gallery: Gallery, scroller: { readonly current: HTMLElement | null }): void {
  // The page begins with its files.
  const holdsFocus = useRef(true);
  const request = gallery.filesFocus.value;
  const handled = useRef(request);

  const focusCursor = () => {
    const active = document.activeElement;
    const isFree = active === document.body || active?.closest('[data-index]');
    if (!isFree || !holdsFocus.current || !gallery.selection.cursor.peek() || !document.hasFocus()) return;
    const cursor = scroller.current?.querySelector('[data-index][tabindex="0"]');
    if (cursor instanceof HTMLElement && cursor !== active) cursor.focus({ preventScroll: true });
  };

  useEffect(() => {
    const watch = (event: Event) => {
      holdsFocus.current = event.target instanceof Node && scroller.current?.contains(event.target) === true;
    };
    document.addEventListener('focusin', watch);
    document.addEventListener('pointerdown', watch);
    window.addEventListener('focus', focusCursor);
    return () => {
      document.removeEventListener('focusin', watch);
      document.removeEventListener('pointerdown', watch);
      window.removeEventListener('focus', focusCursor);
    };
  }, []);

  useLayoutEffect(() => {
    if (request !== handled.current) {
      handled.current = request;
      holdsFocus.current = true;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    }
    focusCursor();
  });
}
