import { basename, dirname, resolve } from 'node:path';
import { locateTools } from './media/locate';
import { LibraryError, type Asset, type ToolSettings } from './model';
import { createProber } from './probe/probe';
import { lookAt } from './scanner/listing';
import { openStore } from './store/store';
import { makePicture } from './thumbnails/picture';

/** Looks into single files by themselves: nothing is kept on the disk. */
export interface Inspector {
  /** What the library would hold of this file, wherever it lies. */
  read(filePath: string, signal: AbortSignal): Promise<Asset>;
  /** A WebP picture that fits into a square of `widthPx`. Fails with a LibraryError, such as `no-preview`. */
  draw(asset: Asset, widthPx: number, signal: AbortSignal): Promise<Buffer>;
  close(): void;
}

const pictureDeadlineMs = 60_000;

export async function openInspector(settings: ToolSettings): Promise<Inspector> {
  const { ffmpeg, ffprobe } = await locateTools(settings);
  const prober = createProber({ ffprobePath: ffprobe?.path ?? null });
  const store = openStore(':memory:');
  return {
    async read(path, signal) {
      const filePath = resolve(path);
      const { result } = await prober.probe(filePath, signal);
      const identity = { filePath, root: dirname(filePath), folder: '', name: basename(filePath) };
      const look = lookAt(filePath, () => true);
      const stamp = typeof look === 'string' ? { sizeBytes: 0, modifiedAtMs: 0 } : look;
      store.apply({ upserts: [{ ...identity, ...stamp, ...result }], departures: [], movesSinceMs: 0 });
      const asset = store.find(filePath);
      if (!asset) throw new LibraryError('internal', `${filePath} was read, but not kept.`);
      return asset;
    },
    draw: (asset, widthPx, signal) =>
      makePicture({
        asset,
        widthPx,
        signal,
        ffmpegPath: ffmpeg?.path ?? null,
        deadlineAtMs: Date.now() + pictureDeadlineMs,
      }),
    close: () => store.close(),
  };
}
