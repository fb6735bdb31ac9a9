import type { Asset, AssetError, AssetId } from '../model';
import { assetOfRow, errorOfRow, type AssetRow } from './columns';
import type { Database } from './database';
import type { Folders } from './folders';

/** A stored file as far as a scan compares it. */
export interface KnownFile {
  readonly id: AssetId;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly error: AssetError | null;
}

/** Reads the table `media_assets`. */
export type Assets = ReturnType<typeof openAssets>;

export function openAssets(database: Database, folders: Folders) {
  const selectIn = database.rows<
    [folderId: number],
    [name: string, id: AssetId, size: number, modifiedAt: number, code: string | null, message: string | null]
  >(
    'SELECT name, id, file_size, modified_at, error_code, error_message FROM media_assets WHERE folder_id = ?',
  );
  const selectByIds = database.prepare<[idsAsJson: string], AssetRow>(
    'SELECT * FROM assets WHERE id IN (SELECT value FROM json_each(+?))',
  );
  const selectByPath = database.prepare<[filePath: string], AssetRow>(
    'SELECT * FROM assets WHERE file_path = +?',
  );

  return {
    /** The files directly in this folder, by name. */
    filesIn(root: string, folder: string): Map<string, KnownFile> {
      const files = new Map<string, KnownFile>();
      const folderId = folders.idOf(root, folder);
      if (folderId === null) return files;
      for (const [name, id, sizeBytes, modifiedAtMs, code, message] of selectIn.all(folderId)) {
        const error = code === null ? null : errorOfRow({ error_code: code, error_message: message });
        files.set(name, { id, sizeBytes, modifiedAtMs, error });
      }
      return files;
    },

    /** Names of the direct subfolders that hold assets at any depth. */
    subfoldersOf: (root: string, folder: string): string[] => folders.subfolderNames(root, folder),

    /** In the order asked for, without those that do not exist. */
    get(ids: readonly AssetId[]): Asset[] {
      const rows = new Map(selectByIds.all(JSON.stringify(ids)).map((row) => [row.id, row]));
      return ids.flatMap((id) => {
        const row = rows.get(id);
        return row === undefined ? [] : [assetOfRow(row)];
      });
    },

    find(filePath: string): Asset | null {
      const row = selectByPath.get(filePath);
      return row === undefined ? null : assetOfRow(row);
    },
  };
}
