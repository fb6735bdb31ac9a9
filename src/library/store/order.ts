import type { AssetQuery, SortField } from '../model';

/** What assets are compared by, before the id makes the order total; `indexes.ts` has an index for each single one. */
const comparedBy: Readonly<Record<SortField, readonly string[]>> = {
  name: ['a.sort_name'],
  folder: ['f.sort_path', 'f.id', 'a.sort_name'],
  kind: ['a.kind', 'a.sort_name'],
  format: ['a.format', 'a.sort_name'],
  codec: ['a.codec', 'a.sort_name'],
  size: ['a.file_size'],
  duration: ['a.duration'],
  dimensions: ['a.width * a.height', 'a.sort_name'],
  modified: ['a.modified_at'],
  // Ids are given in the order of arrival.
  added: [],
};

/** Those in which nothing sorts last, whatever the direction. */
const nullable = new Set<SortField>(['codec', 'duration', 'dimensions']);

/** The content of an ORDER BY over `media_assets a` and `folders f`. */
export function orderBy({ field, descending }: AssetQuery['sort']): string {
  const direction = descending ? 'DESC' : 'ASC';
  const [first, ...others] = [...comparedBy[field], 'a.id'].map((column) => `${column} ${direction}`);
  return [nullable.has(field) ? `${first} NULLS LAST` : first, ...others].join(', ');
}
