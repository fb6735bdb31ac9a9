import { Uri, type ExtensionContext } from 'vscode';
import type { LibraryLocation } from '../library/model';

export interface Storage {
  readonly location: LibraryLocation;
  readonly cacheFolder: Uri;
}

/** Rows belong to a workspace; thumbnails are shared by all, being named by what a file is. */
export function storageOf({ storageUri, globalStorageUri }: ExtensionContext): Storage {
  const cacheFolder = Uri.joinPath(globalStorageUri, 'thumbnails');
  // Without a workspace there is no storage for it, and no library runs either.
  const databaseFile = Uri.joinPath(storageUri ?? globalStorageUri, 'library.sqlite');
  return { cacheFolder, location: { databaseFile: databaseFile.fsPath, cacheFolder: cacheFolder.fsPath } };
}
