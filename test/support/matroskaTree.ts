import { childrenOf } from '../../src/library/probe/containers/matroska/ebml';
import { ids } from '../../src/library/probe/containers/matroska/ids';

/** A Matroska file as a tree, to be changed and written anew: what no muxer at hand would write. */
export interface Branch {
  readonly id: number;
  readonly content: Buffer | readonly Branch[];
  /** Written without telling its size, as in a live recording. */
  readonly isOpen?: boolean;
}

const masters: ReadonlySet<number> = new Set([
  ids.ebml,
  ids.segment,
  ids.info,
  ids.tracks,
  ids.trackEntry,
  ids.video,
  ids.audio,
  ids.color,
  ids.chapters,
  ids.editionEntry,
  ids.chapterAtom,
  ids.tags,
  ids.tag,
  ids.targets,
  ids.simpleTag,
  ids.cluster,
  ids.blockGroup,
]);

/** Of a file whose sizes are all known. Positions are left away: what points to them would point wrong. */
export function treeOf(bytes: Buffer): readonly Branch[] {
  return childrenOf(bytes)
    .filter(({ id }) => !positions.has(id))
    .map(({ id, content }) => ({ id, content: masters.has(id) ? treeOf(content) : content }));
}

const voidId = 0xec;
const crcId = 0xbf;
const positions: ReadonlySet<number> = new Set([ids.seekHead, ids.cues, voidId, crcId]);

export function bytesOf(tree: readonly Branch[]): Buffer {
  return Buffer.concat(
    tree.map(({ id, content, isOpen }) => {
      const bytes = Buffer.isBuffer(content) ? content : bytesOf(content);
      return Buffer.concat([
        bytesOfId(id),
        isOpen ? Buffer.from('01ffffffffffffff', 'hex') : sizeOf(bytes.length),
        bytes,
      ]);
    }),
  );
}

function bytesOfId(id: number): Buffer {
  const digits = id.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}

function sizeOf(length: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(length) | (1n << 56n));
  return size;
}

/** Changes what lies at a path of identifiers, in every element that has it. */
export function within(
  tree: readonly Branch[],
  [id, ...path]: readonly number[],
  change: (children: readonly Branch[]) => readonly Branch[],
): readonly Branch[] {
  if (id === undefined) return change(tree);
  return tree.map((branch) =>
    branch.id === id && !Buffer.isBuffer(branch.content)
      ? { ...branch, content: within(branch.content, path, change) }
      : branch,
  );
}

export function without(tree: readonly Branch[], id: number): readonly Branch[] {
  return tree.filter((branch) => branch.id !== id);
}

/** In the place of those of its kind that there were. */
export function withOne(tree: readonly Branch[], branch: Branch): readonly Branch[] {
  return [...without(tree, branch.id), branch];
}

export function unsigned(id: number, value: number | bigint): Branch {
  const content = Buffer.alloc(8);
  content.writeBigUInt64BE(BigInt(value));
  return { id, content };
}

export function float(id: number, value: number): Branch {
  const content = Buffer.alloc(8);
  content.writeDoubleBE(value);
  return { id, content };
}

export function text(id: number, value: string): Branch {
  return { id, content: Buffer.from(value) };
}

type Pointer = readonly [id: number, position: number];

/** Puts a SeekHead in front, which points to all elements of these kinds, and to `elsewhere` within the segment. */
export function withSeekHead(
  children: readonly Branch[],
  wanted: readonly number[],
  elsewhere: readonly Pointer[] = [],
): readonly Branch[] {
  const headBytes = bytesOf([seekHeadTo([...wanted.map((id): Pointer => [id, 0]), ...elsewhere])]).length;
  const pointers = wanted.map((id) => {
    const index = children.findIndex((child) => child.id === id);
    return [id, headBytes + bytesOf(children.slice(0, index)).length] as const;
  });
  return [seekHeadTo([...pointers, ...elsewhere]), ...children];
}

function seekHeadTo(pointers: readonly Pointer[]): Branch {
  const entries = pointers.map(([id, position]) => ({
    id: ids.seek,
    content: [{ id: ids.seekId, content: bytesOfId(id) }, unsigned(ids.seekPosition, position)],
  }));
  return { id: ids.seekHead, content: entries };
}
