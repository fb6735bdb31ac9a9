/** The block of FLAC that lists the tracks of a disc (RFC 9639, 8.7). */

const headerBytes = 396;
const trackBytes = 36;
const indexBytes = 12;

/** The tracks' numbers, without the one that marks the end; null for a list that is not whole. */
export function cueSheetTracks(block: Buffer): readonly number[] | null {
  if (block.length < headerBytes + trackBytes - 1) return null;
  const count = block.readUInt8(headerBytes - 1) - 1;
  if (count <= 0) return null;
  const tracks: number[] = [];
  let at = headerBytes;
  for (let track = 0; track < count; track++) {
    if (at + trackBytes > block.length) return null;
    tracks.push(block.readUInt8(at + 8));
    const indices = block.readUInt8(at + 35);
    if (indices === 0) return null;
    at += trackBytes + indices * indexBytes;
  }
  return tracks;
}
