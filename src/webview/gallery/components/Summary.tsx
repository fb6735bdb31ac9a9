import { formatCount, formatNumber } from '../../../common/format';
import type { Gallery } from '../model/gallery';

/** How much is shown, and how much of it is selected. */
export function Summary({ gallery }: { gallery: Gallery }) {
  return <span class="summary numeric">{summarise(gallery)}</span>;
}

/** `1,234 files`, or `3 of 1,234 selected`; empty while nothing is shown. */
export function summarise({ view, selection }: Gallery): string {
  const total = view.state.value?.total;
  if (total === undefined) return '';
  const selected = selection.selected.value.size;
  return selected > 1
    ? `${formatNumber(selected)} of ${formatNumber(total)} selected`
    : formatCount(total, 'file', 'files');
}
