import { useEffect } from 'preact/hooks';
import type { Gallery } from '../model/gallery';

/** Keys reach the files from the files themselves, and from nowhere in particular: a page that was just opened. */
export function useKeys(gallery: Gallery): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (handleKey(gallery, event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [gallery]);
}

/** True when the key was for us. */
function handleKey(gallery: Gallery, event: KeyboardEvent): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === 'f') {
    gallery.focusSearch();
    return true;
  }
  return isForFiles(event) && handleFileKey(gallery, event, command);
}

function isForFiles({ target, altKey }: KeyboardEvent): boolean {
  const onFile = target instanceof Element && target.closest('[data-index]') !== null;
  return (onFile || target === document.body) && !altKey;
}

/**
 * As in VS Code's Explorer. Space looks at the selected file beside the gallery and leaves the focus here, as Quick Look
 * does; a file that is not selected (one comes to it with Ctrl+arrows) it selects.
 */
function handleFileKey(gallery: Gallery, { key, shiftKey }: KeyboardEvent, command: boolean): boolean {
  const { navigator, selection } = gallery;
  if (navigator.move(key, { toggle: command, range: shiftKey })) return true;
  if (command) return handleCommandKey(gallery, key);
  switch (key) {
    case 'Enter':
      navigator.open('openPreview');
      return true;
    case 'Escape':
      selection.clear();
      return true;
    case '/':
      gallery.focusSearch();
      return true;
    case ' ':
      return navigator.type(' ') || lookOrSelect(gallery);
    default:
      return navigator.type(key);
  }
}

function handleCommandKey({ navigator }: Gallery, key: string): boolean {
  switch (key) {
    case 'a':
      navigator.selectAll();
      return true;
    case ' ':
      navigator.toggleCursor();
      return true;
    case 'Enter':
      navigator.open('openPreviewToSide');
      return true;
    default:
      return false;
  }
}

function lookOrSelect({ navigator, selection }: Gallery): boolean {
  const cursor = selection.cursor.peek();
  if (cursor && selection.selected.peek().has(cursor.id)) navigator.open('peek');
  else navigator.toggleCursor();
  return true;
}
