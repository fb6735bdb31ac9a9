import type { ComponentChildren } from 'preact';
import type { AssetAction, PreviewState } from '../../protocol/pages';
import { IconButton } from '../shared/controls';
import { formatNumber } from '../../common/format';
import type { Preview } from './model';

const actions: readonly { readonly action: AssetAction; readonly icon: string; readonly label: string }[] = [
  { action: 'insertIntoEditor', icon: 'insert', label: 'Insert into Editor' },
  { action: 'openFile', icon: 'go-to-file', label: 'Open File' },
  { action: 'revealInExplorer', icon: 'list-tree', label: 'Reveal in Explorer' },
  { action: 'copyPath', icon: 'copy', label: 'Copy Path' },
];

export function Toolbar({ preview, shown }: { preview: Preview; shown: PreviewState }) {
  const { detailsOpen } = preview.preferences.value;
  const { pinned } = shown;
  return (
    <div class="toolbar" role="toolbar" aria-label="Preview">
      {shown.position && <Stepper preview={preview} position={shown.position} />}
      {shown.asset.kind === 'image' && <ZoomControls preview={preview} />}
      <div class="toolbar-gap" />
      <Group label="File">
        {actions.map(({ action, icon, label }) => (
          <IconButton key={action} icon={icon} label={label} onClick={() => void preview.act(action)} />
        ))}
      </Group>
      <Group label="View">
        {pinned !== null && (
          <IconButton
            icon={pinned ? 'pinned' : 'pin'}
            label={pinned ? 'Unpin: Let This Panel Show Other Files' : 'Pin: Keep This File in This Panel'}
            pressed={pinned}
            onClick={() => void preview.setPinned(!pinned)}
          />
        )}
        <IconButton
          icon="layout-sidebar-right"
          label={detailsOpen ? 'Hide Details' : 'Show Details'}
          pressed={detailsOpen}
          onClick={() => preview.prefer({ detailsOpen: !detailsOpen })}
        />
      </Group>
    </div>
  );
}

interface StepperProps {
  preview: Preview;
  position: { readonly index: number; readonly total: number };
}

function Stepper({ preview, position: { index, total } }: StepperProps) {
  return (
    <Group label="Place in the gallery">
      <IconButton
        icon="arrow-left"
        label="Previous"
        disabled={index === 0}
        onClick={() => void preview.step(-1)}
      />
      <IconButton
        icon="arrow-right"
        label="Next"
        disabled={index + 1 >= total}
        onClick={() => void preview.step(1)}
      />
      <span class="position">
        {formatNumber(index + 1)} of {formatNumber(total)}
      </span>
    </Group>
  );
}

function ZoomControls({ preview }: { preview: Preview }) {
  const { zoom } = preview;
  const view = zoom.placed.value;
  const mode = zoom.mode.value;
  return (
    <Group label="Zoom">
      <IconButton icon="zoom-out" label="Zoom Out (-)" disabled={!view} onClick={() => zoom.step('out')} />
      <output class="zoom-percent" aria-label="Zoom">
        {view ? percent(view.scale) : ''}
      </output>
      <IconButton icon="zoom-in" label="Zoom In (+)" disabled={!view} onClick={() => zoom.step('in')} />
      <IconButton
        icon="screen-normal"
        label="Fit (0)"
        pressed={mode === 'fit'}
        disabled={!view}
        onClick={() => preview.chooseZoom('fit')}
      />
      <IconButton
        icon="screen-full"
        label="Actual Size (1)"
        pressed={mode === 'actual'}
        disabled={!view}
        onClick={() => preview.chooseZoom('actual')}
      />
    </Group>
  );
}

function percent(scale: number): string {
  const hundredths = scale * 100;
  return `${hundredths < 10 ? hundredths.toFixed(1) : formatNumber(Math.round(hundredths))} %`;
}

function Group({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="toolbar-group" role="group" aria-label={label}>
      {children}
    </div>
  );
}
