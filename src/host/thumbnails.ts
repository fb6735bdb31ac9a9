import type { Uri } from 'vscode';
import { LibraryError, type AssetId } from '../library/model';
import type { ParamsOf } from '../protocol/contract';
import type { LibraryContract } from '../protocol/library';
import type { LibraryClient } from './libraryClient';
import { Resources } from './resources';

export type ThumbnailWidth = ParamsOf<LibraryContract, 'thumbnail'>['widthPx'];

/** Pictures of assets, which may lie nowhere but in the cache folder. */
export class Thumbnails {
  private readonly cache: Resources;

  constructor(
    private readonly library: LibraryClient,
    cacheFolder: string,
  ) {
    this.cache = new Resources(() => [cacheFolder]);
  }

  /** Fails with `no-preview` when no picture can be made. */
  async get(id: AssetId, widthPx: ThumbnailWidth, signal?: AbortSignal): Promise<Uri> {
    const { file } = await this.library.request('thumbnail', { id, widthPx }, signal);
    return await this.cache.uriOf(file);
  }

  /** Null instead of a failure, where a picture is a mere ornament. */
  async find(id: AssetId, widthPx: ThumbnailWidth, signal?: AbortSignal): Promise<Uri | null> {
    try {
      return await this.get(id, widthPx, signal);
    } catch (error) {
      if (error instanceof LibraryError) return null;
      throw error;
    }
  }
}
