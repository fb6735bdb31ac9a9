import type { Database } from './database';
import type { Folders } from './folders';

/** What of an asset is counted, and where. */
export interface Counted {
  readonly folderId: number;
  readonly kind: string;
  readonly format: string;
  readonly codec: string | null;
  readonly errorCode: string | null;
  readonly bytes: number;
}

interface Change {
  readonly asset: Counted;
  assets: number;
  bytes: number;
}

/** Gathers how the counts of folders and groups change in one transaction, and writes each of them once. */
export type Counts = ReturnType<typeof openCounts>;

export function openCounts(database: Database, folders: Folders) {
  const update = database.prepare<
    [kind: string, format: string, codec: string, problem: number, assets: number, bytes: number],
    never
  >(
    `INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET assets = assets + excluded.assets, bytes = bytes + excluded.bytes`,
  );
  const removeEmpty = database.prepare<[], never>('DELETE FROM tallies WHERE assets = 0');

  return {
    begin() {
      const byFolder = new Map<number, number>();
      const byGroup = new Map<string, Change>();

      function count(asset: Counted, direction: 1 | -1): void {
        byFolder.set(asset.folderId, (byFolder.get(asset.folderId) ?? 0) + direction);
        const { kind, format, codec, errorCode } = asset;
        const key = `${kind}\n${format}\n${codec ?? ''}\n${errorCode === null ? 0 : 1}`;
        const change = byGroup.get(key) ?? { asset, assets: 0, bytes: 0 };
        byGroup.set(key, change);
        change.assets += direction;
        change.bytes += direction * asset.bytes;
      }

      return {
        add: (asset: Counted) => count(asset, 1),
        remove: (asset: Counted) => count(asset, -1),

        /** Folders that hold nothing any more go. */
        write(): void {
          for (const { asset, assets, bytes } of byGroup.values()) {
            if (assets === 0 && bytes === 0) continue;
            const problem = asset.errorCode === null ? 0 : 1;
            update.run(asset.kind, asset.format, asset.codec ?? '', problem, assets, bytes);
          }
          removeEmpty.run();
          for (const [folderId, change] of byFolder) if (change !== 0) folders.count(folderId, change);
          folders.removeEmpty(byFolder.keys());
        },
      };
    },
  };
}
