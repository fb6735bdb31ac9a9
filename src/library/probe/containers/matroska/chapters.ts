import { allOf, childrenOf, identifierOf, lastOf, unsignedOf } from './ebml';
import { ids } from './ids';

/**
 * How many chapters FFmpeg lists: those of all editions one after another, hidden or not, as long as each begins later
 * than the one before and has an identifier of its own. Chapters within chapters do not count.
 */
export function countChapters(chapters: readonly Buffer[]): number {
  const atoms = chapters
    .flatMap((content) => allOf(childrenOf(content), ids.editionEntry))
    .flatMap((edition) => allOf(childrenOf(edition), ids.chapterAtom));
  const uids = new Set<string>();
  let latestStart = 0;
  for (const atom of atoms) {
    const children = childrenOf(atom);
    const uid = identifierOf(lastOf(children, ids.chapterUid));
    const start = unsignedOf(lastOf(children, ids.chapterTimeStart), null);
    if (start === null || uid === '0' || (latestStart > 0 && start <= latestStart)) continue;
    latestStart = start;
    const end = unsignedOf(lastOf(children, ids.chapterTimeEnd), null);
    if (end === null || end >= start) uids.add(uid);
  }
  return uids.size;
}
