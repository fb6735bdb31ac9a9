import { createHash } from 'node:crypto';
import type { ScannedFile } from '../../src/library/store/columns';
import { scannedFile } from '../../test/support/scannedFile';

export const libraryRoot = '/home/somebody/projects/website';
export const filesPerFolder = 100;

/** Folder of the file with this number, relative to the root. */
export function folderOf(index: number): string {
  const folderIndex = Math.floor(index / filesPerFolder);
  return `photos/${2000 + (folderIndex % 25)}/trip ${folderIndex}`;
}

/** Names, folders, sizes and facts as they are met in a mixed library. */
export function fileAt(index: number): ScannedFile {
  const kind = (['image', 'image', 'image', 'video', 'audio'] as const)[index % 5] ?? 'image';
  const format = { image: 'jpg', video: 'mp4', audio: 'mp3' }[kind];
  const spread = (index * 7919) % 99_991;
  const subject = ['lake', 'forest', 'city', 'holiday lake', 'portrait'][index % 7] ?? 'IMG';
  return scannedFile(`${folderOf(index)}/${subject}_${spread}.${format}`, {
    root: libraryRoot,
    kind,
    format,
    codec: { image: 'mjpeg', video: 'h264', audio: 'mp3' }[kind],
    sizeBytes: 1000 + spread * 37,
    modifiedAtMs: 1_600_000_000_000 + spread * 1000.25,
    width: kind === 'audio' ? null : 640 + (spread % 3000),
    height: kind === 'audio' ? null : 480 + (spread % 2000),
    durationSeconds: kind === 'image' ? null : spread / 100,
    artist: kind === 'audio' ? `Artist ${spread % 500}` : null,
    album: kind === 'audio' ? `Album ${spread % 2000}` : null,
    fingerprint: createHash('md5').update(String(index)).digest('hex'),
  });
}
