import { useRef, useEffect, useState } from 'preact/hooks';
import { sortFields, type SortField } from '../../../library/model';
import { Dropdown, IconButton, TextField, type TextFieldElement } from '../../shared/controls';
import { Icon } from '../../shared/Icon';
import { cardSizes } from '../layout/tiles';
import type { Gallery } from '../model/gallery';
import { KindFilter } from './KindFilter';
import { Summary } from './Summary';
import { ViewToggle } from './ViewToggle';

const searchDelayMs = 150;

const sortLabels: Readonly<Record<SortField, string>> = {
  name: 'Name',
  folder: 'Folder',
  kind: 'Kind',
  format: 'Format',
  codec: 'Codec',
  size: 'Size',
  duration: 'Duration',
  dimensions: 'Dimensions',
  modified: 'Modified',
  added: 'Added',
};
const sortOptions = sortFields.map((value) => ({ value, label: sortLabels[value] }));

export function Toolbar({ gallery }: { gallery: Gallery }) {
  return (
    <header class="toolbar">
      <SearchBox gallery={gallery} />
      <KindFilter gallery={gallery} />
      <SortPicker gallery={gallery} />
      <CardSize gallery={gallery} />
      <ViewToggle layout={gallery.layout} />
      <Summary gallery={gallery} />
    </header>
  );
}

function SearchBox({ gallery }: { gallery: Gallery }) {
  const field = useRef<TextFieldElement>(null);
  const applied = gallery.view.query.value.search;
  const [typed, setTyped] = useState(applied);
  const focusRequest = gallery.searchFocus.value;

  // What comes back of our own words must not overwrite what was typed since.
  const sent = useRef(applied);
  useEffect(() => {
    if (applied === sent.current) return;
    sent.current = applied;
    setTyped(applied);
  }, [applied]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      gallery.setQuery({ search: typed });
    }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [typed, gallery]);
  useEffect(() => {
    if (!focusRequest) return;
    field.current?.focus();
    field.current?.control.select();
  }, [focusRequest]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== '') setTyped('');
    else if (['Escape', 'Enter', 'ArrowDown'].includes(event.key)) gallery.focusFiles();
    else return;
    event.preventDefault();
  };
  return (
    <div class="search">
      <TextField
        value={typed}
        label="Search names, folders and tags"
        placeholder="Search"
        onInput={setTyped}
        onKeyDown={onKeyDown}
        fieldRef={field}
      >
        <Icon name="search" slot="start" />
      </TextField>
      {typed !== '' && <IconButton icon="close" label="Clear search" onClick={() => setTyped('')} />}
    </div>
  );
}

function SortPicker({ gallery }: { gallery: Gallery }) {
  const { sort } = gallery.view.query.value;
  const direction = sort.descending ? 'Descending' : 'Ascending';
  return (
    <div class="sort">
      <Dropdown
        value={sort.field}
        label="Sort by"
        options={sortOptions}
        onChange={(field) => gallery.setQuery({ sort: { ...sort, field } })}
      />
      <IconButton
        icon={sort.descending ? 'arrow-down' : 'arrow-up'}
        label={`${direction}: click to reverse`}
        onClick={() => gallery.setQuery({ sort: { ...sort, descending: !sort.descending } })}
      />
    </div>
  );
}

function CardSize({ gallery: { layout } }: { gallery: Gallery }) {
  if (layout.viewMode.value === 'list') return null;
  return (
    <input
      class="card-size"
      type="range"
      min={cardSizes.min}
      max={cardSizes.max}
      step={cardSizes.step}
      value={layout.cardSizePx.value}
      aria-label="Thumbnail size"
      title="Thumbnail size"
      onInput={(event) => (layout.cardSizePx.value = event.currentTarget.valueAsNumber)}
    />
  );
}
