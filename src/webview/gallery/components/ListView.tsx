import { troubleOf } from '../../../common/sentences';
import type { AssetCard } from '../../../protocol/schemas';
import { FileName } from '../../shared/FileName';
import { Icon } from '../../shared/Icon';
import { columnKeys, listColumns, type ColumnKey, type ColumnWidths } from '../layout/listColumns';
import { topOfRow } from '../layout/scroll';
import { listPicturePx } from '../layout/tiles';
import type { Gallery } from '../model/gallery';
import { ColumnResizer } from './ColumnResizer';
import { Thumbnail } from './Thumbnail';

/** Columns as CSS grid tracks; the last track takes what room is left. */
function tracks(widths: ColumnWidths) {
  return { gridTemplateColumns: `${columnKeys.map((key) => `${widths[key]}px`).join(' ')} 1fr` };
}

export function ListHeader({ gallery }: { gallery: Gallery }) {
  return (
    <div class="list-header" role="row" aria-rowindex={1} style={tracks(gallery.columnWidths.value)}>
      {columnKeys.map((key, column) => (
        <HeaderCell key={key} gallery={gallery} columnKey={key} column={column} />
      ))}
    </div>
  );
}

interface HeaderCellProps {
  gallery: Gallery;
  columnKey: ColumnKey;
  column: number;
}

function HeaderCell({ gallery, columnKey, column }: HeaderCellProps) {
  const { sort } = gallery.view.query.value;
  const { label, numeric } = listColumns[columnKey];
  const sorted = sort.field === columnKey;
  const direction = sort.descending ? 'descending' : 'ascending';
  const sortByThis = () => {
    gallery.setQuery({ sort: { field: columnKey, descending: sorted && !sort.descending } });
  };
  return (
    <div
      class="list-header-cell"
      role="columnheader"
      aria-colindex={column + 1}
      aria-sort={sorted ? direction : 'none'}
    >
      <button type="button" class={numeric ? 'list-sort numeric' : 'list-sort'} onClick={sortByThis}>
        <span class="list-sort-label">{label}</span>
        {sorted && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} />}
      </button>
      <ColumnResizer widths={gallery.columnWidths} columnKey={columnKey} label={label} />
    </div>
  );
}

/** One file. */
export function ListRow({ gallery, row }: { gallery: Gallery; row: number }) {
  const { layout, selection, view } = gallery;
  const asset = view.rows.at(row);
  const selected = asset !== undefined && selection.selected.value.has(asset.id);
  const style = {
    ...tracks(gallery.columnWidths.value),
    transform: `translateY(${topOfRow(row, layout.geometry.value)}px)`,
  };
  return (
    <div
      class="list-row"
      role="row"
      data-index={row}
      tabIndex={gallery.tabbableIndex.value === row ? 0 : -1}
      aria-rowindex={row + 2}
      aria-selected={selected}
      aria-busy={asset ? undefined : true}
      style={style}
    >
      {columnKeys.map((key, column) => (
        <div
          key={key}
          class={listColumns[key].numeric ? 'list-cell numeric' : 'list-cell'}
          role="gridcell"
          aria-colindex={column + 1}
          aria-label={key === 'name' ? asset && describe(asset) : undefined}
        >
          <Cell gallery={gallery} asset={asset} columnKey={key} />
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  gallery: Gallery;
  asset: AssetCard | undefined;
  columnKey: ColumnKey;
}

function Cell({ gallery, asset, columnKey }: CellProps) {
  if (!asset) return columnKey === 'name' ? <span class="skeleton skeleton-text" /> : null;
  if (columnKey !== 'name') return <span class="list-text">{listColumns[columnKey].text(asset)}</span>;
  const trouble = troubleOf(asset);
  return (
    <span class="list-file" aria-hidden="true">
      <span class="list-picture">
        <Thumbnail key={asset.id} thumbnails={gallery.thumbnails} asset={asset} boxPx={listPicturePx} />
      </span>
      <span class="list-name" title={asset.name}>
        <FileName name={asset.name} />
      </span>
      {trouble && (
        <span class="list-error" title={trouble}>
          <Icon name="warning" />
        </span>
      )}
    </span>
  );
}

function describe(asset: AssetCard): string {
  return [asset.name, troubleOf(asset)].filter(Boolean).join(', ');
}
