import { LibraryError, type AssetId } from '../../../library/model';
import type { AssetCard, thumbnailWidths } from '../../../protocol/schemas';
import type { GalleryClient } from './client';
import { LruMap } from './lruMap';
import { isCancelled } from './rows';

export type ThumbnailWidth = (typeof thumbnailWidths)[number];
/** A webview URI, or null when no picture can be made of the file. */
export type Picture = string | null;
export type ThumbnailKey = string;

interface Wish {
  readonly id: AssetId;
  readonly widthPx: ThumbnailWidth;
  readonly answer: (picture: Picture) => void;
}

const rememberedPictures = 4000;
const parallelRequests = 8;
/** A card that a fling carries past within this time asks for nothing. */
const settleMs = 40;
/** How long the host is left alone when it has had too many requests. */
const pauseMs = 500;

/** Asks for the pictures of the cards on the screen: latest come, first served; who leaves is forgotten. */
export class ThumbnailLoader {
  private readonly pictures = new LruMap<ThumbnailKey, { readonly picture: Picture }>(rememberedPictures);
  private readonly waiting = new Map<ThumbnailKey, Wish>();
  private readonly loading = new Map<ThumbnailKey, AbortController>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly client: GalleryClient) {}

  /** Undefined when it was not asked for yet. */
  known(asset: AssetCard, widthPx: ThumbnailWidth): Picture | undefined {
    return this.pictures.get(keyOf(asset, widthPx))?.picture;
  }

  /** Calls `answer` once, later, unless the returned function is called first. */
  request(asset: AssetCard, widthPx: ThumbnailWidth, answer: (picture: Picture) => void): () => void {
    const key = keyOf(asset, widthPx);
    this.waiting.set(key, { id: asset.id, widthPx, answer });
    this.loadSoon(settleMs);
    return () => {
      this.waiting.delete(key);
      this.loading.get(key)?.abort();
    };
  }

  /** The file behind a picture that was answered is gone: it may be asked for again. */
  forget(asset: AssetCard, widthPx: ThumbnailWidth): void {
    this.pictures.delete(keyOf(asset, widthPx));
  }

  /** What could not be made before may be possible now. */
  forgetAll(): void {
    this.pictures.clear();
  }

  private loadSoon(delayMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.loadNext();
    }, delayMs);
  }

  private loadNext(): void {
    const latestFirst = [...this.waiting].reverse();
    for (const [key, wish] of latestFirst.slice(0, Math.max(0, parallelRequests - this.loading.size))) {
      this.waiting.delete(key);
      void this.load(key, wish);
    }
  }

  private async load(key: ThumbnailKey, wish: Wish): Promise<void> {
    const loading = new AbortController();
    this.loading.set(key, loading);
    try {
      const { id, widthPx } = wish;
      const { uri } = await this.client.request('thumbnail', { id, widthPx }, loading.signal);
      this.settle(key, wish, uri);
    } catch (error) {
      if (error instanceof LibraryError && error.code === 'too-many-requests') {
        this.waiting.set(key, wish);
        this.loadSoon(pauseMs);
        return;
      }
      if (!isCancelled(error)) this.settle(key, wish, null);
    } finally {
      this.loading.delete(key);
    }
    if (this.waiting.size > 0) this.loadSoon(0);
  }

  private settle(key: ThumbnailKey, wish: Wish, picture: Picture): void {
    this.pictures.set(key, { picture });
    wish.answer(picture);
  }
}

/** A file that changed has another picture. */
function keyOf(asset: AssetCard, widthPx: ThumbnailWidth): ThumbnailKey {
  return `${asset.id}/${asset.updatedAtMs}/${widthPx}`;
}
