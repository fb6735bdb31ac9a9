import { allOf, childrenOf, identifierOf, lastOf, textOf, unsignedOf, type Element } from './ebml';
import { ids } from './ids';

/** By lower-case name. */
export type TagMap = Map<string, string>;

export interface TagsByTarget {
  readonly ofFile: TagMap;
  /** By the track's UID. */
  readonly ofTracks: ReadonlyMap<string, TagMap>;
}

/** Tags that are nested deeper fail in FFmpeg. */
const maxDepth = 8;
/** Each language names a tag and all within it anew, so that they could double with every level. */
const maxSimpleTags = 20_000;
const maxTextBytes = 8 * 1024 * 1024;
/** FFmpeg cuts longer names off. */
const maxNameLength = 1023;
/** FFmpeg renames these. */
const renamed: Readonly<Partial<Record<string, string>>> = {
  lead_performer: 'performer',
  part_number: 'track',
};
const undetermined = 'und';

/**
 * Adds tags to what is known of the file, as FFmpeg does: a later value takes the place of an earlier one, the name of a
 * target's type goes before the tag's, and what belongs to chapters and attachments is no one's.
 */
export function addTags(tags: readonly Buffer[], ofFile: TagMap): TagsByTarget {
  const collector = new TagCollector(ofFile);
  for (const tag of tags.flatMap((content) => allOf(childrenOf(content), ids.tag)))
    collector.add(childrenOf(tag));
  return collector;
}

class TagCollector implements TagsByTarget {
  readonly ofTracks = new Map<string, TagMap>();
  #count = 0;
  #textBytes = 0;

  constructor(readonly ofFile: TagMap) {}

  add(tag: readonly Element[]): void {
    const targets = allOf(tag, ids.targets).flatMap((content) => childrenOf(content));
    const uidOf = (id: number) => identifierOf(lastOf(targets, id));
    if (uidOf(ids.tagAttachmentUid) !== '0' || uidOf(ids.tagChapterUid) !== '0') return;
    const type = lastOf(targets, ids.targetType);
    const trackUid = uidOf(ids.tagTrackUid);
    if (trackUid !== '0') this.#addSimple(tag, { map: this.#ofTrack(trackUid), prefix: '' }, maxDepth);
    else
      this.#addSimple(
        tag,
        { map: this.ofFile, prefix: type === undefined ? '' : `${textOf(type)}/` },
        maxDepth,
      );
  }

  #ofTrack(uid: string): TagMap {
    const map = this.ofTracks.get(uid) ?? new Map<string, string>();
    this.ofTracks.set(uid, map);
    return map;
  }

  #addSimple(parent: readonly Element[], { map, prefix }: Target, depth: number): void {
    for (const content of allOf(parent, ids.simpleTag)) {
      if (depth === 0 || ++this.#count > maxSimpleTags) throw new RangeError('too many tags');
      const children = childrenOf(content);
      const name = lastOf(children, ids.tagName);
      if (name === undefined) continue;
      for (const key of keysOf(prefix + textOf(name), children)) {
        const value = lastOf(children, ids.tagString);
        this.#textBytes += value?.length ?? 0;
        if (key.length > maxNameLength || this.#textBytes > maxTextBytes)
          throw new RangeError('too much text');
        set(map, key, value);
        this.#addSimple(children, { map, prefix: `${key}/` }, depth - 1);
      }
    }
  }
}

interface Target {
  readonly map: TagMap;
  readonly prefix: string;
}

/** A text in a language has a name of its own, and the plain one too when it is the default. */
function keysOf(key: string, children: readonly Element[]): readonly string[] {
  const said = lastOf(children, ids.tagLanguage);
  const language = said === undefined || said.length === 0 ? undetermined : textOf(said);
  if (language === undetermined) return [key];
  return isDefault(children) ? [key, `${key}-${language}`] : [`${key}-${language}`];
}

function isDefault(children: readonly Element[]): boolean {
  const said = children.findLast(({ id }) => id === ids.tagDefault || id === ids.tagDefaultMistaken);
  return unsignedOf(said?.content, 0) !== 0;
}

/** A tag without text takes away what there was. */
function set(map: TagMap, key: string, value: Buffer | undefined): void {
  const lower = key.toLowerCase();
  const name = renamed[lower] ?? lower;
  if (value === undefined) map.delete(name);
  else map.set(name, textOf(value));
}
