import { useEffect } from 'preact/hooks';
import { Details } from './details/Details';
import { keyCommand } from './keys';
import type { Preview } from './model';
import { Notices } from './Notices';
import { perform } from './perform';
import { Stage } from './Stage';
import { StageMessage } from './StageMessage';
import { Toolbar } from './Toolbar';
import { Waiting } from './Waiting';

export function App({ preview }: { preview: Preview }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => handleKey(preview, event);
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [preview]);

  const subject = preview.subject.value;
  switch (subject?.state) {
    case undefined:
      return (
        <main class="preview">
          <Notices preview={preview} />
          <Waiting />
        </main>
      );
    case 'gone':
      return (
        <main class="preview">
          <StageMessage icon="trash" name={subject.name} sentence="This file is no longer there." />
        </main>
      );
    case 'shown':
      return (
        <main class="preview">
          <Toolbar preview={preview} shown={subject.preview} />
          <div class="preview-body">
            <div class="preview-main">
              <Notices preview={preview} />
              <Stage key={subject.preview.uri} preview={preview} shown={subject.preview} />
            </div>
            {preview.preferences.value.detailsOpen && <Details preview={preview} shown={subject.preview} />}
          </div>
        </main>
      );
  }
}

function handleKey(preview: Preview, event: KeyboardEvent): void {
  const { asset } = preview;
  if (!asset.value || event.defaultPrevented || keepsItsKeys(event)) return;
  const command = keyCommand(event, { kind: asset.value.kind, pannable: preview.zoom.pannable.value });
  if (!command) return;
  event.preventDefault();
  perform(preview, command);
}

/** A focused player, a button and the details answer to keys of their own. */
function keepsItsKeys({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || key === 'Escape') return false;
  if (target.matches('video, audio') || target.closest('.details'))
    return key !== 'PageUp' && key !== 'PageDown';
  return key === ' ' && target.closest('vscode-button') !== null;
}
