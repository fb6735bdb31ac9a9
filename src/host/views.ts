import { LibraryError, type AssetQuery, type ViewState } from '../library/model';
import type { LibraryClient } from './libraryClient';

/** Opens a view. Fails with `cancelled`, the view being closed again, when nobody waits for it any more. */
export async function openView(
  library: LibraryClient,
  query: AssetQuery,
  signal: AbortSignal,
): Promise<ViewState> {
  // Not cancelled on its way: then nobody would learn the number of a view that was opened nevertheless.
  const view = await library.request('openView', query);
  if (!signal.aborted) return view;
  closeView(library, view.viewId);
  throw new LibraryError('cancelled', 'Nobody waits for this view any more.');
}

export function closeView(library: LibraryClient, viewId: number): void {
  // Where this fails the library is gone, its views with it, and that is said by its phase.
  library.request('closeView', { viewId }).catch(() => undefined);
}
