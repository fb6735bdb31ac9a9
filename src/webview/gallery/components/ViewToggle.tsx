import { IconButton } from '../../shared/controls';
import type { LayoutStore, ViewMode } from '../model/layoutStore';

const modes: readonly { readonly mode: ViewMode; readonly icon: string; readonly label: string }[] = [
  { mode: 'grid', icon: 'table', label: 'Grid' },
  { mode: 'list', icon: 'list-unordered', label: 'List' },
];

export function ViewToggle({ layout }: { layout: LayoutStore }) {
  return (
    <div class="view-toggle" role="group" aria-label="View">
      {modes.map(({ mode, icon, label }) => (
        <IconButton
          key={mode}
          icon={icon}
          label={label}
          pressed={layout.viewMode.value === mode}
          onClick={() => (layout.viewMode.value = mode)}
        />
      ))}
    </div>
  );
}
