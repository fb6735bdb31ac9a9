import type { ByteSource } from '../../byteSource';
import { contentOf, readInt64, readUInt64, type Box } from './boxes';

export interface Edit {
  /** In units of the movie's time scale. */
  readonly duration: number;
  /** Where in the track it begins, in units of the track's time scale; -1 is silence, or nothing to see. */
  readonly mediaTime: number;
}

const maxBytes = 64 * 1024;

/** As many edits as the box has room for, whatever number it gives. */
export function readEditList(source: ByteSource, box: Box | null): readonly Edit[] {
  if (!box) return [];
  const content = contentOf(source, box, maxBytes);
  const isLong = content.readUInt8(0) === 1;
  const entryBytes = isLong ? 20 : 12;
  const edits: Edit[] = [];
  for (let at = 8; at + entryBytes <= content.length; at += entryBytes) {
    edits.push({
      duration: isLong ? readUInt64(content, at) : content.readUInt32BE(at),
      mediaTime: isLong ? readInt64(content, at + 8) : content.readInt32BE(at + 4),
    });
  }
  return edits;
}
