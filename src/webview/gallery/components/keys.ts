import type { Gallery } from '../model/gallery';

/**
 * Keys of the file area, as in VS Code's Explorer. Space looks at the selected file beside the gallery and leaves the
 * focus here, as Quick Look does; on a file that is not selected (reached with Ctrl+arrows) it selects it. True when the
 * key was for us.
 */
export function handleKey(gallery: Gallery, event: KeyboardEvent): boolean {
  const onFile = event.target instanceof Element && event.target.closest('[data-index]') !== null;
  if (!onFile || event.altKey) return false;
  const command = event.ctrlKey || event.metaKey;
  const { navigator, selection } = gallery;
  if (navigator.move(event.key, { toggle: command, range: event.shiftKey })) return true;
  if (command) return handleCommandKey(gallery, event.key);
  switch (event.key) {
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
      return navigator.type(event.key);
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
  if (cursor && selection.selected.peek().has(cursor.id)) navigator.open('openPreviewToSide');
  else navigator.toggleCursor();
  return true;
}
