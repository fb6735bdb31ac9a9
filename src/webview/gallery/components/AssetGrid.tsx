import { useLayoutEffect, useRef } from 'preact/hooks';
import { columnKeys } from '../layout/listColumns';
import type { Gallery } from '../model/gallery';
import { GridRow } from './GridView';
import { ListHeader, ListRow } from './ListView';
import { spotAt, useContextMenu } from './pointing';
import { useCursorFocus } from './useCursorFocus';

/** The files, as cards or as a list. Only the rows that are seen, and the cursor's, are in the document. */
export function AssetGrid({ gallery }: { gallery: Gallery }) {
  const { layout, navigator, selection } = gallery;
  const scroller = useRef<HTMLDivElement>(null);
  const isList = layout.viewMode.value === 'list';
  const { rowCount, contentPx } = layout.geometry.value;
  const { columns } = layout.layout.value;
  const Row = isList ? ListRow : GridRow;

  useLayoutEffect(() => (scroller.current ? layout.attach(scroller.current) : undefined), [layout]);
  useScrollRequests(gallery, scroller);
  useCursorFocus(gallery, scroller);
  useContextMenu(gallery, scroller);

  const select = (event: MouseEvent) => {
    const spot = spotAt(gallery, event.target);
    const modifiers = { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey };
    if (spot) navigator.select(spot, modifiers);
    else if (event.target instanceof Element && !event.target.closest('.list-header')) leaveFiles();
  };
  const leaveFiles = () => {
    selection.clear();
    gallery.focusFiles();
  };
  const open = (event: MouseEvent) => {
    if (spotAt(gallery, event.target)) navigator.open('openPreview');
  };
  const area = {
    role: 'grid' as const,
    'aria-label': 'Files',
    'aria-multiselectable': true,
    'aria-rowcount': isList ? rowCount + 1 : rowCount,
    'aria-colcount': isList ? columnKeys.length : columns,
  };
  return (
    <div
      {...(rowCount > 0 && area)}
      ref={scroller}
      class={isList ? 'files files-list' : 'files files-grid'}
      onClick={select}
      onDblClick={open}
    >
      {isList && rowCount > 0 && <ListHeader gallery={gallery} />}
      <div
        class="files-content"
        role={rowCount > 0 ? 'rowgroup' : undefined}
        style={{ height: `${contentPx}px` }}
      >
        {rowsInDocument(gallery).map((row) => (
          <Row key={row} gallery={gallery} row={row} />
        ))}
      </div>
    </div>
  );
}

/** In order; the cursor's row stays wherever it is, so that the focus on it is not lost by scrolling. */
function rowsInDocument({ layout, selection }: Gallery): number[] {
  const { first, end } = layout.visible.value;
  const { columns } = layout.layout.value;
  const firstRow = Math.floor(first / columns);
  const rows = Array.from({ length: Math.ceil(end / columns) - firstRow }, (_, place) => firstRow + place);
  const cursor = selection.cursor.value;
  const cursorRow = cursor && Math.floor(cursor.index / columns);
  if (
    cursorRow === null ||
    cursor === null ||
    cursor.index >= layout.total.value ||
    rows.includes(cursorRow)
  ) {
    return rows;
  }
  return cursorRow < firstRow ? [cursorRow, ...rows] : [...rows, cursorRow];
}

/** Scrolls when asked to, once the document is as tall as it has to be for that. */
function useScrollRequests({ layout }: Gallery, scroller: { readonly current: HTMLElement | null }) {
  const request = layout.scrollRequest.value;
  useLayoutEffect(() => {
    if (request && scroller.current) scroller.current.scrollTop = request.topPx;
  }, [request, scroller]);
}
