import { createHash } from 'node:crypto';
import type { ScannedFile } from '../../src/library/scanner/ports';
import { scannedFile } from '../../test/support/scannedFile';

const filesPerFolder = 100;
const subjects = ['lake', 'forest', 'city', 'holiday lake', 'portrait', 'IMG'];
const kinds = ['image', 'image', 'image', 'video', 'audio'] as const;

/** One of the files of a mixed library, as a scan reports it: each has its own path, size and content. */
export function exampleFile(index: number): ScannedFile {
  const kind = kinds[index % kinds.length] ?? 'image';
  const format = { image: 'jpg', video: 'mp4', audio: 'mp3' }[kind];
  const folder = Math.floor(index / filesPerFolder);
  const spread = (index * 7919) % 99_991;
  const subject = subjects[index % subjects.length] ?? '';
  const isPlayed = kind !== 'image';
  const isSeen = kind !== 'audio';
  return scannedFile(`${2000 + (folder % 25)}/set ${folder}/${subject} ${spread}.${format}`, {
    root: '/home/somebody/projects/website',
    kind,
    format,
    containerFormat: { image: 'jpeg_pipe', video: 'mov,mp4,m4a,3gp,3g2,mj2', audio: 'mp3' }[kind],
    codec: { image: 'mjpeg', video: 'h264', audio: 'mp3' }[kind],
    durationSeconds: isPlayed ? spread / 100 : null,
    bitRate: isPlayed ? 1_000_000 + spread : null,
    width: isSeen ? 640 + (spread % 4000) : null,
    height: isSeen ? 480 + (spread % 3000) : null,
    pixelFormat: isSeen ? 'yuv420p' : null,
    framesPerSecond: kind === 'video' ? 25 : null,
    frameRate: kind === 'video' ? '25/1' : null,
    tagTitle: kind === 'audio' ? `Song ${spread}` : null,
    artist: kind === 'audio' ? `Singer ${spread % 700}` : null,
    album: kind === 'audio' ? `Record ${spread % 3000}` : null,
    sizeBytes: 10_000 + spread * 100,
    modifiedAtMs: 1_600_000_000_000 + index * 1000 + 0.5,
    fingerprint: createHash('md5').update(String(index)).digest('hex'),
  });
}
